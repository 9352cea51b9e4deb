import type { Language } from '#domain/language.ts'
import type { TeamEventType } from '#domain/team-event.ts'
import { tryReason } from '#domain/try-reasons.ts'

/** As much of an event as these sentences need. */
type Told = { text: (key: string) => string; number: (key: string) => number; list: (key: string) => string }

type Sentences = Record<Extract<TeamEventType, `webhook.${string}`>, (e: Told) => string>

/** What happened to the URLs that a team's events are sent to. */
export const webhookSentences: Record<Language, Sentences> = {
  ja: {
    'webhook.added': (e) =>
      `WebhookのURL（${e.text('host')}）を追加しました（イベント：${e.list('events')}）`,
    'webhook.changed': (e) => `WebhookのURL（${e.text('host')}）の設定を変更しました`,
    'webhook.secret_renewed': (e) => `WebhookのURL（${e.text('host')}）の署名の鍵を作り直しました`,
    'webhook.disabled': (e) => `WebhookのURL（${e.text('host')}）を停止しました`,
    'webhook.enabled': (e) => `WebhookのURL（${e.text('host')}）を再開しました`,
    'webhook.removed': (e) => `WebhookのURL（${e.text('host')}）を削除しました`,
    'webhook.replayed': (e) =>
      `WebhookのURL（${e.text('host')}）に${e.number('count')}件をもう一度送りました`,
    'webhook.gone': (e) => `受信側が410を返したため、WebhookのURL（${e.text('host')}）を停止しました`,
    'webhook.troubled': (e) =>
      `WebhookのURL（${e.text('host')}）に届きません（${tryReason('ja', e.text('reason'))}）`,
  },
  en: {
    'webhook.added': (e) => `Added the webhook URL at ${e.text('host')} (events: ${e.list('events')})`,
    'webhook.changed': (e) => `Changed the webhook URL at ${e.text('host')}`,
    'webhook.secret_renewed': (e) => `Renewed the signing secret of the webhook URL at ${e.text('host')}`,
    'webhook.disabled': (e) => `Switched off the webhook URL at ${e.text('host')}`,
    'webhook.enabled': (e) => `Switched on the webhook URL at ${e.text('host')}`,
    'webhook.removed': (e) => `Removed the webhook URL at ${e.text('host')}`,
    'webhook.replayed': (e) => `Sent ${e.number('count')} again to the webhook URL at ${e.text('host')}`,
    'webhook.gone': (e) => `The webhook URL at ${e.text('host')} answered 410 and was switched off`,
    'webhook.troubled': (e) =>
      `Nothing arrives at the webhook URL at ${e.text('host')} (${tryReason('en', e.text('reason'))})`,
  },
}
