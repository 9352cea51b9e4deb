import type { Language } from '#domain/language.ts'
import type { MailKind } from '#domain/mail-kind.ts'
import type { MailState } from '#domain/mail-log.ts'

const kinds: Record<MailKind, Record<Language, string>> = {
  requested: { ja: '確認依頼', en: 'request' },
  concluded: { ja: '締結の連絡', en: 'conclusion' },
  declined: { ja: '却下の連絡', en: 'decline' },
  cancelled: { ja: '取消の連絡', en: 'cancellation' },
  sealing_failed: { ja: '締結できない旨の連絡', en: 'no conclusion' },
  alert: { ja: 'アラート', en: 'alert' },
  contract_end: { ja: '契約の終了日の連絡', en: 'end of the agreement' },
  notice_end: { ja: '解約通知の期限の連絡', en: 'last day to give notice' },
  mail_rejected: { ja: 'メール不達の連絡', en: 'mail not delivered' },
  sms_undelivered: { ja: 'SMS不達の連絡', en: 'SMS not delivered' },
  transferred: { ja: '転送の連絡', en: 'passed on' },
  approval_requested: { ja: '承認の依頼', en: 'request for approval' },
  approved: { ja: '承認の連絡', en: 'approval' },
  returned: { ja: '差し戻しの連絡', en: 'sent back' },
  tel_requested: { ja: '電話番号の訂正のお願い', en: 'request for another number' },
}

/** What a mail was about, by its kind as the trail has it; a kind of a later release as it is. */
export const mailKinds: Record<Language, (kind: string) => string> = {
  ja: (kind) => wordOf(kind, 'ja'),
  en: (kind) => wordOf(kind, 'en'),
}

function wordOf(kind: string, language: Language): string {
  const words = Object.entries(kinds).find(([name]) => name === kind)?.[1]
  return words?.[language] ?? kind
}

type StateWords = {
  title: string
  state: Record<MailState, string>
  tries: (n: number) => string
  givenUp: string
}

/** Of the list of mails to one reader. */
export const mailStates: Record<Language, StateWords> = {
  ja: {
    title: 'メールの送信',
    state: {
      sent: '送信済',
      deferred: '再送待ち',
      rejected: '不達',
      given_up: '送信失敗',
    },
    tries: (n) => `（${n}回目）`,
    givenUp:
      'メールサーバーに何度も届けられませんでした。チームの管理者が「止まっている処理」でもう一度試せます。',
  },
  en: {
    title: 'E-mails sent',
    state: {
      sent: 'Sent',
      deferred: 'Will be retried',
      rejected: 'Not delivered',
      given_up: 'Failed',
    },
    tries: (n) => ` (try ${n})`,
    givenUp:
      'The mail server could not be reached after repeated tries. A team administrator can try again under “Work that has stopped”.',
  },
}

const refusals: [RegExp, Record<Language, string>][] = [
  [/^5\.1\.[1-6]$/, { ja: 'アドレスが見つかりません', en: 'no such address' }],
  [/^5\.2\.1$/, { ja: 'メールボックスが使われていません', en: 'the mailbox is disabled' }],
  [/^5\.2\.2$/, { ja: 'メールボックスがいっぱいです', en: 'the mailbox is full' }],
  [/^5\.(3\.4|2\.3)$/, { ja: 'メールが大きすぎます', en: 'the message is too large' }],
  [/^5\.7\./, { ja: '宛先のサーバーに拒否されました', en: 'blocked by the recipient’s server' }],
]

/** Why a mail server refused a mail (RFC 3463), in words and as it said it. */
export function mailReason(lang: Language, status: string): string {
  const found = refusals.find(([code]) => code.test(status))?.[1][lang]
  if (found === undefined) return lang === 'ja' ? `理由コード ${status}` : `reason ${status}`
  return lang === 'ja' ? `${found}（${status}）` : `${found} (${status})`
}

/** At a recipient whom the last mail did not reach. */
export const mailFact: Record<Language, { name: string; says: (kind: string, status: string) => string }> = {
  ja: { name: 'メールの配信', says: (kind, status) => `届いていません（${kind}、${status}）` },
  en: { name: 'E-mail delivery', says: (kind, status) => `Not delivered (${kind}, ${status})` },
}

/** At a recipient to whom somebody else has passed the document on. */
export const transferFact: Record<Language, { name: string; says: (who: string, email: string) => string }> =
  {
    ja: { name: '転送', says: (who, email) => `${who}さん（${email}）から` },
    en: { name: 'Passed on', says: (who, email) => `by ${who} (${email})` },
  }
