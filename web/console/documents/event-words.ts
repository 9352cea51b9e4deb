import type { DocumentEventType } from '#domain/document-event.ts'
import type { Language } from '#domain/language.ts'
import { unknownEvent } from '../frame/unknown-event.ts'
import { durations } from '../words/durations.ts'
import { reminderWords } from '../words/reminder-words.ts'
import { mailKinds } from './mail-words.ts'
import { type ShownFile, shownPages } from './shown-pages.ts'

/** What a sentence may need from an audit row: masked values and numbers only, and whom it is about. */
export type EventDetail = {
  /** Name of the participant that it concerns; empty when none. */
  who: string
  /** Of a transfer: to whom. */
  to: string
  /** The names of the participants that the event lists under this key. */
  names: (key: string) => string
  number: (key: string) => number
  text: (key: string) => string
  flag: (key: string) => boolean
  /** Pages of files that were on the screen, as far as the event tells of some. */
  shown: ShownFile[]
}

type Sentence = (detail: EventDetail) => string

const { ja: jaDuration, en: enDuration } = durations

const ja: Record<DocumentEventType, Sentence> = {
  'document.created': () => '書類が作成されました',
  'document.imported': (e) => `書類がインポートされました（${e.number('pages')}ページ）`,
  'document.updated': () => '書類の内容が変更されました',
  'document.deleted': () => '書類が削除されました',
  'document.cloned': () => 'テンプレートから書類が作成されました',
  'document.duplicated': () => 'ほかの書類を複製して作成されました',
  'template.saved': () => 'テンプレートとして保存されました',
  'template.shared': () => 'チームで共有されました',
  'template.unshared': () => 'チームでの共有が終わりました',
  'template.renamed': () => '名前が変更されました',
  'template.deleted': () => 'テンプレートが削除されました',
  'file.added': (e) => `ファイルが追加されました（${e.number('pages')}ページ）`,
  'file.removed': () => 'ファイルが外されました',
  'file.replaced': (e) => `ファイルが差し替えられました（${e.number('pages')}ページ）`,
  'participant.added': (e) => `宛先に${e.who}さんが追加されました`,
  'participant.updated': (e) => `${e.who}さんの情報が変更されました`,
  'participant.removed': () => '宛先が外されました',
  'participants.ordered': () => '宛先の順番が変更されました',
  'participant.tel_corrected': (e) => `${e.who}さんの電話番号が直されました（末尾 ${e.text('telEnding')}）`,
  'tel_request.made': (e) =>
    `${e.who}さんの画面から、電話番号の訂正のお願いがありました（末尾 ${e.text('from')} を ${e.text('to')} に）`,
  'tel_request.approved': (e) =>
    `${e.who}さんの電話番号の訂正のお願いが、本人を確かめたうえで認められました（末尾 ${e.text('from')} を ${e.text('to')} に）`,
  'tel_request.refused': (e) =>
    `${e.who}さんの電話番号の訂正のお願いは見送られました（末尾 ${e.text('from')} を ${e.text('to')} に）`,
  'widget.added': () => '入力項目が追加されました',
  'widget.updated': () => '入力項目が変更されました',
  'widget.removed': () => '入力項目が外されました',
  'attachment.requested': (e) => `${e.who}さんへの添付ファイルの依頼が追加されました`,
  'attachment.changed': (e) => `${e.who}さんへの添付ファイルの依頼が変更されました`,
  'attachment.removed': () => '添付ファイルの依頼が外されました',
  'reportee.added': () => '共有先が追加されました',
  'reportee.updated': () => '共有先の情報が変更されました',
  'reportee.removed': () => '共有先が外されました',
  'attribute.updated': () => '書類情報が変更されました',
  'alert.updated': () => 'アラートが変更されました',
  'alert.due': () => 'アラートの日になり、送信者にお知らせしました',
  'notice_end.due': (e) => `解約通知の期限（${e.text('day')}）になり、お知らせしました`,
  'contract_end.due': (e) => `契約期間の終了日（${e.text('day')}）になり、お知らせしました`,
  'copy_link.requested': () => '締結済みの書類を受け取るための新しいリンクが求められ、メールでお送りしました',
  'test_clock.moved': (e) => `テスト書類の時計が${jaDuration(e.number('seconds'))}進められました`,
  'document.filed': () => 'キャビネットが変更されました',
  'approval.requested': () => '送信前の承認が依頼されました',
  'approval.given': () => '書類が承認されました',
  'approval.returned': () => '書類が差し戻されました',
  'document.sent': () => '書類が送信されました',
  'reminders.changed': (e) => `自動の再送が変更されました（${reminderWords.ja.event(e)}）`,
  'reminder.due': (e) => `${e.who}さんへ、SMSで確認のお願いを自動で再送します`,
  'turn.started': (e) =>
    e.flag('automatic')
      ? `${e.who}さんへ確認のお願いを自動で再送しました`
      : e.flag('again')
        ? `${e.who}さんへ確認のお願いを再送しました`
        : `${e.who}さんの確認が始まりました`,
  'signing_url.issued': (e) => `${e.who}さんの同意用URLが発行されました`,
  'signing_url.ended': (e) => `${e.who}さんの同意用URLが無効になりました`,
  'tel.mismatched': (e) => `${e.who}さんの画面で、入力された電話番号が一致しませんでした`,
  'access_code.mismatched': (e) => `${e.who}さんの画面で、入力されたアクセスコードが一致しませんでした`,
  'signing_url.paused': (e) => `電話番号の誤りが続き、${e.who}さんの同意用URLが一時停止しました`,
  'tel.matched': (e) => `${e.who}さんの電話番号が一致しました`,
  'sms_code.requested': (e) =>
    `${e.who}さんへの認証コードの${byVoice(e) ? '電話' : '送信'}を受け付けました（末尾 ${e.text('telEnding')}）`,
  'link_sms.requested': (e) =>
    `${e.who}さんへの同意用URLのSMSを受け付けました（末尾 ${e.text('telEnding')}）`,
  'sms.submitted': (e) => (byVoice(e) ? `${e.who}さんに電話をかけました` : `${e.who}さんへSMSを送信しました`),
  'sms.rejected': (e) =>
    byVoice(e) ? `${e.who}さんに電話をかけられませんでした` : `${e.who}さんへのSMSを送信できませんでした`,
  'sms.unknown': (e) => `${e.who}さんへの${byVoice(e) ? '電話' : 'SMS'}の結果がわかりません`,
  'sms.undelivered': (e) =>
    byVoice(e)
      ? `${e.who}さんに電話で認証コードを伝えられませんでした`
      : `${e.who}さんの電話にSMSが届きませんでした${undelivered.ja(e)}`,
  'mail.rejected': (e) =>
    `${e.who}さんへのメール（${mailKinds.ja(e.text('kind'))}）は、宛先のサーバーに受け取られませんでした（${e.text('status')}）`,
  'sms_code.wrong': (e) =>
    `${e.who}さんの認証コードが一致しませんでした（このコードは残り${e.number('triesLeft')}回）`,
  'participant.locked': (e) => `認証コードの誤りが続き、${e.who}さんがロックされました`,
  'participant.unlocked': (e) => `${e.who}さんのロックが解除されました`,
  'participant.authenticated': (e) => `${e.who}さんの本人確認が済みました（${method.ja(e)}）`,
  'terms.agreed': (e) => `${e.who}さんが利用規約に同意しました（第${e.text('termsVersion')}版）`,
  'document.viewed': (e) => `${e.who}さんが書類を開きました`,
  'pages.shown': (e) => `${e.who}さんの画面に表示されたページ：${shownPages.ja(e.shown)}`,
  'pages.not_recorded': (e) => `${e.who}さんの画面に表示されたページは記録されていません`,
  'inputs.saved': (e) => `${e.who}さんが入力を保存しました`,
  'attached_file.added': (e) => `${e.who}さんがファイルを添付しました`,
  'attached_file.deleted': (e) => `${e.who}さんが添付したファイルを削除しました`,
  'participant.consented': (e) =>
    `${e.who}さんが書類の内容に同意しました${e.names('notShown') === '' ? '' : `（同時に依頼した${e.names('notShown')}さんの記入・押印は、確認した画面にはまだありませんでした）`}`,
  'participant.transferred': (e) => `${e.who}さんが${e.to}さんに転送しました`,
  'participant.declined': (e) => `${e.who}さんが書類を却下しました`,
  'document.cancelled': () => '書類が取り消されました',
  'act.signed': (e) =>
    e.number('act') === 0
      ? '送信の署名とタイムスタンプが付きました'
      : `${e.number('act')}番目の同意に、署名とタイムスタンプが付きました`,
  'acts.reopened': (e) =>
    e.text('reason') === 'drawn_by_earlier_release'
      ? '以前の版のサーバーが作成した書類データを、作り直します'
      : '期限外の証明書による署名を、新しい証明書で付け直します',
  'sealing.failed': () => '最終確認に通らず、締結できませんでした',
  'document.concluded': () => '契約が締結されました',
  'archive.renewed': () => '長期保管用のタイムスタンプを更新しました',
}

