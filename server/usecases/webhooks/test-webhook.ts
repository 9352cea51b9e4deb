import { testEvent } from '#domain/event-catalogue.ts'
import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { lockWebhook } from './lock-webhook.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random'>

/** Sends a message about nothing, so that a member sees whether the receiver is there. Answers its delivery. */
export async function testWebhook(
  ports: Needs,
  origin: Origin,
  request: { member: Member; id: string },
): Promise<string> {
  const { member, id } = request
  return ports.database.transaction(origin, async (tx) => {
    const endpoint = await lockWebhook(tx, member, id)
    if (endpoint.off !== null) throw new Refused(refusal('webhook_off'))
    const now = ports.clock.now()
    // Somebody waits for it: a receiver that is down is asked at once.
    if (endpoint.restingUntil !== null) await tx.webhooks.save({ ...endpoint, restingUntil: null })
    const times = { createdAt: now, roundAt: now, nextAt: now, endedAt: null }
    const delivery = {
      ...{ teamId: member.teamId, documentId: null, channel: 'webhook' as const, target: id },
      ...{ event: `test-${ports.random.id()}`, type: testEvent, sequence: null },
      ...{ state: 'waiting' as const, attempts: 0, tries: 0, round: 1, reason: '', ...times },
    }
    const deliveryId = await tx.deliveries.insert(delivery)
    await tx.deliveries.schedule({ ...delivery, id: deliveryId })
    return deliveryId
  })
}
