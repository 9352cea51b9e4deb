import { callsToAsk, secondOf, type UsedLease } from '#domain/call-limit.ts'
import { leaseCalls } from '#server/usecases/access/lease-calls.ts'
import type { ApiCaller } from '#server/usecases/access-ports.ts'
import type { Ports } from '#server/usecases/ports.ts'
import { CallRefused } from './call-refused.ts'

/** Lets one call of this client through, or refuses with 429. */
export type CallAllowance = (caller: Pick<ApiCaller, 'clientId' | 'blockedUntil'>, now: Date) => Promise<void>

type HeldLease = UsedLease & { left: number; used: Map<number, number> }

/** Spends calls from this process's lease and fetches the next lease when it is used up. 0 a minute: no limit. */
export function callAllowance(
  ports: Pick<Ports, 'database' | 'clock'>,
  perMinute: number,
): CallAllowance | null {
  if (perMinute === 0) return null
  const leases = new Map<string, HeldLease>()
  const fetching = new Map<string, Promise<void>>()

  /** Calls that arrive together wait for one lease. */
  function fetchLease(clientId: string, now: Date): Promise<void> {
    const begun = fetching.get(clientId)
    if (begun !== undefined) return begun
    const before = leases.get(clientId)
    const asked = callsToAsk(before, now)
    const fetched = leaseCalls(ports, { clientId, perMinute, asked, before: before ?? null })
      .then((lease) => {
        leases.set(clientId, { ...lease, left: lease.granted, used: new Map() })
      })
      .finally(() => fetching.delete(clientId))
    fetching.set(clientId, fetched)
    return fetched
  }

  return async ({ clientId, blockedUntil }, now) => {
    // Another process may have met the end of the minute while this one still holds calls.
    if (blockedUntil !== null && blockedUntil > now) refuse(blockedUntil, now)
    for (;;) {
      const lease = leases.get(clientId)
      if (lease !== undefined && lease.until > now) {
        if (lease.left > 0) {
          lease.left -= 1
          lease.used.set(secondOf(now), (lease.used.get(secondOf(now)) ?? 0) + 1)
          return
        }
        if (lease.isBlock) refuse(lease.until, now)
      }
      await fetchLease(clientId, now)
    }
  }
}

function refuse(until: Date, now: Date): never {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000))
  throw new CallRefused({ code: 'too_many_calls', detail: { seconds } })
}
