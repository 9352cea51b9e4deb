import { type Delivery, replayed } from '#domain/delivery.ts'
import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import { hostOf, type WebhookEndpoint } from '#domain/webhook.ts'
import { type Origin, type Ports, systemOrigin, type Transaction } from '../ports.ts'
import { Refused } from '../refused.ts'
import { webhookOfTeam } from './lock-webhook.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** So many deliveries are looked at in a transaction, and so many transactions a round: its locks are short, and other periods have their turn. */
const stepDeliveries = 5_000
const stepsAtOnce = 5

/**
 * Sends one delivery again, with its id of before. `seen`: the round that the page showed, so that thirty presses of one
 * button are one replay. One that waits for its next try is tried now.
 */
export async function replayDelivery(
  ports: Needs,
  origin: Origin,
  request: { member: Member; id: string; deliveryId: string; seen: number },
): Promise<void> {
  const { member, id, deliveryId, seen } = request
  await ports.database.transaction(origin, async (tx) => {
    const endpoint = await endpointThatIsOn(tx, member, id)
    const delivery = await tx.deliveries.lock(deliveryId)
    if (delivery?.target !== id) throw new Refused(refusal('delivery_not_found'))
    const now = ports.clock.now()
    // Somebody was faster; or it is on its way already.
    if (delivery.round !== seen || (delivery.nextAt !== null && delivery.nextAt <= now)) return
    await again(tx, delivery, now)
    await wake(tx, endpoint, 1, now)
  })
}

/**
 * Sends again whatever of an endpoint began in this period and has ended, or only what did not arrive; answers how many.
 * What is more than a step is left to `goOnReplaying`.
 */
export async function replayPeriod(
  ports: Needs,
  origin: Origin,
  request: { member: Member; id: string; from: Date; before: Date; all: boolean },
): Promise<number> {
  const { member, id, ...period } = request
  return ports.database.transaction(origin, async (tx) => {
    const endpoint = await endpointThatIsOn(tx, member, id)
    const now = ports.clock.now()
    const replay = { ...period, askedAt: now }
    const count = await tx.deliveries.countReplayed(id, replay)
    if (count === 0) return 0
    await tx.deliveries.replayStep(await tx.deliveries.insertReplay(id, replay), now, stepDeliveries)
    await wake(tx, endpoint, count, now)
    return count
  })
}

/**
 * Goes on with periods that were asked for. How far each is lies in the database, with what was done: a crash costs the step
 * under way, and no delivery is sent again twice for it.
 */
export async function goOnReplaying(
  { database, clock }: Needs,
  replays: { id: string; target: string }[],
): Promise<void> {
  const inTransaction = <T>(work: (tx: Transaction) => Promise<T>) => database.transaction(systemOrigin, work)
  for (const { id, target } of replays) {
    const endpoint = await inTransaction((tx) => tx.webhooks.get(target))
    if (endpoint === null || endpoint.off !== null) {
      // Nobody hears it now; it may be asked for again.
      await inTransaction((tx) => tx.deliveries.endReplay(id))
      continue
    }
    let more = true
    for (let steps = 0; more && steps < stepsAtOnce; steps++)
      more = await inTransaction((tx) => tx.deliveries.replayStep(id, clock.now(), stepDeliveries))
  }
}

async function endpointThatIsOn(tx: Transaction, member: Member, id: string) {
  const endpoint = await webhookOfTeam(tx, member, id)
  if (endpoint.off !== null) throw new Refused(refusal('webhook_off'))
  return endpoint
}

async function again(tx: Transaction, delivery: Delivery, now: Date): Promise<void> {
  const next = replayed(delivery, now)
  await tx.deliveries.save(next)
  await tx.deliveries.schedule(next)
}

/** Somebody says that the receiver is there: it is asked at once. */
async function wake(tx: Transaction, endpoint: WebhookEndpoint, count: number, at: Date): Promise<void> {
  if (endpoint.restingUntil !== null) {
    const held = await tx.webhooks.lock(endpoint.id)
    if (held !== null) await tx.webhooks.save({ ...held, restingUntil: null })
  }
  const { id: webhookId, teamId, url } = endpoint
  tx.recordTeam([{ type: 'webhook.replayed', teamId, at, webhookId, host: hostOf(url), count }])
}
