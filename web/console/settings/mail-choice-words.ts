import type { Language } from '#domain/language.ts'
import type { OptionalMail } from '#domain/optional-mail.ts'

type Words = {
  title: string
  lead: (email: string) => string
  legend: string
  mails: Record<OptionalMail, { name: string; hint: string }>
  always: string
  languageLegend: string
  language: string
  languageHint: string
  usualLanguage: string
  button: string
  saved: string
  unchanged: string
}

const ja: Words = {
  title: 'メールの設定',
  lead: (email) => `あなたが送信した書類について、${email} にお送りするメールを選べます。`,
  legend: '受け取るメール',
  mails: {
    concluded: { name: '締結の連絡', hint: '書類が締結されたとき。' },
    declined: { name: '却下の連絡', hint: '宛先の方が書類を却下したとき。' },
    alert: { name: 'アラート', hint: '書類に設定したアラートの日になったとき。' },
    notice_end: { name: '解約通知の期限', hint: '書類情報の解約通知の期限の日になったとき。' },
    contract_end: { name: '契約期間の終了日', hint: '書類情報の契約期間の終了日になったとき。' },
    mail_rejected: { name: 'メールが届かないときの連絡', hint: '確認依頼のメールが受け取られなかったとき。' },
    sms_undelivered: {
      name: 'SMSが届かないときの連絡',
      hint: '認証コードや同意用URLのSMSが届かなかったとき。',
    },
    approval_requested: { name: '承認の依頼', hint: '承認者として、送信前の承認を依頼されたとき。' },
    approved: { name: '承認の連絡', hint: 'あなたの書類が承認されたとき。' },
    returned: { name: '差し戻しの連絡', hint: 'あなたの書類が差し戻されたとき。' },
  },
  always:
    '書類を締結できないときの連絡、転送の連絡、電話番号の訂正のお願い、パスワードの設定のご案内は、いつもお送りします。',
  languageLegend: 'メールの言語',
  language: '言語',
  languageHint: '書類についてのメールと、パスワードの設定のご案内を、この言語でお送りします。',
  usualLanguage: '指定しない（日本語）',
  button: '保存する',
  saved: '保存しました。',
  unchanged: '変更はありませんでした。',
}

const en: Words = {
  title: 'E-mail settings',
  lead: (email) => `Choose which e-mails about documents that you sent go to ${email}.`,
  legend: 'E-mails you receive',
  mails: {
    concluded: { name: 'Concluded', hint: 'When a document is concluded.' },
    declined: { name: 'Declined', hint: 'When a recipient declines a document.' },
    alert: { name: 'Alerts', hint: 'On the day of an alert that you set.' },
    notice_end: { name: 'Notice deadline', hint: 'On the last day to give notice that is recorded.' },
    contract_end: { name: 'End of an agreement', hint: 'On the last day of its term that is recorded.' },
    mail_rejected: { name: 'E-mail not delivered', hint: 'When a request could not be delivered by e-mail.' },
    sms_undelivered: {
      name: 'SMS not delivered',
      hint: 'When an SMS with a code or a link was not delivered.',
    },
    approval_requested: {
      name: 'Approval requested',
      hint: 'When a document needs your approval before it is sent.',
    },
    approved: { name: 'Approved', hint: 'When one of your documents was approved.' },
    returned: { name: 'Sent back', hint: 'When one of your documents was sent back.' },
  },
  always:
    'You always receive e-mails about documents that could not be concluded or were passed on, requests to correct a phone number, and links for choosing a password.',
  languageLegend: 'Language of e-mails',
  language: 'Language',
  languageHint: 'Used for e-mails about documents and for links for choosing a password.',
  usualLanguage: 'Default (Japanese)',
  button: 'Save',
  saved: 'Saved.',
  unchanged: 'There were no changes to save.',
}

/** The words of the page on which a member chooses their mails. */
export const mailChoiceWords: Record<Language, Words> = { ja, en }
