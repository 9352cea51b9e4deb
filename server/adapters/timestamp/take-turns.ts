import { type TimestampProblem, TimestampUnavailable } from './timestamp-unavailable.ts'

export type Log = (level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>) => void

type Ask = (sha256: Uint8Array, stop: AbortSignal) => Promise<Uint8Array>

/** `restMs`: how long one that failed is left alone. `nextMs`: how long an answer may take before another is asked too. */
export type Turns = { restMs: number; nextMs: number }

type Authority = {
  name: string
  ask: Ask
  resting: NodeJS.Timeout | null
  /** What it fails with since it last answered; null: it answers. */
  failing: TimestampProblem | null
}

/** What an operator does about it; an alarm where waiting will not help. */
export const timestampCures: Record<TimestampProblem, { level: 'warn' | 'error'; cure: string }> = {
  unreachable: { level: 'warn', cure: 'check TSA_URL and TSA_FALLBACK_URL, the network and the firewall' },
  timed_out: { level: 'warn', cure: 'nothing, if it comes back; else name another authority in TSA_URL' },
  http_status: { level: 'warn', cure: 'check the address and the password in TSA_URL' },
  rejected: { level: 'warn', cure: 'ask the authority why it refuses this server' },
  junk: { level: 'warn', cure: 'check that TSA_URL is the address of an RFC 3161 authority' },
  untrusted: {
    level: 'error',
    cure: 'put the root of this authority into TSA_CERTIFICATE, if it is the right one',
  },
  clock_apart: {
    level: 'error',
    cure: 'set the clock of this machine by NTP; if it is right, use another authority',
  },
}

/**
 * Asks one authority after the other until one gives a token. One that failed is left alone for `restMs`: the others are
 * asked first meanwhile, it only when they fail or hang too. One that takes longer than `nextMs` gets company, and
 * whoever is first wins; so it goes on in a circle, because one that hangs never answers what it was asked before it
 * came back. All in all it takes `wholeMs` and the time until the last was asked first.
 */
export function askInTurn(
  members: { name: string; ask: Ask }[],
  { restMs, nextMs, wholeMs }: Turns & { wholeMs: number },
  log: Log,
): (sha256: Uint8Array) => Promise<Uint8Array> {
  const authorities = members.map((each): Authority => ({ ...each, resting: null, failing: null }))

  function failed(authority: Authority, { code, message }: TimestampUnavailable): void {
    if (authority.resting !== null) clearTimeout(authority.resting)
    authority.resting = setTimeout(() => {
      authority.resting = null
    }, restMs).unref()
    if (authority.failing === code) return
    authority.failing = code
    const { level, cure } = timestampCures[code]
    const fields = { authority: authority.name, problem: code, reason: message, cure }
    log(level, 'a time-stamping authority failed and is left alone for a while', fields)
  }

  function answered(authority: Authority): void {
    if (authority.resting !== null) clearTimeout(authority.resting)
    authority.resting = null
    if (authority.failing === null) return
    authority.failing = null
    log('info', 'a time-stamping authority answers again', { authority: authority.name })
  }

  return (sha256) =>
    new Promise((resolve, reject) => {
      const line = authorities.toSorted((a, b) => Number(a.resting !== null) - Number(b.resting !== null))
      const stop = new AbortController()
      /** In the order in which they were asked. */
      const inFlight: { authority: Authority }[] = []
      const failures: TimestampUnavailable[] = []
      let asked = 0
      let settled = false
      let company: NodeJS.Timeout | null = null
      const end = setTimeout(
        () => settle(() => reject(all(failures))),
        wholeMs + nextMs * Math.max(0, line.length - 1),
      )

      function settle(how: () => void): void {
        if (settled) return
        settled = true
        clearTimeout(end)
        if (company !== null) clearTimeout(company)
        stop.abort()
        how()
      }

      function askNext(): void {
        if (company !== null) clearTimeout(company)
        const authority = line[asked % line.length]
        if (settled || authority === undefined) return
        asked += 1
        const attempt = { authority }
        inFlight.push(attempt)
        authority.ask(sha256, stop.signal).then(
          (token) => won(attempt, token),
          (error: unknown) => lost(attempt, error),
        )
        company = setTimeout(askNext, nextMs)
      }

      function won(attempt: { authority: Authority }, token: Uint8Array): void {
        if (settled) return
        // Who was asked before, and has not answered yet, hangs.
        for (const { authority } of inFlight.slice(0, inFlight.indexOf(attempt))) {
          if (authority !== attempt.authority) failed(authority, tooSlow(nextMs))
        }
        answered(attempt.authority)
        settle(() => resolve(token))
      }

      function lost(attempt: { authority: Authority }, error: unknown): void {
        if (settled) return
        inFlight.splice(inFlight.indexOf(attempt), 1)
        if (!(error instanceof TimestampUnavailable)) {
          settle(() => reject(error))
          return
        }
        failures.push(error)
        failed(attempt.authority, error)
        if (asked < line.length) askNext()
        else if (inFlight.length === 0) settle(() => reject(all(failures)))
      }

      askNext()
    })
}

function tooSlow(milliseconds: number): TimestampUnavailable {
  return new TimestampUnavailable('timed_out', `it did not answer within ${milliseconds} ms`)
}

function all(failures: TimestampUnavailable[]): TimestampUnavailable {
  const [first, second] = failures
  if (!first) return new TimestampUnavailable('timed_out', 'no time-stamping authority answered in time')
  if (!second) return first
  return new TimestampUnavailable(first.code, `${first.message}; fallback: ${second.message}`, {
    cause: new AggregateError(failures),
  })
}
