import type { Language } from '#domain/language.ts'

/** What pages say of test clients and test documents. */
const ja = {
  client: {
    badge: 'テスト用',
    label: 'テスト用にする',
    hint: '作成した書類はテスト書類になり、SMSやメールはどこにも送られず、管理画面で読めます。契約の効力はなく、あとから切り替えられません。',
    issued: 'テスト用のクライアントIDです。作成した書類は、だれにも届きません。',
    inbox: 'テストの受信箱を開く',
  },
  document: {
    badge: 'テスト',
    notice: 'テスト用のクライアントIDで作成した書類です。SMSやメールは送られず、契約の効力はありません。',
    clock: (ahead: string) => `この書類の時計は、${ahead}進んでいます。`,
    inbox: '受信箱を見る',
    shown: 'テストの書類',
    all: '表示する',
    hidden: '隠す',
    only: 'テストだけ',
  },
}

const en: typeof ja = {
  client: {
    badge: 'Test',
    label: 'For tests only',
    hint: 'Documents made with it are test documents: no SMS or e-mail leaves this server (you can read them in the console), and nothing is legally binding. This cannot be changed later.',
    issued: 'This client ID is for tests. Documents made with it reach nobody.',
    inbox: 'Open the test inbox',
  },
  document: {
    badge: 'Test',
    notice: 'Made with a test client ID. No SMS or e-mail is sent, and it is not legally binding.',
    clock: (ahead) => ` Its clock is ahead by ${ahead}.`,
    inbox: 'Open the test inbox',
    shown: 'Test documents',
    all: 'Show',
    hidden: 'Hide',
    only: 'Only tests',
  },
}

const jaMessages = {
  title: 'テストの受信箱',
  back: 'クライアントID',
  lead: 'テスト書類から送られるはずだったSMSとメールです。どこにも送られていません。30日で消えます。',
  kinds: '種類',
  sms: 'SMS',
  mail: 'メール',
  emptyTitle: 'まだ何も届いていません',
  emptyLead: {
    sms: 'テスト書類の宛先が認証コードを求めると、そのSMSがここに届きます。',
    mail: 'テスト書類のメールは、ここに届きます。',
  },
  document: '書類を開く',
  text: '本文',
  attachments: (names: string[]) => `添付：${names.join('、')}`,
}

const enMessages: typeof jaMessages = {
  title: 'Test inbox',
  back: 'Client IDs',
  lead: 'SMS and e-mails that test documents would have sent. None of them left this server. They are deleted after 30 days.',
  kinds: 'Kind',
  sms: 'SMS',
  mail: 'E-mail',
  emptyTitle: 'Nothing here yet',
  emptyLead: {
    sms: 'When a recipient of a test document requests a code, the SMS appears here.',
    mail: 'E-mails of test documents appear here.',
  },
  document: 'Open the document',
  text: 'Text',
  attachments: (names) => `Attached: ${names.join(', ')}`,
}

/** Those of the inbox in this language. */
export function testMessageWordsIn(language: Language): typeof jaMessages {
  return language === 'ja' ? jaMessages : enMessages
}

/** The words of this language. */
export function testWordsIn(language: Language): typeof ja {
  return language === 'ja' ? ja : en
}