const en: Record<DocumentEventType, Sentence> = {
  'document.created': () => 'The document was created',
  'document.imported': (e) => `The document was imported (${e.number('pages')} pages)`,
  'document.updated': () => 'The document was changed',
  'document.deleted': () => 'The document was deleted',
  'document.cloned': () => 'The document was made from a template',
  'document.duplicated': () => 'The document was made as a copy of another',
  'template.saved': () => 'It was saved as a template',
  'template.shared': () => 'It was shared with the team',
  'template.unshared': () => 'It is no longer shared with the team',
  'template.renamed': () => 'It was renamed',
  'template.deleted': () => 'The template was deleted',
  'file.added': (e) => `A file was added (${e.number('pages')} pages)`,
  'file.removed': () => 'A file was removed',
  'file.replaced': (e) => `A file was replaced (${e.number('pages')} pages)`,
  'participant.added': (e) => `${e.who} was added as a recipient`,
  'participant.updated': (e) => `The details of ${e.who} were changed`,
  'participant.removed': () => 'A recipient was removed',
  'participants.ordered': () => 'The order of the recipients was changed',
  'participant.tel_corrected': (e) =>
    `The phone number of ${e.who} was corrected (ends in ${e.text('telEnding')})`,
  'tel_request.made': (e) =>
    `A change of phone number was requested from the screen of ${e.who} (from …${e.text('from')} to …${e.text('to')})`,
  'tel_request.approved': (e) =>
    `The request to change the phone number of ${e.who} was approved after their identity was confirmed (from …${e.text('from')} to …${e.text('to')})`,
  'tel_request.refused': (e) =>
    `The request to change the phone number of ${e.who} was refused (from …${e.text('from')} to …${e.text('to')})`,
  'widget.added': () => 'A field was added',
  'widget.updated': () => 'A field was changed',
  'widget.removed': () => 'A field was removed',
  'attachment.requested': (e) => `${e.who} was asked for a file`,
  'attachment.changed': (e) => `The request for a file from ${e.who} was changed`,
  'attachment.removed': () => 'The request for a file was removed',
  'reportee.added': () => 'A person to inform was added',
  'reportee.updated': () => 'The details of a person to inform were changed',
  'reportee.removed': () => 'A person to inform was removed',
  'attribute.updated': () => 'The document information was changed',
  'alert.updated': () => 'The alert was changed',
  'copy_link.requested': () => 'A new link to the concluded document was requested and sent by e-mail',
  'alert.due': () => 'The alert was due, and the sender was notified',
  'notice_end.due': (e) => `The last day to give notice (${e.text('day')}) came, and it was told by e-mail`,
  'contract_end.due': (e) => `The agreement’s last day (${e.text('day')}) came, and it was told by e-mail`,
  'test_clock.moved': (e) => `The test document’s clock was moved by ${enDuration(e.number('seconds'))}`,
  'document.filed': () => 'The cabinet was changed',
  'approval.requested': () => 'Approval before sending was requested',
  'approval.given': () => 'The document was approved',
  'approval.returned': () => 'The document was sent back',
  'document.sent': () => 'The document was sent',
  'reminders.changed': (e) => `Automatic reminders were changed (${reminderWords.en.event(e)})`,
  'reminder.due': (e) => `${e.who} is reminded automatically by SMS`,
  'turn.started': (e) =>
    e.flag('automatic')
      ? `${e.who} was reminded automatically`
      : e.flag('again')
        ? `${e.who} was reminded`
        : `The turn of ${e.who} began`,
  'signing_url.issued': (e) => `A consent URL was issued for ${e.who}`,
  'signing_url.ended': (e) => `A consent URL of ${e.who} ended`,
  'tel.mismatched': (e) => `A phone number entered for ${e.who} did not match`,
  'access_code.mismatched': (e) => `An access code entered for ${e.who} did not match`,
  'signing_url.paused': (e) => `A consent URL of ${e.who} is paused after wrong phone numbers`,
  'tel.matched': (e) => `The phone number of ${e.who} matched`,
  'sms_code.requested': (e) =>
    `A code for ${e.who} was requested${byVoice(e) ? ' by phone' : ''} (ends in ${e.text('telEnding')})`,
  'link_sms.requested': (e) =>
    `An SMS with a consent URL for ${e.who} was requested (ends in ${e.text('telEnding')})`,
  'sms.submitted': (e) => (byVoice(e) ? `${e.who} was called` : `An SMS to ${e.who} was sent`),
  'sms.rejected': (e) =>
    byVoice(e) ? `${e.who} could not be called` : `An SMS to ${e.who} could not be sent`,
  'sms.unknown': (e) => `The outcome of ${byVoice(e) ? 'a call' : 'an SMS'} to ${e.who} is unknown`,
  'sms.undelivered': (e) =>
    byVoice(e)
      ? `${e.who} was called but did not hear the code`
      : `An SMS to ${e.who} was not delivered${undelivered.en(e)}`,
  'mail.rejected': (e) =>
    `An e-mail to ${e.who} (${mailKinds.en(e.text('kind'))}) was rejected by the mail server (${e.text('status')})`,
  'sms_code.wrong': (e) =>
    `A code entered for ${e.who} did not match (${e.number('triesLeft')} tries left for it)`,
  'participant.locked': (e) => `${e.who} was locked after wrong codes`,
  'participant.unlocked': (e) => `${e.who} was unlocked`,
  'participant.authenticated': (e) => `The identity of ${e.who} was confirmed (${method.en(e)})`,
  'terms.agreed': (e) => `${e.who} agreed to the terms (version ${e.text('termsVersion')})`,
  'document.viewed': (e) => `${e.who} opened the document`,
  'pages.shown': (e) => `Pages shown to ${e.who}: ${shownPages.en(e.shown)}`,
  'pages.not_recorded': (e) => `The pages shown to ${e.who} were not recorded`,
  'inputs.saved': (e) => `${e.who} saved entries`,
  'attached_file.added': (e) => `${e.who} uploaded a file`,
  'attached_file.deleted': (e) => `${e.who} deleted an uploaded file`,
  'participant.consented': (e) =>
    `${e.who} consented to the document${e.names('notShown') === '' ? '' : `; what ${e.names('notShown')}, asked at the same time, had entered was not on the pages yet`}`,
  'participant.transferred': (e) => `${e.who} passed the document on to ${e.to}`,
  'participant.declined': (e) => `${e.who} declined the document`,
  'document.cancelled': () => 'The document was cancelled',
  'act.signed': (e) =>
    e.number('act') === 0
      ? 'The sending was signed and timestamped'
      : `Consent no. ${e.number('act')} was signed and timestamped`,
  'acts.reopened': (e) =>
    e.text('reason') === 'drawn_by_earlier_release'
      ? 'Document data created by an earlier server version is being recreated'
      : 'Signatures made with an expired certificate are being renewed',
  'sealing.failed': () => 'The document did not pass the final check and could not be concluded',
  'document.concluded': () => 'The agreement was concluded',
  'archive.renewed': () => 'The archive timestamp was renewed',
}

