import type { Language } from '#domain/language.ts'
import type { ParkedKind } from '#domain/parked-job.ts'

const ja = {
  title: '止まっている処理',
  lead: 'くり返し試しても終わらなかった処理です。障害などの原因がなくなってから、もう一度お試しください。',
  caption: '止まっている処理の一覧',
  kinds: {
    seal: '電子署名',
    conclusion: '締結',
    sms: 'SMSの送信',
    mail: 'メールの送信',
    webhook: 'Webhookの送信',
    notice: 'メンバーへの連絡メール',
  } satisfies Record<ParkedKind, string>,
  means: {
    seal: '同意は保存されています。電子署名が付くまで締結されません。',
    conclusion: 'みなさまの同意は保存されています。終わると自動で締結されます。',
    sms: 'SMSを送れていません。コードの期限が過ぎているときは、宛先の方に、「再送」を押すようお伝えください。',
    mail: 'メールを送れていません。',
    webhook: '連携先のシステムに、Webhookを送れていません。',
    notice: 'メンバーへの連絡メールを送れていません。',
  } satisfies Record<ParkedKind, string>,
  columns: { what: '内容', document: '書類', since: 'いつから', act: '操作' },
  tries: (many: number) => `${many}回試しました`,
  hidden: 'ご覧になれない書類',
  noDocument: '–',
  retry: 'もう一度試す',
  retryOne: (what: string, title: string) => `：${what} ${title}`,
  retryAll: 'すべてもう一度試す',
  retried: 'もう一度試しています。終わったものは、この一覧から消えます。',
  retriedOnDocument: '止まっていた処理を、もう一度試しています。',
  emptyTitle: '止まっている処理はありません',
  emptyLead: '署名・SMS・メールなどの処理が止まったときに、ここでお知らせします。',
  onHome: (many: number) => `止まっている処理が${many}件あります`,
  notice: (what: string) => `この書類の「${what}」が止まっています。`,
  asksAdministrator: 'チームの管理者が、もう一度試せます。',
}

type ParkedWords = typeof ja

const en: ParkedWords = {
  title: 'Work that has stopped',
  lead: 'This was tried again and again without success, and has stopped. Try again once the cause, such as an outage, is gone.',
  caption: 'Work that has stopped',
  kinds: {
    seal: 'Digital signature',
    conclusion: 'Conclusion',
    sms: 'Sending an SMS',
    mail: 'Sending an e-mail',
    webhook: 'Sending a webhook',
    notice: 'E-mail to a member',
  },
  means: {
    seal: 'The consent is kept. The document is not concluded before it is signed.',
    conclusion: 'Everyone’s consent is kept. The document is concluded as soon as this is done.',
    sms: 'The SMS was not sent. If the code has expired, ask the recipient to press “Resend”.',
    mail: 'The e-mail was not sent.',
    webhook: 'The webhook did not reach your system.',
    notice: 'An e-mail to a member was not sent.',
  },
  columns: { what: 'What', document: 'Document', since: 'Since', act: 'Act' },
  tries: (many) => `Tried ${many} times`,
  hidden: 'A document you may not see',
  noDocument: '–',
  retry: 'Try again',
  retryOne: (what, title) => `: ${what}, ${title}`,
  retryAll: 'Try all again',
  retried: 'Being tried again. What succeeds leaves this list.',
  retriedOnDocument: 'What had stopped is being tried again.',
  emptyTitle: 'Nothing has stopped',
  emptyLead: 'If signing, an SMS or an e-mail stops, you will see it here.',
  onHome: (many) => `Work that has stopped: ${many}`,
  notice: (what) => `Stopped for this document: ${what}.`,
  asksAdministrator: 'A team administrator can try again.',
}

/** What the console says of work that has used up its tries. */
export const parkedWords = { ja, en } satisfies Record<Language, ParkedWords>
