import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import type { WebhookEndpoint } from '#domain/webhook.ts'
import type { Transaction } from '../ports.ts'
import { Refused } from '../refused.ts'
import { lockAsAdministrator } from '../team/administrator.ts'

/** The endpoint of the member's team, with the team held; another team's is not there. */
export async function webhookOfTeam(tx: Transaction, member: Member, id: string): Promise<WebhookEndpoint> {
  await lockAsAdministrator(tx, member)
  const endpoint = await tx.webhooks.get(id)
  if (endpoint?.teamId !== member.teamId) throw new Refused(refusal('webhook_not_found'))
  return endpoint
}

/**
 * The same, with the endpoint held too, for whoever changes it. A delivery is held before its endpoint, so who needs both
 * begins with `webhookOfTeam`: a try that records its answer would wait crosswise.
 */
export async function lockWebhook(tx: Transaction, member: Member, id: string): Promise<WebhookEndpoint> {
  await lockAsAdministrator(tx, member)
  const endpoint = await tx.webhooks.lock(id)
  if (endpoint?.teamId !== member.teamId) throw new Refused(refusal('webhook_not_found'))
  return endpoint
}
