import { type CallLease, leaseCalls as decideLease, type UsedLease } from '#domain/call-limit.ts'
import { type Ports, systemOrigin } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Takes the next calls of this client for one process; every process takes from the same minute. */
export async function leaseCalls(
  ports: Needs,
  request: { clientId: string; perMinute: number; asked: number; before: UsedLease | null },
): Promise<CallLease> {
  return ports.database.transaction(systemOrigin, async (tx) => {
    const now = ports.clock.now()
    const window = await tx.callWindows.lock(request.clientId, now)
    const { next, lease } = decideLease(window, request, now)
    if (next !== window) tx.callWindows.queueSave(next, now)
    return lease
  })
}
