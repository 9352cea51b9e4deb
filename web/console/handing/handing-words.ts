import type { HandedState } from '#domain/handing-over.ts'
import type { Language } from '#domain/language.ts'

/** How a consent URL gets to a recipient who is identified by SMS. */
const ja = {
  title: (name: string) => `${name}さんに渡す`,
  lead: (name: string, number: string) =>
    `開いた人は、登録した番号（${number}）と、その番号に届く認証コードを入力します。${name}さん以外には開けません。`,
  ways: '渡し方を選ぶ',
  remind: '確認依頼のメールをもう一度送る',
  remindHint: '新しいリンクが届き、期限がいまから10日間になります。これまでのリンクは使えなくなります。',
  sent: '送信しました。',
  smsSent: 'SMSの送信を受け付けました。届いたかどうかは、書類の画面に表示されます。',
  show: {
    title: 'その場で、またはメッセージで',
    lead: '目の前の方にはQRコードを見せ、離れた方には同意用URLをコピーして送ります。',
    button: 'QRコードと同意用URLを表示',
  },
  sms: {
    title: 'SMSで送る',
    lead: (number: string) => `登録した番号（${number}）に、同意用URLを1通のSMSで送ります。`,
    button: 'SMSで送る',
  },
  back: '書類を見る',
  url: {
    title: (name: string) => `${name}さんの同意用URL`,
    scan: 'ご本人のスマートフォンのカメラで読み取ります。',
    qr: (name: string) => `${name}さんの同意用URLのQRコード`,
    label: '同意用URL',
    copy: 'コピー',
    copied: 'コピーしました',
    once: 'この画面でだけ表示されます。閉じたあとも、新しい同意用URLを発行できます。',
    until: (at: string, left: string) => `${at}まで使えます（あと${left}）`,
    days: (days: number, hours: number) => (days === 0 ? `${hours}時間` : `${days}日${hours}時間`),
    again: '新しいQRコードを表示',
    look: '読み取られたかどうか確かめる',
    lookAgain: 'もう一度確かめる',
  },
  state: {
    waiting: 'まだ開かれていません。',
    opened: (name: string) => `同意用URLが開かれました。${name}さんが電話番号を入力するのを待っています。`,
    matched: '電話番号が一致しました。認証コードの入力を待っています。',
    identified: '本人確認が済み、書類を見ています。',
    consented: (name: string) => `${name}さんが同意しました。`,
    ended: 'この同意用URLは使えなくなりました。書類の画面で状態を確かめてください。',
  },
  next: (name: string) => `次の${name}さんに渡す`,
  problems: {
    off: 'このチームでは、同意用URLをSMSで送る設定になっていません。',
    tooLong: 'このサーバーのアドレスが長く、SMS 1通に収まりません。ほかの方法で渡してください。',
    number: (minutes: number) => `この番号には続けて送れません。${minutes}分後にもう一度お試しください。`,
    team: '本日のSMSの上限に達しました。ほかの方法で渡してください。',
  },
}

type HandingWords = typeof ja

const en: HandingWords = {
  title: (name) => `Hand over to ${name}`,
  lead: (name, number) =>
    `To open it, ${name} enters the registered number (${number}) and the code sent to it.`,
  ways: 'Ways to hand it over',
  remind: 'Send the request again',
  remindHint: 'They get a new link, valid for another ten days. Earlier links stop working.',
  sent: 'Sent.',
  smsSent: 'The SMS is on its way. The document’s page shows whether it arrived.',
  show: {
    title: 'In person, or in a message',
    lead: 'Show the QR code to someone in front of you, or copy the URL into a message.',
    button: 'Show QR code and URL',
  },
  sms: {
    title: 'By SMS',
    lead: (number) => `Sends the URL to the registered number (${number}) in one SMS.`,
    button: 'Send by SMS',
  },
  back: 'Back to the document',
  url: {
    title: (name) => `Consent URL of ${name}`,
    scan: 'Ask them to scan it with their phone’s camera.',
    qr: (name) => `QR code of the consent URL of ${name}`,
    label: 'Consent URL',
    copy: 'Copy',
    copied: 'Copied',
    once: 'It is shown only on this page. You can issue a new one at any time.',
    until: (at, left) => `Valid until ${at} (${left} left)`,
    days: (days, hours) => (days === 0 ? `${hours} h` : `${days} d ${hours} h`),
    again: 'Show a new QR code',
    look: 'Check whether it was opened',
    lookAgain: 'Check again',
  },
  state: {
    waiting: 'Not opened yet.',
    opened: (name) => `The URL was opened. Waiting for ${name} to enter the number.`,
    matched: 'The number matches. Waiting for the code.',
    identified: 'Identity confirmed. They are reading the document.',
    consented: (name) => `${name} has consented.`,
    ended: 'This URL no longer works. See the document’s page.',
  },
  next: (name) => `Next: hand over to ${name}`,
  problems: {
    off: 'This team does not send consent URLs by SMS.',
    tooLong: 'The address of this server is too long for one SMS. Hand it over in another way.',
    number: (minutes) => `This number cannot receive another SMS yet. Try again in ${minutes} minutes.`,
    team: 'Today’s SMS limit has been reached. Hand it over in another way.',
  },
}

/** How far somebody is, to whoever gave them the URL. */
export function stateInWords(state: HandedState, name: string, lang: Language): string {
  const said = handingWords(lang).state[state]
  return typeof said === 'string' ? said : said(name)
}

export function handingWords(lang: Language): HandingWords {
  return lang === 'ja' ? ja : en
}
