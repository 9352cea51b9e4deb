import { releasedAtOnce, roundsOverAt } from '#domain/webhook-try.ts'
import { type Ports, systemOrigin, type Transaction } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** So many a round for each endpoint; more than that wait for the next. */
const parkedAtOnce = 1_000

/**
 * Gives what was put off jobs again: one after a rest, which finds out whether the receiver is back; then, while it is well, as
 * many as are tried at a time. It knows only what lies in the database, so that a crash at any point costs one round.
 */
export async function releasePutOff({ database, clock }: Needs): Promise<void> {
  const targets = await database.transaction(systemOrigin, (tx) => tx.deliveries.targetsPutOff())
  for (const target of targets)
    await database.transaction(systemOrigin, (tx) => lookAfter(tx, target, clock.now()))
}

async function lookAfter(tx: Transaction, target: string, now: Date): Promise<void> {
  const endpoint = await tx.webhooks.get(target)
  const park = (before: Date, reason: string) =>
    tx.deliveries.parkPutOff(target, { before, reason, now, most: parkedAtOnce })
  if (endpoint === null) return park(now, 'endpoint_removed')
  if (endpoint.off !== null) return park(now, 'endpoint_off')
  const { restingUntil } = endpoint
  if (restingUntil !== null) await park(roundsOverAt(now), 'receiver_down')
  if (restingUntil !== null && restingUntil > now) return
  const wanted = (restingUntil === null ? releasedAtOnce : 1) - (await tx.deliveries.countQueued(target, now))
  if (wanted > 0) await tx.deliveries.release(target, now, wanted)
}
