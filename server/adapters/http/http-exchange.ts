import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'

/** One request as it is written. */
export type ExchangeRequest = {
  method: 'GET' | 'POST'
  url: URL
  headers: Record<string, string>
  body: string | null
}

/**
 * How far one request came. `not_written`: not one byte of it left, so nothing was sent. `lost`: it may have been read.
 * `answered`: `body` is the text of the answer up to the limit, null when it was cut; `retryAfter` as the header says it.
 */
export type Exchange =
  | {
      end: 'not_written'
      reason:
        | 'name_not_resolved'
        | 'address_forbidden'
        | 'connection_refused'
        | 'tls_failed'
        | 'connect_timeout'
    }
  | { end: 'lost'; reason: 'cut_after_writing' | 'timeout_after_writing' | 'answer_malformed' }
  | { end: 'answered'; status: number; body: string | null; retryAfter: string | null }

/** `lookup`: resolves the name in place of the system; `answerBytes`: how much of the answer is read. */
export type ExchangeOptions = { lookup?: LookupFunction; answerBytes?: number }

/** A name that leads where no request may go; an own `lookup` answers with it. */
export class AddressForbidden extends Error {
  override readonly name = 'AddressForbidden'
}

/** A name without an address; an own `lookup` answers with it. */
export class NameNotResolved extends Error {
  override readonly name = 'NameNotResolved'
}

const usualAnswerBytes = 64 * 1024

function notWritten(error: NodeJS.ErrnoException, connected: boolean): Exchange {
  if (error instanceof AddressForbidden) return { end: 'not_written', reason: 'address_forbidden' }
  if (error instanceof NameNotResolved || error.syscall === 'getaddrinfo') {
    return { end: 'not_written', reason: 'name_not_resolved' }
  }
  return { end: 'not_written', reason: connected ? 'tls_failed' : 'connection_refused' }
}

async function readBody(response: IncomingMessage, answerBytes: number): Promise<string | null> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of response) {
      chunks.push(chunk as Buffer)
      length += (chunk as Buffer).length
      if (length >= answerBytes) break
    }
  } catch {
    return null
  }
  return Buffer.concat(chunks).subarray(0, answerBytes).toString('utf8')
}

/**
 * One request on a connection of its own: a kept-alive connection that the other side just closed could not be told
 * from a request that was read and lost. Follows no redirect, uses no proxy, and never throws.
 */
export function exchange(
  asked: ExchangeRequest,
  timeoutMs: number,
  { lookup, answerBytes = usualAnswerBytes }: ExchangeOptions = {},
): Promise<Exchange> {
  const { promise, resolve } = Promise.withResolvers<Exchange>()
  const secure = asked.url.protocol === 'https:'
  const options: RequestOptions = {
    method: asked.method,
    headers: asked.headers,
    agent: false,
    ...(lookup === undefined ? {} : { lookup }),
  }
  let connected = false
  let writing = false
  let status: number | null = null
  let retryAfter: string | null = null

  const request = secure ? httpsRequest(asked.url, options) : httpRequest(asked.url, options)
  const deadline = setTimeout(() => {
    if (status !== null) resolve({ end: 'answered', status, body: null, retryAfter })
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
    retryAfter = response.headers['retry-after'] ?? null
    resolve({ end: 'answered', status, body: await readBody(response, answerBytes), retryAfter })
    request.destroy()
  })
  request.on('close', () => {
    if (status === null) resolve({ end: 'lost', reason: 'cut_after_writing' })
  })
  request.end(asked.body ?? undefined)

  return promise.finally(() => clearTimeout(deadline))
}
