import type { MailKind } from '#domain/document-event.ts'
import type { RecipientLanguage } from '#domain/participant.ts'

export type MailWords = { subject: string; text: string }

type Parts = {
  to: string
  sender: string
  title: string
  url: string
  comment: string
  attached: boolean
  again: boolean
  sends: boolean
}

/** Texts of the mails that go out today. Chinese readers get English until their own texts exist. */
export function mailWords(kind: MailKind, language: RecipientLanguage, parts: Parts): MailWords {
  return language === 'ja' ? japanese[kind](parts) : english[kind](parts)
}

const japanese: Record<MailKind, (parts: Parts) => MailWords> = {
  requested: ({ to, sender, title, url, again }) => ({
    subject: `${again ? '【再送】' : ''}【ご確認のお願い】${title}`,
    text: `${to} 様\n\n${sender} 様から、書類の確認依頼が${again ? 'もう一度' : ''}届いています。\n\n　${title}\n\n次のリンクから内容をご確認ください (10日間有効です)。${again ? '以前のメールのリンクは使えません。' : ''}\n${url}\n\nお心当たりがない場合は、このメールを破棄してください。\n`,
  }),
  concluded: ({ to, title, url, attached }) => ({
    subject: `【締結完了】${title}`,
    text: `${to} 様\n\n全員の確認が終わり、書類が締結されました。\n\n　${title}\n\n${copiesInJapanese(attached, url)}${url === '' ? '' : `\n書類の詳細: ${url}\n`}\n`,
  }),
  // The reason is the sender's to know; other parties hear how it ended.
  declined: ({ to, title, url, comment, sends }) => ({
    subject: `【却下】${title}`,
    text: sends
      ? `${to} 様\n\n書類が受信者によって却下されました。\n\n　${title}\n${comment === '' ? '' : `\n理由:\n${comment}\n`}${url === '' ? '' : `\n書類の詳細: ${url}\n`}`
      : `${to} 様\n\nご確認いただいた書類は、ほかの方が同意されなかったため、締結されませんでした。ご対応は不要です。\n\n　${title}\n`,
  }),
  sealing_failed: ({ to, title, url }) => ({
    subject: `【締結できません】${title}`,
    text: `${to} 様\n\nいただいた同意は保存されていますが、書類に電子署名を付けられず、締結できていません。\n\n　${title}\n\n${url === '' ? '差出人またはサービスの運営者が対応します。いま行っていただくことはありません。\n' : `サービスの運営者が解決できたときは、自動で締結されます。お急ぎの場合は、次のページからこの書類を終了し、別のファイルで送り直せます。\n${url}\n`}`,
  }),
  cancelled: ({ to, sender, title, comment }) => ({
    subject: `【取消】${title}`,
    text: `${to} 様\n\n${sender} 様が書類を取り消しました。ご対応は不要です。\n\n　${title}\n${comment === '' ? '' : `\n${comment}\n`}`,
  }),
}

const english: Record<MailKind, (parts: Parts) => MailWords> = {
  requested: ({ to, sender, title, url, again }) => ({
    subject: `${again ? 'Reminder: p' : 'P'}lease review: ${title}`,
    text: `Dear ${to},\n\n${sender} asks you ${again ? 'again ' : ''}to review a document.\n\n  ${title}\n\nOpen it here (valid for 10 days${again ? '; links of earlier mails no longer work' : ''}):\n${url}\n\nIf you do not know why you got this mail, please discard it.\n`,
  }),
  concluded: ({ to, title, url, attached }) => ({
    subject: `Concluded: ${title}`,
    text: `Dear ${to},\n\nEveryone has consented; the document is concluded.\n\n  ${title}\n\n${copiesInEnglish(attached, url)}${url === '' ? '' : `\nDetails: ${url}\n`}\n`,
  }),
  declined: ({ to, title, url, comment, sends }) => ({
    subject: `Declined: ${title}`,
    text: sends
      ? `Dear ${to},\n\nA recipient declined the document.\n\n  ${title}\n${comment === '' ? '' : `\nReason:\n${comment}\n`}${url === '' ? '' : `\nDetails: ${url}\n`}`
      : `Dear ${to},\n\nAnother party did not agree, so the document that you agreed to was not concluded. There is nothing for you to do.\n\n  ${title}\n`,
  }),
  sealing_failed: ({ to, title, url }) => ({
    subject: `Cannot be concluded yet: ${title}`,
    text: `Dear ${to},\n\nThe consents are kept, but the document could not be sealed, so it is not concluded.\n\n  ${title}\n\n${url === '' ? 'The sender or the operator of the service will see to it. There is nothing for you to do.\n' : `If the operator of the service can mend it, it is concluded by itself. If you cannot wait, end it on this page and send another file:\n${url}\n`}`,
  }),
  cancelled: ({ to, sender, title, comment }) => ({
    subject: `Cancelled: ${title}`,
    text: `Dear ${to},\n\n${sender} has cancelled the document. There is nothing for you to do.\n\n  ${title}\n${comment === '' ? '' : `\n${comment}\n`}`,
  }),
}

/** Where the sealed files are: in this mail, or, when they are too large for it, on the page of `url`, or with the sender. */
function copiesInJapanese(attached: boolean, url: string): string {
  if (attached) return '締結済みの書類を添付しました。'
  const large = 'ファイルが大きいため、締結済みの書類は添付していません。'
  return url === '' ? `${large}差出人からお受け取りください。` : `${large}次のページから保存できます。`
}

function copiesInEnglish(attached: boolean, url: string): string {
  if (attached) return 'The sealed document is attached.'
  const from = url === '' ? 'please get it from the sender' : 'you can save it from its page'
  return `The sealed document is too large to be attached; ${from}.`
}
