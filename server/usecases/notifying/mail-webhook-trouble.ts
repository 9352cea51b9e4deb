import { tryReason } from '#domain/try-reasons.ts'
import { hostOf, type MailWebhookTrouble } from '#domain/webhook.ts'
import type { Letter } from '../delivery-ports.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { mailAdministrator } from './mail-administrators.ts'

type Needs = Pick<Ports, 'database' | 'mail'> & { publicUrl: string }

/** Tells one team administrator that a webhook does not arrive. */
export async function mailWebhookTrouble(
  needs: Needs,
  { webhookId, memberId, reason, occasion }: Omit<MailWebhookTrouble, 'job'>,
): Promise<void> {
  await mailAdministrator(needs, memberId, async ({ name }) => {
    const endpoint = await needs.database.transaction(systemOrigin, (tx) => tx.webhooks.get(webhookId))
    if (endpoint === null) return null
    const url = `${needs.publicUrl}/console/webhooks/${webhookId}`
    return {
      idempotencyKey: [webhookId, 'webhook', memberId, occasion].join('.'),
      letter: letterOf({ name, host: hostOf(endpoint.url), reason, url }),
    }
  })
}

/** Nobody knows the language of a member who has no page open: Japanese, and one sentence in English. */
function letterOf(told: { name: string; host: string; reason: string; url: string }): Letter {
  const gone = told.reason === 'http_410'
  return {
    language: 'ja',
    subject: gone ? 'Webhookを停止しました' : 'Webhookが届いていません',
    heading: gone ? 'Webhookを停止しました' : 'Webhookが届いていません',
    greeting: `${told.name} 様`,
    says: [
      gone
        ? `${told.host} が「終了」（HTTP 410）と答えたため、このURLへの送信を停止しました。停止中の出来事は保管しています。`
        : `${told.host} へのWebhookに、届かないものがあります（理由：${tryReason('ja', told.reason)}）。送れなかったものは保管しており、いつでも送り直せます。`,
    ],
    about: '',
    quote: null,
    act: {
      lead: '次のページで、理由を確かめてください。',
      label: '送信の記録を見る',
      url: told.url,
      help: 'チーム管理者としてログインすると開きます。',
    },
    notes: [
      gone
        ? `The webhook URL at ${told.host} answered that it is gone and was switched off. Nothing is lost.`
        : `Webhooks do not arrive at ${told.host} (${tryReason('en', told.reason)}). Nothing is lost: they can be sent again.`,
    ],
  }
}
