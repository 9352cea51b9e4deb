import type { Socket } from 'node:net'
import { headersOfEveryAnswer } from './common/every-answer.ts'

/** What the HTTP parser says of a request that never became one. */
type ParserError = Error & { code?: string }

const messages: Record<string, string> = {
  HPE_HEADER_OVERFLOW:
    'The address and the headers are too long; send fewer of them, or the parameters in the body.',
  ERR_HTTP_REQUEST_TIMEOUT: 'The request did not arrive in time; send it again.',
}
const notHttp = 'The request is not valid HTTP; correct its first line, its headers or its length.'

/**
 * What does not keep to HTTP reaches no door, and is refused as the Web API refuses (always
 * as JSON), with the headers of every other answer. Nothing is written into an answer that has begun; the connection ends,
 * as nobody knows where the next request would begin.
 */
export function answerBrokenRequests({ https, id }: { https: boolean; id: () => string }) {
  const headers = Object.entries(headersOfEveryAnswer(https)).map(([name, value]) => `${name}: ${value}`)
  return (error: ParserError, socket: Socket): void => {
    const { _httpMessage: begun } = socket as Socket & { _httpMessage?: { headersSent: boolean } }
    if (error.code === 'ECONNRESET' || !socket.writable || begun?.headersSent === true) {
      socket.destroy()
      return
    }
    const text = JSON.stringify({ error: 'bad_request', message: messages[error.code ?? ''] ?? notHttp })
    const head = [
      'HTTP/1.1 400 Bad Request',
      ...headers,
      `x-request-id: ${id()}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(text)}`,
      'connection: close',
    ]
    socket.end(`${head.join('\r\n')}\r\n\r\n${text}`, () => socket.destroy())
  }
}
