import type { DatabaseAway } from '../../usecases/refused.ts'

type Log = (level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>) => void

/** An episode is over when the database answered and no failure came for so long. */
const quietMilliseconds = 2_000
/** While it lasts it is told again so often. */
const repeatMilliseconds = 60_000

export type Episodes = {
  failed(error: DatabaseAway): void
  /** Something was answered. */
  answered(): void
  /** Since when the database has been away, in seconds; null while it is there. */
  readonly seconds: number | null
}

/**
 * The times in which the database could not be used, told once each with cause and cure, and once more when they are
 * over: hundreds of requests and jobs notice the same thing. A new cause within an episode is told as well.
 */
export function databaseEpisodes(log: Log, now: () => number = () => performance.now()): Episodes {
  let episode: { since: number; last: number; toldAt: number; failures: number; causes: Set<string> } | null =
    null
  return {
    failed(error) {
      const at = now()
      episode ??= { since: at, last: at, toldAt: Number.NEGATIVE_INFINITY, failures: 0, causes: new Set() }
      episode.last = at
      episode.failures += 1
      if (episode.causes.has(error.why) && at - episode.toldAt < repeatMilliseconds) return
      episode.causes.add(error.why)
      episode.toldAt = at
      log('error', 'the database cannot be used', {
        cause: error.why,
        cure: error.cure,
        seconds: Math.round((at - episode.since) / 1000),
      })
    },
    answered() {
      const at = now()
      if (episode === null || at - episode.last < quietMilliseconds) return
      log('info', 'the database can be used again', {
        seconds: Math.round((at - episode.since) / 1000),
        failures: episode.failures,
      })
      episode = null
    },
    get seconds() {
      return episode === null ? null : Math.round((now() - episode.since) / 1000)
    },
  }
}
