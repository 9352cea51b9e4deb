import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import type { WebhookEndpoint } from '#domain/webhook.ts'
import type { Transaction } from '../ports.ts'
import { Refused } from '../refused.ts'
import { lockAsAdministrator } from '../team/administrator.ts'

/** The endpoint of the member's team, held with the team; another team's is not there. */
export async function lockWebhook(tx: Transaction, member: Member, id: string): Promise<WebhookEndpoint> {
  await lockAsAdministrator(tx, member)
  const endpoint = await tx.webhooks.lock(id)
  if (endpoint?.teamId !== member.teamId) throw new Refused(refusal('webhook_not_found'))
  return endpoint
}
