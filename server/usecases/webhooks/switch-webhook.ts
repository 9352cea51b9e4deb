import type { Member } from '#domain/member.ts'
import { hostOf } from '#domain/webhook.ts'
import type { Origin, Ports } from '../ports.ts'
import { lockWebhook } from './lock-webhook.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Switches a URL off or on again. What happens while it is off is kept, and can be asked for. */
export async function switchWebhook(
  ports: Needs,
  origin: Origin,
  request: { member: Member; id: string; on: boolean },
): Promise<void> {
  const { member, id, on } = request
  await ports.database.transaction(origin, async (tx) => {
    const endpoint = await lockWebhook(tx, member, id)
    if ((endpoint.off === null) === on) return
    const at = ports.clock.now()
    const fresh = { failures: 0, restingUntil: null, troubledAt: null, toldAt: null }
    await tx.webhooks.save({ ...endpoint, ...fresh, off: on ? null : { reason: 'member', at } })
    const type = on ? 'webhook.enabled' : 'webhook.disabled'
    tx.recordTeam([{ type, teamId: member.teamId, at, webhookId: id, host: hostOf(endpoint.url) }])
  })
}

/** Takes a URL away. What still waited for it is parked by its job. */
export async function removeWebhook(
  ports: Needs,
  origin: Origin,
  request: { member: Member; id: string },
): Promise<void> {
  const { member, id } = request
  await ports.database.transaction(origin, async (tx) => {
    const { url } = await lockWebhook(tx, member, id)
    const at = ports.clock.now()
    await tx.webhooks.remove(id, at)
    tx.recordTeam([{ type: 'webhook.removed', teamId: member.teamId, at, webhookId: id, host: hostOf(url) }])
  })
}
