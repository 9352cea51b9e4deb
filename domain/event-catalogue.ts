import type { DocumentEvent } from './document-event.ts'
import type { TeamEvent } from './team-event.ts'

/**
 * The events that a team may hear of, under the names that the trail has for them, with what is told of each: ids,
 * instants, states and hashes. Names, addresses, telephone numbers and texts are not told; whoever may know them asks
 * the Web API. `docs/events.md` is made from this table.
 */
type Published<Event extends { type: string }> = {
  [Type in Event['type']]?: {
    fields: Exclude<keyof Extract<Event, { type: Type }>, 'type' | 'at' | 'documentId' | 'teamId'>[]
    ja: string
    en: string
    /** For the document, about a field. */
    note?: string
  }
}

const documentEvents = {
  'approval.requested': {
    fields: ['requestId', 'approverId'],
    ja: '送信前の承認を依頼した',
    en: 'Approval before sending was requested',
    note: '`approverId`: the one who was named; without it any approver may answer',
  },
  'approval.given': { fields: ['requestId'], ja: '書類を承認した', en: 'The document was approved' },
  'approval.returned': {
    fields: ['requestId'],
    ja: '書類を差し戻した',
    en: 'The document was sent back',
  },
  'document.sent': {
    fields: ['files', 'approval'],
    ja: '書類を送信した',
    en: 'The document was sent',
    note: '`approval`: the request that was answered with yes, where the team wants an approval',
  },
  'turn.started': {
    fields: ['participantId', 'expiresAt', 'method', 'again', 'automatic'],
    ja: '宛先の番になった',
    en: "A recipient's turn began",
    note: '`again`: a reminder; `automatic`: by the plan of the document',
  },
  'signing_url.issued': {
    fields: ['participantId', 'urlId', 'expiresAt'],
    ja: '同意用URLを発行した',
    en: 'A signing URL was issued',
  },
  'tel.mismatched': {
    fields: ['participantId', 'urlId'],
    ja: '入力された電話番号が一致しなかった',
    en: 'The phone number entered did not match',
  },
  'tel_request.made': {
    fields: ['participantId', 'requestId'],
    ja: '宛先の画面から、電話番号の訂正のお願いがあった',
    en: 'A change of phone number was requested through a signing URL',
  },
  'tel_request.approved': {
    fields: ['participantId', 'requestId'],
    ja: '電話番号の訂正のお願いを認めた',
    en: 'The request to change a phone number was approved',
  },
  'tel_request.refused': {
    fields: ['participantId', 'requestId'],
    ja: '電話番号の訂正のお願いを見送った',
    en: 'The request to change a phone number was refused',
  },
  'signing_url.paused': {
    fields: ['participantId', 'urlId', 'until'],
    ja: '番号の誤りが続き、同意用URLが一時停止した',
    en: 'A signing URL was paused after wrong numbers',
  },
  'sms_code.requested': {
    fields: ['participantId', 'smsId', 'channel'],
    ja: '認証コードが求められた',
    en: 'A code was requested',
    note: '`channel`, here and below: `voice` where the code is read aloud in a call',
  },
  'link_sms.requested': {
    fields: ['participantId', 'smsId'],
    ja: '同意用URLのSMSが求められた',
    en: 'An SMS with a consent URL was requested',
  },
  'sms.submitted': {
    fields: ['participantId', 'smsId', 'segments', 'channel'],
    ja: 'SMSを事業者に渡した',
    en: 'The gateway accepted the SMS',
  },
  'sms.rejected': {
    fields: ['participantId', 'smsId', 'channel'],
    ja: 'SMSを送信できなかった',
    en: 'The gateway rejected the SMS',
  },
  'sms.unknown': {
    fields: ['participantId', 'smsId', 'channel'],
    ja: 'SMSの送信結果が不明',
    en: 'It is unknown whether the SMS was sent',
  },
  'sms.undelivered': {
    fields: ['participantId', 'smsId', 'reason', 'channel'],
    ja: 'SMSが電話に届かなかった',
    en: 'The SMS did not reach the phone',
  },
  'mail.rejected': {
    fields: ['participantId', 'reporteeId', 'kind', 'status'],
    ja: 'メールが宛先のサーバーに受け取られなかった',
    en: 'An e-mail was permanently rejected by the recipient’s mail server',
  },
  'participant.locked': {
    fields: ['participantId'],
    ja: '認証コードの誤りが続き、宛先がロックされた',
    en: 'A recipient was locked after wrong codes',
  },
  'participant.unlocked': {
    fields: ['participantId'],
    ja: '宛先のロックを解除した',
    en: 'A recipient was unlocked',
  },
  'participant.authenticated': {
    fields: ['participantId', 'method'],
    ja: '宛先の本人確認が済んだ',
    en: 'A recipient’s identity was confirmed',
  },
  'document.viewed': {
    fields: ['participantId'],
    ja: '宛先が書類を開いた',
    en: 'A recipient opened the document',
  },
  'attached_file.added': {
    fields: ['participantId', 'attachmentId', 'attachedFileId', 'sha256', 'bytes'],
    ja: '宛先がファイルを提出した',
    en: 'A recipient attached a file',
  },
  'participant.consented': {
    fields: ['participantId', 'act', 'last'],
    ja: '宛先が同意した',
    en: 'A recipient consented',
    note: '`last`: nobody follows',
  },
  'participant.transferred': {
    fields: ['participantId', 'transferId'],
    ja: '宛先がほかの方に転送した',
    en: 'A recipient passed the document on to someone else',
  },
  'participant.declined': { fields: [], ja: '宛先が却下した', en: 'A recipient declined' },
  'document.cancelled': { fields: ['because'], ja: '書類を取り消した', en: 'The document was cancelled' },
  'sealing.failed': {
    fields: ['reason'],
    ja: '締結の処理が続けられない',
    en: 'The document could not be concluded',
  },
  'alert.due': { fields: [], ja: 'アラートの日になった', en: 'An alert was due' },
  'notice_end.due': {
    fields: ['day'],
    ja: '解約通知の期限の日になった',
    en: 'The last day to give notice came',
  },
  'contract_end.due': {
    fields: ['day'],
    ja: '契約期間の終了日になった',
    en: 'The agreement’s last day came',
  },
  'document.concluded': {
    fields: ['files', 'certificateSha256'],
    ja: '締結した',
    en: 'The document was concluded',
  },
  'archive.renewed': {
    fields: ['files', 'certificateSha256', 'endsAt'],
    ja: '長期保管用のタイムスタンプを更新した',
    en: 'The archive timestamp was renewed',
    note: 'whoever keeps copies may fetch the new ones; `endsAt`: of the certificate of the new timestamp',
  },
} satisfies Published<DocumentEvent>

