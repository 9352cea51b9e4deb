import { roundsOverAt } from '#domain/webhook-try.ts'
import { type Ports, systemOrigin, type Transaction } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'webhookPlaces'>

/** So many a round for each endpoint; more than that wait for the next. */
const parkedAtOnce = 1_000

/**
 * Gives what was put off jobs again: one after a rest, which finds out whether the receiver is back; then, while it is well, as
 * many as are tried at a time, each of which brings the next. It knows only what lies in the database, so that a crash at any
 * point costs one round.
 */
export async function releasePutOff(needs: Needs, targets: string[]): Promise<void> {
  needs.webhookPlaces.noteWaiting(targets)
  for (const target of targets)
    await needs.database.transaction(systemOrigin, (tx) => lookAfter(needs, tx, target))
}

async function lookAfter({ clock, webhookPlaces }: Needs, tx: Transaction, target: string): Promise<void> {
  const now = clock.now()
  const endpoint = await tx.webhooks.get(target)
  const park = (before: Date, reason: string) =>
    tx.deliveries.parkPutOff(target, { before, reason, now, most: parkedAtOnce })
  if (endpoint === null) return park(now, 'endpoint_removed')
  if (endpoint.off !== null) return park(now, 'endpoint_off')
  const { restingUntil } = endpoint
  if (restingUntil !== null) await park(roundsOverAt(now), 'receiver_down')
  if (restingUntil !== null && restingUntil > now) return
  const most = restingUntil === null ? webhookPlaces.most(target) : 1
  const wanted = most - (await tx.deliveries.countQueued(target, now))
  if (wanted > 0) await tx.deliveries.release(target, now, wanted)
}
