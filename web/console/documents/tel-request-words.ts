import type { Language } from '#domain/language.ts'
import type { TelRequestEnd } from '#domain/tel-request.ts'

type ByKey = Record<string, string>

const doneJa: ByKey = {
  tel_approved: '電話番号を直しました。これまでの同意用URLは使えません。新しい同意用URLを発行してください。',
  tel_refused: 'お願いを見送りました。登録の番号はそのままです。',
}

const refusalsJa: ByKey = {
  tel_unchanged: '登録の番号と同じため、直せません。',
  participant_locked: 'ロックされています。先にロックを解除してください。',
  not_in_charge: 'いまは、この宛先の同意用URLを発行できません。',
  embedding_not_enabled: '組込み署名がオフのため、同意用URLを発行できません。',
}

const overJa: Record<TelRequestEnd, string> = {
  approved: 'このお願いはすでに認められ、電話番号が直されています。',
  refused: 'このお願いはすでに見送られています。登録の番号はそのままです。',
  replaced:
    'このお願いには、もうお答えできません。新しいお願いに替わったか、登録の番号が直されたか、ご本人のものと確かめられています。',
  past: 'このお願いには、もうお答えできません。書類の手続きが進んだか、終わっています。',
}

const ja = {
  notice: (name: string) =>
    `${name}さんの同意用URLを開いた人から、電話番号の訂正のお願いが届いています。ご本人に確かめてから、お答えください。`,
  noticeLink: 'お願いを確かめる',
  listed: '番号の訂正のお願い',
  askedBy: '同意用URLを開いた人',
  title: '電話番号の訂正のお願い',
  lead: (name: string) =>
    `${name}さんの同意用URLを開いた人から、登録の電話番号を直してほしいとのお願いがありました。`,
  warning:
    'お願いした人が、ご本人とは限りません。URLを手に入れた別の人が、自分の番号を伝えているおそれがあります。認めると、その番号に届く認証コードだけで、契約に同意できるようになります。',
  how: 'お願いに書かれた番号ではなく、以前からご存じの電話番号や対面で、ご本人に確かめてください。',
  against: 'お願いと食い違う記録があります。',
  matched: (at: string) => `${at}に、登録の番号が正しく入力されています。`,
  reached: (at: string) => `${at}の認証コードのSMSが、登録の番号に届いています。`,
  alsoOf: (name: string) => `この番号は、宛先${name}さんの登録番号と同じです。`,
  alsoOfMeans: (name: string) =>
    `認めると、${name}さんの認証コードも同じ電話に届き、一人で両方の同意ができるようになります。`,
  facts: {
    registered: '登録の番号',
    wanted: '新しい番号',
    reason: '理由（お願いした人の記入）',
    askedAt: 'お願いの日時',
    address: '接続元',
    userAgent: 'ブラウザー',
  },
  same: '登録の番号と同じです。直すところはありません。ご本人には、その番号でお進みいただけます。',
  locked: '認証コードの誤りが続き、ロックされています。先にロックを解除してください。',
  confirm: (name: string) => `${name}さんご本人のお願いであることを、このお願いとは別の方法で確かめました`,
  confirmHint: 'あなたがこう確かめたことは、監査証跡と合意締結証明書に残ります。',
  confirmMissing: 'ご本人に確かめてから、チェックを入れてください。',
  approveHeading: 'ご本人と確かめられたとき',
  approve: 'この番号に直す',
  approveHint: 'これまでの同意用URLは使えなくなります。直したあとに、新しい同意用URLを発行してください。',
  refuseHeading: '確かめられないとき、心当たりがないとき',
  refuse: '見送る',
  refuseHint: '登録の番号はそのままです。お願いした人の画面には、見送られたことだけが表示されます。',
  back: '書類に戻る',
  done: doneJa,
  over: overJa,
  refusals: refusalsJa,
}

const en: typeof ja = {
  notice: (name) =>
    `Someone who opened the consent URL of ${name} has asked for a different phone number. Please confirm with ${name} before you answer.`,
  noticeLink: 'View the request',
  listed: 'Phone number change',
  askedBy: 'Someone who opened the consent URL',
  title: 'Request to change a phone number',
  lead: (name) =>
    `Someone who opened the consent URL of ${name} has asked you to change the registered phone number.`,
  warning:
    'The request may not come from the recipient. Someone who got hold of the URL could be giving their own number. Once you approve, a code sent to that number is enough to consent to the contract.',
  how: 'Confirm with the recipient in person or on a number you already knew. Do not use the number in the request.',
  against: 'Some records contradict this request.',
  matched: (at) => `The registered number was entered correctly on ${at}.`,
  reached: (at) => `The SMS sent on ${at} was delivered to the registered number.`,
  alsoOf: (name) => `This is the registered number of ${name}, another recipient.`,
  alsoOfMeans: (name) =>
    `If you approve, codes for ${name} go to the same phone, and one person can consent for both.`,
  facts: {
    registered: 'Registered number',
    wanted: 'New number',
    reason: 'Reason given',
    askedAt: 'Requested',
    address: 'IP address',
    userAgent: 'Browser',
  },
  same: 'This is already the registered number, so there is nothing to change. The recipient can continue with it.',
  locked: 'The recipient is locked after wrong codes. Unlock them first.',
  confirm: (name) => `I have confirmed with ${name}, independently of this request, that they made it`,
  confirmHint: 'This statement is recorded in the audit trail and on the certificate of agreement.',
  confirmMissing: 'Confirm with the recipient, then tick this box.',
  approveHeading: 'If the recipient confirms it',
  approve: 'Change to this number',
  approveHint: 'Earlier consent URLs stop working. Issue a new one afterwards.',
  refuseHeading: 'If you cannot confirm it',
  refuse: 'Refuse',
  refuseHint: 'The registered number stays as it is. The requester only sees that it was not changed.',
  back: 'Back to the document',
  done: {
    tel_approved: 'The number has been changed. Earlier consent URLs no longer work; please issue a new one.',
    tel_refused: 'The request was refused. The registered number stays as it is.',
  },
  over: {
    approved: 'This request has already been approved, and the number was changed.',
    refused: 'This request has already been refused. The registered number stays as it is.',
    replaced:
      'This request can no longer be answered: a newer one replaced it, or the registered number was changed or verified.',
    past: 'This request can no longer be answered: the document has moved on or ended.',
  },
  refusals: {
    tel_unchanged: 'This is already the registered number, so there is nothing to change.',
    participant_locked: 'The recipient is locked. Unlock them first.',
    not_in_charge: 'A consent URL cannot be issued for this recipient at the moment.',
    embedding_not_enabled: 'Embedded signing is off, so no consent URL can be issued.',
  },
}

/** Requests for another number, and the consent URL that follows. */
export const telRequestWords: Record<Language, typeof ja> = { ja, en }