const teamEvents = {
  'settings.changed': { fields: ['setting'], ja: 'チーム設定を変更した', en: 'A setting was changed' },
  'member.added': { fields: ['memberId', 'roles'], ja: 'メンバーを追加した', en: 'A member was added' },
  'member.joined': {
    fields: ['memberId'],
    ja: 'メンバーがパスワードを設定した',
    en: 'A member chose a password',
  },
  'member.role_changed': {
    fields: ['memberId', 'role', 'from', 'to'],
    ja: '役割を変更した',
    en: 'A role was changed',
  },
  'member.disabled': { fields: ['memberId'], ja: 'メンバーを無効にした', en: 'A member was disabled' },
  'member.enabled': { fields: ['memberId'], ja: 'メンバーを有効に戻した', en: 'A member was enabled' },
  'client.issued': { fields: ['clientId'], ja: 'クライアントIDを発行した', en: 'A client id was issued' },
  'sms.limit_near': {
    fields: ['count', 'limit'],
    ja: '1日のSMSの上限の8割に達した',
    en: 'SMS reached 80 % of the daily limit',
  },
  'sms.limit_reached': {
    fields: ['count', 'limit'],
    ja: '1日のSMSの上限に達した',
    en: 'The daily SMS limit was reached',
  },
  'bulk_send.ended': {
    fields: ['bulkSendId', 'count'],
    ja: '一括送信が終わった',
    en: 'A bulk sending has ended',
    note: '`count`: documents that were made',
  },
  'client.revoked': { fields: ['clientId'], ja: 'クライアントIDを失効させた', en: 'A client id was revoked' },
} satisfies Published<TeamEvent>

type Told<Event extends { type: string }, Table> = {
  [Type in keyof Table]: Table[Type] extends { fields: (infer Field extends PropertyKey)[] }
    ? Pick<Extract<Event, { type: Type }>, Field & keyof Extract<Event, { type: Type }>>
    : never
}

/** Name → the type of what is told of it. */
export type ToldDetails = Told<DocumentEvent, typeof documentEvents> & Told<TeamEvent, typeof teamEvents>

type Entry = { fields: string[]; ja: string; en: string; note?: string }

/** Name → what is told, in the order of a document's life. */
export const documentCatalogue: Record<string, Entry> = documentEvents
export const teamCatalogue: Record<string, Entry> = teamEvents

/** What the compatible format can say: the outcome, and that a mail came back. */
export const compatibleEvents = [
  'document.concluded',
  'document.cancelled',
  'participant.declined',
  'mail.rejected',
]

/** What most receivers want to hear of: a new URL begins with these. */
export const usualEvents = [
  'document.sent',
  'participant.consented',
  'participant.declined',
  'document.cancelled',
  'document.concluded',
  'sealing.failed',
]

/** What a member asks for to see whether the receiver is there. */
export const testEvent = 'webhook.test'

/** The names of all events. */
export const publishedEvents = [...Object.keys(documentCatalogue), ...Object.keys(teamCatalogue)]

/** Whether there is an event of this name. */
export function isPublished(type: string): boolean {
  return Object.hasOwn(documentCatalogue, type) || Object.hasOwn(teamCatalogue, type)
}

/** What is told of a recorded event: the fields of the table, as they were recorded. */
export function publishedDetail(type: string, detail: Record<string, unknown>): Record<string, unknown> {
  const { fields = [] } = documentCatalogue[type] ?? teamCatalogue[type] ?? {}
  return Object.fromEntries(fields.flatMap((name) => (name in detail ? [[name, detail[name]]] : [])))
}
