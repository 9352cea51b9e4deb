import type { Language } from '#domain/language.ts'

/** What the page before sending says, and the pages that follow. */
const ja = {
  title: '送信前の確認',
  lead: 'この内容で送信します。送信したあとは、ファイルと宛先を変えられません。',
  lacking: (n: number): string => `送信の前に、次の${n}件を直してください。`,
  cautions: 'ご確認ください',
  changed:
    '確かめていただいたあとに、別の画面で下書きが変更されました。いまの内容をもう一度確かめてください。',
  document: '書類',
  message: 'メッセージ',
  noMessage: 'メッセージはありません。',
  private: '非公開の書類です。',
  transfer: '宛先がほかの人に転送できます。',
  files: 'ファイル',
  people: '宛先',
  reportees: '共有先',
  change: '変更',
  next: '送信すると',
  first: {
    sms: (name: string) => `次の画面で、${name}さんの同意用URLとQRコードを表示できます。`,
    mail: (name: string) => `${name}さんに、専用リンクのメールを送ります。`,
    simple: (name: string) => `連携サイトが、${name}さんを同意の画面へ案内します。`,
  },
  others: (n: number) => `同意が済むと、次の方の番になります（全${n}名）。期限は1人につき10日間です。`,
  alone: '期限は10日間です。期限が過ぎても、もう一度お願いできます。',
  conclusion: '全員が同意すると締結され、合意締結証明書が作られます。',
  button: '送信',
  back: '下書きに戻る',
  untitled: 'タイトルがありません。合意締結証明書の書類名が空欄になります。',
  sameFile: (name: string) => `同じ内容のファイルが重なっています：${name}`,
  sameTel: (names: string) => `同じ電話番号の宛先があります：${names}`,
  problems: {
    no_file: 'ファイルがありません。',
    no_recipient: '宛先がありません。',
    slot_open: (n: number) => `${n}番目の宛先が空欄です。`,
    sender_widget_empty: '送信者の入力項目が空です。',
    widget_outside: '入力項目がページからはみ出しています。',
    name: '氏名のない宛先があります。',
    email: 'メールアドレスのない宛先があります。',
    mail: 'このサーバーはメールを送れません。宛先を携帯電話番号に変えるか、運営者にお問い合わせください。',
    certificate: '運営者の証明書の期限が切れているため、送信できません。運営者にお知らせください。',
    other: 'この下書きは、このままでは送信できません。',
  },
}

type SendWords = typeof ja

const en: SendWords = {
  title: 'Check before sending',
  lead: 'This is what will be sent. Files and recipients cannot be changed afterwards.',
  lacking: (n) =>
    n === 1 ? 'One thing must be fixed before sending.' : `${n} things must be fixed before sending.`,
  cautions: 'Please check',
  changed: 'The draft was changed in another window after you checked it. Please check it again.',
  document: 'Document',
  message: 'Message',
  noMessage: 'No message.',
  private: 'This document is private.',
  transfer: 'Recipients may pass it on.',
  files: 'Files',
  people: 'Recipients',
  reportees: 'People to inform',
  change: 'Change',
  next: 'What happens next',
  first: {
    sms: (name) => `The next page can show a link and a QR code for ${name}.`,
    mail: (name) => `${name} gets an e-mail with a personal link.`,
    simple: (name) => `The integrating site takes ${name} to the consent page.`,
  },
  others: (n) =>
    `After each consent, the next recipient is asked (${n} in all). Each has ten days to respond.`,
  alone: 'They have ten days to respond. After that you can ask again.',
  conclusion:
    'Once everyone has consented, the document is concluded and a certificate of agreement is issued.',
  button: 'Send',
  back: 'Back to the draft',
  untitled: 'It has no title. The certificate of agreement will not name it.',
  sameFile: (name) => `Two files have the same content: ${name}`,
  sameTel: (names) => `Several recipients have the same number: ${names}`,
  problems: {
    no_file: 'No file has been added.',
    no_recipient: 'No recipient has been added.',
    slot_open: (n) => `Recipient ${n} has not been entered.`,
    sender_widget_empty: 'A field of the sender is empty.',
    widget_outside: 'A field extends beyond its page.',
    name: 'A recipient has no name.',
    email: 'A recipient has no e-mail address.',
    mail: 'This server cannot send e-mail. Identify the recipient by mobile number, or ask your system administrator.',
    certificate:
      'The server’s certificate has expired, so nothing can be sent. Please tell your system administrator.',
    other: 'This draft cannot be sent as it is.',
  },
}

export function sendWords(lang: Language): SendWords {
  return lang === 'ja' ? ja : en
}
