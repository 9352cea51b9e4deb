import type { Language } from '#domain/language.ts'
import type { RecipientLanguage } from '#domain/participant.ts'

/** What the pages of a transfer (転送) say. */
const ja = {
  link: 'ほかの方に転送する',
  title: '転送',
  heading: ['この書類の確認を、', 'ほかの方に転送します'],
  lead: '担当がご自身でないときに、確認と同意をほかの方にお任せできます。転送先の方に、確認のお願いをメールでお送りします。',
  email: '転送先のメールアドレス',
  name: '転送先のお名前',
  organization: '会社名・部署名（任意）',
  language: 'メールの言語',
  languages: { ja: '日本語', en: 'English', 'zh-CHS': '简体中文', 'zh-CHT': '繁體中文' } satisfies Record<
    RecipientLanguage,
    string
  >,
  message: '転送先の方へのメッセージ（任意）',
  messageHint: (most: number) => `${most}文字まで入力できます。`,
  next: '確認へ進む',
  back: '書類に戻る',
  confirmTitle: '転送の確認',
  confirmHeading: ['この方に', '転送しますか'],
  to: '転送先',
  quote: 'メッセージ',
  consequences: [
    '転送すると、あなたはこの書類を開けなくなります。元に戻すことはできません。',
    '転送したことと転送先の方のお名前は、送信者に伝わります。',
  ],
  entries: 'あなたが入力した内容と、お送りになった添付ファイルは消えます。',
  code: 'この書類にはアクセスコードがあります。転送先の方へは、送信者からお知らせします。',
  send: '転送する',
  edit: '入力に戻る',
  doneTitle: '転送しました',
  doneHeading: '転送しました',
  doneLead: '転送先の方に、確認のお願いをメールでお送りします。送信者にもお知らせしました。',
  doneNote: 'この画面は閉じてかまいません。転送先をお間違えのときは、送信者へご連絡ください。',
  problems: {
    emailMissing: '転送先のメールアドレスを入力してください。',
    nameMissing: '転送先の方のお名前を入力してください。',
    email: 'メールアドレスの形になっていません。例：taro@example.jp',
    own: 'あなたのメールアドレスです。転送先の方のアドレスを入力してください。',
    other: 'この書類の関係者のメールアドレスです。別の方のアドレスを入力してください。',
    tooLong: (most: number) => `長すぎます。${most}文字までで入力してください。`,
  },
}

const en: typeof ja = {
  link: 'Pass on to someone else',
  title: 'Pass on',
  heading: ['Pass this document on ', 'to someone else'],
  lead: 'If this is not for you to decide, someone else can review and consent in your place. They will be asked by e-mail.',
  email: 'Their e-mail address',
  name: 'Their name',
  organization: 'Organisation (optional)',
  language: 'Language of the e-mail',
  languages: ja.languages,
  message: 'Message to them (optional)',
  messageHint: (most) => `Up to ${most} characters.`,
  next: 'Continue',
  back: 'Back to the document',
  confirmTitle: 'Confirm passing on',
  confirmHeading: ['Pass it on ', 'to this person?'],
  to: 'To',
  quote: 'Message',
  consequences: [
    'You will no longer be able to open this document. This cannot be undone.',
    'The sender will be told that you passed it on, and to whom.',
  ],
  entries: 'Your entries and any files you attached will be removed.',
  code: 'This document has an access code. The sender will give it to the new person.',
  send: 'Pass it on',
  edit: 'Change the entries',
  doneTitle: 'Passed on',
  doneHeading: 'Passed on',
  doneLead:
    'The new person will be asked by e-mail to review the document. The sender has been told as well.',
  doneNote: 'You can close this page. If it went to the wrong person, please contact the sender.',
  problems: {
    emailMissing: 'Enter the e-mail address of the person.',
    nameMissing: 'Enter the name of the person.',
    email: 'This is not a valid e-mail address. For example taro@example.jp',
    own: 'This is your own address. Enter the other person’s address.',
    other: 'This person already takes part in this document. Enter someone else’s address.',
    tooLong: (most) => `Too long. Use up to ${most} characters.`,
  },
}

export const transferWords: Record<Language, typeof ja> = { ja, en }
