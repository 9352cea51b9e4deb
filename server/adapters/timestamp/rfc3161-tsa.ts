import { randomBytes } from 'node:crypto'
import type { TimestampAuthority, TrustedTsas } from '#server/usecases/sealing-ports.ts'
import { childrenOf, numberOf, readDer } from '#server/verification/der.ts'
import { inspectTimestampToken } from '#server/verification/timestamp-token.ts'
import { encodeTimestampRequest } from './rfc3161-messages.ts'
import { askInTurn, type Log, type Turns } from './take-turns.ts'
import { type TimestampProblem, TimestampUnavailable } from './timestamp-unavailable.ts'
import { createExchange, type Exchange, type Patience } from './tsa-exchange.ts'

/** Who hears of the authorities: what an operator should know, and how long each took; `problem`: null for a token. */
export type Heard = {
  log: Log
  onAnswer?: (authority: 'first' | 'fallback', problem: TimestampProblem | null, seconds: number) => void
}

/** Authorities on the network; `https://user:password@…` authenticates by HTTP Basic. */
export type Rfc3161Options = Heard & {
  url: string
  fallbackUrl?: string
  /** What their certificates must chain to. */
  trusted: Exclude<TrustedTsas, null>
  now: () => Date
  patience?: Partial<Patience & Turns>
}

/** Further apart than this one of the two clocks is wrong, and nobody could say which. */
const furthestApart = 5 * 60_000
const granted = [0, 1]

/**
 * Asks the authorities in turn (`take-turns.ts`). A token is returned only after it was verified: status, imprint, nonce,
 * signature, purpose and chain of the certificate, and the time in it. Rejects with
 * `TimestampUnavailable`.
 */
export function createRfc3161Authority(options: Rfc3161Options): TimestampAuthority {
  const { url, fallbackUrl, trusted, now, log, onAnswer } = options
  const { connectMs = 3_000, wholeMs = 10_000, restMs = 30_000, nextMs = 3_000 } = options.patience ?? {}
  const authorities = (fallbackUrl === undefined ? [url] : [url, fallbackUrl]).map((address, place) => {
    const exchange = createExchange(address, { connectMs, wholeMs })
    const ask = async (sha256: Uint8Array, stop: AbortSignal) => {
      const began = performance.now()
      const ended = (problem: TimestampProblem | null) =>
        onAnswer?.(place === 0 ? 'first' : 'fallback', problem, (performance.now() - began) / 1000)
      try {
        const token = await askOne(exchange, sha256, stop, trusted, now)
        ended(null)
        return token
      } catch (error) {
        // One that was asked too late is no failure of the authority.
        if (error instanceof TimestampUnavailable && !stop.aborted) ended(error.code)
        throw error
      }
    }
    return { name: new URL(address).host, ask }
  })
  return { trusted, timestamp: askInTurn(authorities, { restMs, nextMs, wholeMs }, log) }
}

async function askOne(
  exchange: Exchange,
  sha256: Uint8Array,
  stop: AbortSignal,
  trusted: Rfc3161Options['trusted'],
  now: () => Date,
): Promise<Uint8Array> {
  const nonce = randomBytes(16)
  const token = tokenOf(await exchange(encodeTimestampRequest(sha256, nonce), stop))
  const { at, problems } = inspectTimestampToken(token, { sha256, nonce, trusted })
  const [problem] = problems
  if (problem) {
    const code = problem.check === 'timestamp_certificate' ? 'untrusted' : 'junk'
    throw new TimestampUnavailable(code, `${problem.check}: ${problem.detail}`)
  }
  const here = now()
  if (at === null || Math.abs(at.getTime() - here.getTime()) > furthestApart) {
    const [theirs, ours] = [at?.toISOString(), here.toISOString()]
    throw new TimestampUnavailable(
      'clock_apart',
      `its clock says ${theirs} and ours ${ours}, more than 5 minutes apart`,
    )
  }
  return token
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
    throw new TimestampUnavailable('junk', 'its answer is not a TimeStampResp', { cause })
  }
  if (!granted.includes(status)) {
    throw new TimestampUnavailable('rejected', `it refused the request (PKIStatus ${status})`)
  }
  if (!token) throw new TimestampUnavailable('junk', 'it granted the request, but sent no token')
  return token
}
