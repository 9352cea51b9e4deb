import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { TimestampUnavailable } from './timestamp-unavailable.ts'

/** How long one exchange may take: until the connection stands, and in all. */
export type Patience = { connectMs: number; wholeMs: number }

/** A token with its whole chain has a few kilobytes. */
const longestAnswer = 128 * 1024

/** Sends a query and gives the bytes of the answer; rejects with `TimestampUnavailable`. */
export type Exchange = (query: Uint8Array, stop: AbortSignal) => Promise<Uint8Array>

/**
 * One authority over HTTP(S), by RFC 3161 §3.4. `fetch` has no time limit of its own for the connection. Redirects are
 * not followed: an authority has no reason to send us elsewhere, and an inner address must not be reachable through it.
 */
export function createExchange(url: string, patience: Patience): Exchange {
  const address = new URL(url)
  const https = address.protocol === 'https:'
  const [ask, agent] = https
    ? [requestHttps, new HttpsAgent({ keepAlive: true })]
    : [requestHttp, new HttpAgent({ keepAlive: true })]
  const auth = address.username
    ? { auth: `${decodeURIComponent(address.username)}:${decodeURIComponent(address.password)}` }
    : {}
  address.username = ''
  address.password = ''

  function once(query: Uint8Array, stop: AbortSignal): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const request = ask(address, {
        ...auth,
        agent,
        method: 'POST',
        signal: stop,
        headers: {
          'content-type': 'application/timestamp-query',
          'content-length': query.length,
          accept: 'application/timestamp-reply',
        },
      })
      const giveUp = (what: string) => request.destroy(new TimestampUnavailable('timed_out', what))
      const connecting = setTimeout(
        () => giveUp(`no connection within ${patience.connectMs} ms`),
        patience.connectMs,
      )
      const whole = setTimeout(() => giveUp(`no answer within ${patience.wholeMs} ms`), patience.wholeMs)
      const ended = () => {
        clearTimeout(connecting)
        clearTimeout(whole)
      }
      request.on('socket', (socket) => {
        if (!socket.connecting) clearTimeout(connecting)
        else socket.once(https ? 'secureConnect' : 'connect', () => clearTimeout(connecting))
      })
      request.on('response', (response) => {
        read(response).then(
          (bytes) => {
            ended()
            resolve(bytes)
          },
          (error) => {
            ended()
            reject(foreign(error))
            request.destroy()
          },
        )
      })
      request.on('error', (error: NodeJS.ErrnoException) => {
        ended()
        reject(Object.assign(foreign(error), { stale: request.reusedSocket && error.code === 'ECONNRESET' }))
      })
      request.end(query)
    })
  }

  return async (query, stop) => {
    try {
      return await once(query, stop)
    } catch (error) {
      // The authority had closed a connection that was kept: nothing was asked yet.
      if (error instanceof TimestampUnavailable && 'stale' in error && error.stale) return once(query, stop)
      throw error
    }
  }
}

function foreign(error: NodeJS.ErrnoException): TimestampUnavailable {
  if (error instanceof TimestampUnavailable) return error
  const reason = error.code ?? error.name
  return new TimestampUnavailable('unreachable', `it cannot be reached (${reason})`, { cause: error })
}

async function read(response: IncomingMessage): Promise<Uint8Array> {
  const { statusCode = 0, headers } = response
  if (statusCode !== 200) {
    const elsewhere =
      statusCode >= 300 && statusCode < 400 ? ', which leads elsewhere and is not followed' : ''
    throw new TimestampUnavailable('http_status', `it answered with status ${statusCode}${elsewhere}`)
  }
  const type = headers['content-type'] ?? ''
  // Some authorities say application/octet-stream or nothing; what is made for people is an error page.
  if (/^(text\/|application\/(json|xml|xhtml))/i.test(type)) {
    throw new TimestampUnavailable('junk', `it answered with ${type} instead of a time stamp`)
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response) {
    size += chunk.length
    if (size > longestAnswer) throw new TimestampUnavailable('junk', 'its answer is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
