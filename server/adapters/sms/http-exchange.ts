import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { GatewayRequest } from './http-template.ts'

/**
 * How far one request came. `not_written`: not one byte of it left, so nothing was sent. `lost`: it may have been read.
 * `answered`: `body` is the text of the answer up to 64 KB, null when it was cut.
 */
export type Exchange =
  | {
      end: 'not_written'
      reason: 'name_not_resolved' | 'connection_refused' | 'tls_failed' | 'connect_timeout'
    }
  | { end: 'lost'; reason: 'cut_after_writing' | 'timeout_after_writing' | 'answer_malformed' }
  | { end: 'answered'; status: number; body: string | null }

const answerLimit = 64 * 1024

function notWritten(error: NodeJS.ErrnoException, connected: boolean): Exchange {
  if (error.syscall === 'getaddrinfo') return { end: 'not_written', reason: 'name_not_resolved' }
  return { end: 'not_written', reason: connected ? 'tls_failed' : 'connection_refused' }
}

async function readBody(response: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of response) {
      chunks.push(chunk as Buffer)
      length += (chunk as Buffer).length
      if (length >= answerLimit) break
    }
  } catch {
    return null
  }
  return Buffer.concat(chunks).subarray(0, answerLimit).toString('utf8')
}

/**
 * One request on a connection of its own: a kept-alive connection that the other side just closed could not be told
 * from a request that was read and lost. Follows no redirect, uses no proxy, and never throws.
 */
export function exchange(asked: GatewayRequest, timeoutMs: number): Promise<Exchange> {
  const { promise, resolve } = Promise.withResolvers<Exchange>()
  const secure = asked.url.protocol === 'https:'
  const options: RequestOptions = { method: asked.method, headers: asked.headers, agent: false }
  let connected = false
  let writing = false
  let status: number | null = null

  const request = secure ? httpsRequest(asked.url, options) : httpRequest(asked.url, options)
  const deadline = setTimeout(() => {
    if (status !== null) resolve({ end: 'answered', status, body: null })
    else if (writing) resolve({ end: 'lost', reason: 'timeout_after_writing' })
    else resolve({ end: 'not_written', reason: 'connect_timeout' })
    request.destroy()
  }, timeoutMs)

  request.on('socket', (socket) => {
    socket.once('connect', () => {
      connected = true
      writing = !secure
    })
    // Without early data, TLS carries nothing of ours before the handshake is done (RFC 8446 §2.3).
    socket.once('secureConnect', () => {
      writing = true
    })
  })
  // Once there is a status, the reading of its body answers, even when the connection ends before it does.
  request.on('error', (error: NodeJS.ErrnoException) => {
    if (status !== null) return
    if (!writing) return resolve(notWritten(error, connected))
    resolve({
      end: 'lost',
      reason: error.code?.startsWith('HPE_') ? 'answer_malformed' : 'cut_after_writing',
    })
  })
  request.on('response', async (response) => {
    status = response.statusCode ?? 0
    resolve({ end: 'answered', status, body: await readBody(response) })
    request.destroy()
  })
  request.on('close', () => {
    if (status === null) resolve({ end: 'lost', reason: 'cut_after_writing' })
  })
  request.end(asked.body ?? undefined)

  return promise.finally(() => clearTimeout(deadline))
}
