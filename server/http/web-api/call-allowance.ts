import { type CallLease, callsToAsk } from '#domain/call-limit.ts'
import { leaseCalls } from '#server/usecases/access/lease-calls.ts'
import type { ApiCaller, Ports } from '#server/usecases/ports.ts'
import { CallRefused } from './refusals.ts'

/** Lets one call of this client through, or refuses with 429. */
export type CallAllowance = (caller: Pick<ApiCaller, 'clientId' | 'blockedUntil'>, now: Date) => Promise<void>

/** Spends calls from this process's lease and fetches the next lease when it is used up. 0 a minute: no limit. */
export function callAllowance(
  ports: Pick<Ports, 'database' | 'clock'>,
  perMinute: number,
): CallAllowance | null {
  if (perMinute === 0) return null
  const leases = new Map<string, CallLease>()
  const fetching = new Map<string, Promise<void>>()

  /** Calls that arrive together wait for one lease. */
  function fetchLease(clientId: string, now: Date): Promise<void> {
    const begun = fetching.get(clientId)
    if (begun !== undefined) return begun
    const asked = callsToAsk(leases.get(clientId), now)
    const fetched = leaseCalls(ports, { clientId, perMinute, asked })
      .then((lease) => {
        leases.set(clientId, lease)
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
