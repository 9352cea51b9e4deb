import { setTimeout as sleep } from 'node:timers/promises'
import type { ProcessKind } from '#server/config/config.ts'

/** One thing that the service needs. `ageSeconds`: how long ago it was last looked at; `why` names no host and no data. */
type Part = { ok: boolean; ageSeconds: number; why?: string; waitingSeconds?: Record<string, number> }

type Readiness = { process: ProcessKind; ready: boolean; draining: boolean; parts: Record<string, Part> }

/** Answers what is found; throws, in words that may be shown, when it is not as it should be. */
export type Check = () => Promise<Omit<Part, 'ok' | 'ageSeconds'> & { checkedAt?: number }>

/** A probe may ask as often as it likes: everything is looked at once a second at most. */
const cachedMilliseconds = 1_000
const patienceMilliseconds = 3_000

export class NotReady extends Error {
  override readonly name = 'NotReady'
}

export type Health = {
  ready(): Promise<Readiness>
  /** From now on not ready: the load balancer sends nobody any more. */
  drain(): void
}

/** Is the service able to work? `now`: milliseconds of a clock that only goes forward. */
export function createHealth(
  process: ProcessKind,
  checks: Record<string, Check>,
  now: () => number = () => performance.now(),
): Health {
  let draining = false
  let latest: { at: number; parts: Promise<Record<string, Part>> } | null = null

  async function look(check: Check): Promise<Part & { at: number }> {
    const at = now()
    const late = sleep(patienceMilliseconds, null, { ref: false }).then(() => {
      throw new NotReady('no answer in three seconds')
    })
    try {
      const { checkedAt, ...found } = await Promise.race([check(), late])
      return { ok: true, ageSeconds: 0, ...found, at: checkedAt ?? at }
    } catch (error) {
      const why = error instanceof NotReady ? error.message : 'failed'
      return { ok: false, ageSeconds: 0, why, at }
    }
  }

  async function lookAtAll(): Promise<Record<string, Part & { at: number }>> {
    const found = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await look(check)]),
    )
    return Object.fromEntries(found)
  }

  return {
    async ready() {
      if (latest === null || now() - latest.at > cachedMilliseconds)
        latest = { at: now(), parts: lookAtAll() }
      const parts = Object.fromEntries(
        Object.entries(await latest.parts).map(([name, part]) => {
          const { at, ...rest } = part as Part & { at: number }
          return [name, { ...rest, ageSeconds: Math.round((now() - at) / 100) / 10 }]
        }),
      )
      return { process, ready: !draining && Object.values(parts).every(({ ok }) => ok), draining, parts }
    },
    drain() {
      draining = true
    },
  }
}