/** The code was to be read aloud in a call. */
function byVoice(e: EventDetail): boolean {
  return e.text('channel') === 'voice'
}

/** What the gateway's receipt said, where it says more than that. */
const undelivered = {
  ja: (e: EventDetail) =>
    ({
      expired: '（有効期間が過ぎるまで届けられませんでした）',
      rejected: '（通信事業者に受け付けられませんでした）',
    })[e.text('reason')] ?? '',
  en: (e: EventDetail) =>
    ({ expired: ' (validity period passed)', rejected: ' (rejected by the carrier)' })[e.text('reason')] ??
    '',
}

const method = {
  ja: (e: EventDetail) =>
    ({ sms: 'SMS認証', simple: '連携サイトによる認証' })[e.text('method')] ?? 'メールの専用リンク',
  en: (e: EventDetail) =>
    ({ sms: 'SMS code', simple: 'the integrating site' })[e.text('method')] ?? 'a link by e-mail',
}

/** One event of the audit trail as a sentence. A type of a later version shows as its name. */
export function eventSentence(lang: Language, type: string, detail: EventDetail): string {
  const table: Partial<Record<string, Sentence>> = lang === 'ja' ? ja : en
  return table[type]?.(detail) ?? unknownEvent(lang, type)
}

/** How an event weighs in the timeline; quiet steps of work stay in the background. */
export function eventTone(type: string): 'quiet' | 'plain-event' | 'success' | 'warning' {
  if (type === 'document.concluded' || type === 'participant.consented') return 'success'
  if (
    /^(participant\.(locked|declined)|document\.cancelled|sealing\.failed|sms\.(rejected|unknown|undelivered)|mail\.rejected|signing_url\.paused|tel_request\.made)$/.test(
      type,
    )
  )
    return 'warning'
  if (
    /^(document\.(sent|viewed)|participant\.(authenticated|unlocked|tel_corrected|transferred)|tel_request\.(approved|refused))$/.test(
      type,
    )
  )
    return 'plain-event'
  return 'quiet'
}
