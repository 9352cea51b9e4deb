import { tryReason } from '#domain/try-reasons.ts'
import { hostOf } from '#domain/webhook.ts'
import type { Letter } from '../delivery-ports.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { Unavailable } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'mail'> & { publicUrl: string }

type Job = { webhookId: string; memberId: string; reason: string; occasion: string }

/** Tells one team administrator that a webhook does not arrive: at least once, with the same id each time. */
export async function mailWebhookTrouble(needs: Needs, job: Job): Promise<void> {
  if (needs.mail === null) return
  const { webhookId, memberId, reason, occasion } = job
  const member = await needs.database.read.member(memberId)
  if (member === null || member.disabled || !member.authorities.teamAdministrator) return
  const endpoint = await needs.database.transaction(systemOrigin, (tx) => tx.webhooks.get(webhookId))
  if (endpoint === null) return
  const url = `${needs.publicUrl}/console/webhooks/${webhookId}`
  const outcome = await needs.mail.send({
    idempotencyKey: [webhookId, 'webhook', memberId, occasion].join('.'),
    to: member.email,
    letter: letterOf({ name: member.name, host: hostOf(endpoint.url), reason, url }),
  })
  if (outcome.outcome === 'unknown' || (outcome.outcome === 'rejected' && outcome.tryAgain)) {
    throw new Unavailable('the mail server did not take the mail')
  }
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
      help: 'チーム管理者としてサインインすると開きます。',
    },
    notes: [
      gone
        ? `The webhook URL at ${told.host} answered that it is gone and was switched off. Nothing is lost.`
        : `Webhooks do not arrive at ${told.host} (${tryReason('en', told.reason)}). Nothing is lost: they can be sent again.`,
    ],
  }
}
