import { type Delivery, replayed } from '#domain/delivery.ts'
import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import { hostOf, type WebhookEndpoint } from '#domain/webhook.ts'
import type { Origin, Ports, Transaction } from '../ports.ts'
import { Refused } from '../refused.ts'
import { webhookOfTeam } from './lock-webhook.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** So many deliveries a transaction: its locks are short, and it fits into memory. */
const batch = 500

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
 * Sends again whatever of an endpoint began from this instant on and has ended, or only what did not arrive. In steps:
 * what a crash leaves is asked for once more.
 */
export async function replayPeriod(
  ports: Needs,
  origin: Origin,
  request: { member: Member; id: string; from: Date; before: Date; all: boolean },
): Promise<number> {
  const { member, id, all, ...period } = request
  let after = '0'
  let count = 0
  for (let more = true; more; ) {
    const step = await ports.database.transaction(origin, async (tx) => {
      const endpoint = await endpointThatIsOn(tx, member, id)
      const held = await tx.deliveries.lockEnded(id, period, after, batch)
      const wanted = all ? held : held.filter(({ state }) => state !== 'delivered')
      const now = ports.clock.now()
      for (const each of wanted) await again(tx, each, now)
      if (wanted.length > 0) await wake(tx, endpoint, wanted.length, now)
      return { wanted: wanted.length, held: held.length, last: held.at(-1) }
    })
    count += step.wanted
    more = step.held === batch
    after = step.last?.id ?? after
  }
  return count
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
