import { type CallKey, type Claim, claim } from '#domain/call-key.ts'
import { type Ports, systemOrigin } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Takes a client's `Idempotency-Key` for this try, or tells that another holds it, or what came of it. */
export async function claimCallKey(
  ports: Needs,
  request: Pick<CallKey, 'clientId' | 'keyHash' | 'run'>,
): Promise<Claim> {
  return ports.database.transaction(systemOrigin, async (tx) => {
    const now = ports.clock.now()
    const claimed = claim(await tx.callKeys.lock(request.clientId, request.keyHash, now), request, now)
    if (claimed.outcome === 'carry_out') tx.callKeys.queueTake(claimed.next)
    return claimed
  })
}
