import { tryReason } from '#domain/try-reasons.ts'
import { hostOf, type MailWebhookTrouble } from '#domain/webhook.ts'
import { letterOf } from '../letters/letter.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { mailAdministrator } from './mail-administrators.ts'

type Needs = Pick<Ports, 'database' | 'mail'> & { publicUrl: string }

/** Tells one team administrator that a webhook does not arrive. */
export async function mailWebhookTrouble(
  needs: Needs,
  { webhookId, memberId, reason, occasion }: Omit<MailWebhookTrouble, 'job'>,
): Promise<void> {
  await mailAdministrator(needs, memberId, async ({ name: to }) => {
    const endpoint = await needs.database.transaction(systemOrigin, (tx) => tx.webhooks.get(webhookId))
    if (endpoint === null) return null
    const host = hostOf(endpoint.url)
    const url = `${needs.publicUrl}/console/webhooks/${webhookId}`
    const gone = reason === 'http_410'
    return {
      idempotencyKey: [webhookId, 'webhook', memberId, occasion].join('.'),
      letterIn: (language) =>
        letterOf('webhook_trouble', language, { to, url, host, why: tryReason(language, reason), gone }),
    }
  })
}
