import { randomBytes } from 'node:crypto'
import type { TimestampAuthority } from '#server/usecases/sealing-ports.ts'
import { childrenOf, numberOf, readDer } from '../verification/der.ts'
import { inspectTimestampToken } from '../verification/timestamp-token.ts'
import { encodeTimestampRequest } from './rfc3161-messages.ts'

/** Why a TSA gave no timestamp that we believe. */
export type TimestampProblem = 'unreachable' | 'timed_out' | 'http_status' | 'rejected' | 'junk'

/** No timestamp is to be had now: retried, shown, never replaced by an invented one. `cause` is the foreign failure. */
export class TimestampUnavailable extends Error {
  readonly code: TimestampProblem
  constructor(code: TimestampProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'TimestampUnavailable'
    this.code = code
  }
}

/** A TSA on the network; `https://user:password@…` authenticates by HTTP Basic. `trustedCertificates`: SHA-256 (hex) of its certificates; empty takes any that chains. */
export type Rfc3161Options = {
  url: string
  fallbackUrl?: string
  timeoutMs: number
  trustedCertificates?: string[]
}

const MAX_RESPONSE_BYTES = 1024 * 1024
const GRANTED = [0, 1]

/**
 * Asks a TSA over HTTP(S), then the fallback. A token is returned only after it was verified: status, imprint, nonce,
 * signature, purpose and ESSCertID of the certificate (sealing.md §7 trap 5). Rejects with `TimestampUnavailable`.
 */
export function createRfc3161Authority(options: Rfc3161Options): TimestampAuthority {
  const urls = [options.url, ...(options.fallbackUrl ? [options.fallbackUrl] : [])]
  const certificates = options.trustedCertificates ?? []

  async function timestamp(sha256: Uint8Array): Promise<Uint8Array> {
    const failures: TimestampUnavailable[] = []
    for (const url of urls) {
      try {
        return await ask(url, sha256, options.timeoutMs, certificates)
      } catch (cause) {
        if (!(cause instanceof TimestampUnavailable)) throw cause
        failures.push(cause)
      }
    }
    const [first, second] = failures
    if (!first || !second) throw first ?? new TimestampUnavailable('unreachable', 'no TSA is configured')
    throw new TimestampUnavailable(first.code, `${first.message}; fallback: ${second.message}`, {
      cause: new AggregateError(failures),
    })
  }
  return { certificates, timestamp }
}

async function ask(
  url: string,
  sha256: Uint8Array,
  timeoutMs: number,
  trusted: string[],
): Promise<Uint8Array> {
  const nonce = randomBytes(16)
  const response = await post(url, encodeTimestampRequest(sha256, nonce), timeoutMs)
  const token = tokenOf(response)
  const { problems } = inspectTimestampToken(token, { sha256, nonce, trusted })
  const [problem] = problems
  if (problem) throw new TimestampUnavailable('junk', `${problem.check}: ${problem.detail}`)
  return token
}

async function post(url: string, request: Uint8Array, timeoutMs: number): Promise<Uint8Array> {
  try {
    const { address, headers } = addressed(url)
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/timestamp-query',
        accept: 'application/timestamp-reply',
        ...headers,
      },
      body: Buffer.from(request),
      // A TSA has no reason to send us elsewhere, and an inner address must not be reachable through it.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!response.ok) {
      await response.body?.cancel()
      throw new TimestampUnavailable('http_status', `the TSA answered ${response.status}`)
    }
    return await readLimited(response)
  } catch (cause) {
    if (cause instanceof TimestampUnavailable) throw cause
    const timedOut = cause instanceof DOMException && cause.name === 'TimeoutError'
    const code = timedOut ? 'timed_out' : 'unreachable'
    throw new TimestampUnavailable(code, timedOut ? 'the TSA took too long' : 'the TSA cannot be reached', {
      cause,
    })
  }
}

/** `fetch` refuses addresses with a password in them, and its errors would print it. */
function addressed(url: string): { address: URL; headers: Record<string, string> } {
  const address = new URL(url)
  if (!address.username) return { address, headers: {} }
  const credentials = `${decodeURIComponent(address.username)}:${decodeURIComponent(address.password)}`
  address.username = ''
  address.password = ''
  return { address, headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` } }
}

async function readLimited(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MAX_RESPONSE_BYTES) throw new TimestampUnavailable('junk', 'the answer is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** TimeStampResp: { status PKIStatusInfo, timeStampToken OPTIONAL } (RFC 3161 §2.4.2). */
function tokenOf(response: Uint8Array): Uint8Array {
  let status: number
  let token: Uint8Array | undefined
  try {
    const [info, content] = childrenOf(readDer(response))
    const [code] = info ? childrenOf(info) : []
    status = numberOf(code)
    token = content?.bytes
  } catch (cause) {
    throw new TimestampUnavailable('junk', 'the answer is not a TimeStampResp', { cause })
  }
  if (!GRANTED.includes(status)) throw new TimestampUnavailable('rejected', `PKIStatus ${status}`)
  if (!token) throw new TimestampUnavailable('junk', 'granted, but without a token')
  return token
}
