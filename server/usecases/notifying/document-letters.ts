import type { Alert } from '#domain/alert.ts'
import { type Document, senderOf } from '#domain/document.ts'
import type { MailKind } from '#domain/mail-kind.ts'
import type { MailReader } from '#domain/mail-reader.ts'
import type { Participant } from '#domain/participant.ts'
import type { Letter } from '../delivery-ports.ts'
import { letterOf } from '../letters/letter.ts'

/** What is told, beside what the document says. `alert`: that of an alert's mail; `about`: whom a message did not reach. */
type Told = {
  kind: MailKind
  url: string
  again: boolean
  copies: 'attached' | 'on_page' | 'too_large' | 'linked'
  alert: Alert | null
  about: Participant | null
}

/** The letter about a document to one of those concerned. */
export function letterTo(reader: MailReader, document: Document, told: Told): Letter {
  const { kind, url, again, copies, alert, about } = told
  const { language, name: to, sends } = reader
  const { title, declineComment } = document
  switch (kind) {
    case 'requested':
      return letterOf(kind, language, { to, title, url, again, ...senderAndMessage(document, reader) })
    case 'concluded':
      return letterOf(kind, language, { to, title, url, copies })
    case 'declined':
      return letterOf(kind, language, { to, title, url, sends, reason: declineComment })
    case 'cancelled':
      return letterOf(kind, language, { to, title, comment: declineComment, sender: senderName(document) })
    case 'alert':
      return letterOf(kind, language, { to, title, url, day: alert?.alertAt ?? '', memo: alert?.memo ?? '' })
    case 'mail_rejected':
    case 'sms_undelivered':
    case 'tel_requested':
      return letterOf(kind, language, { to, title, url, who: about?.name ?? '' })
    case 'sealing_failed':
      return letterOf(kind, language, { to, title, url })
  }
}

/** The message stands on the page behind an access code where there is one, so not before it. */
function senderAndMessage(document: Document, { id }: MailReader): { sender: string; message: string } {
  const { accessCode = '' } = document.participants.find((each) => each.id === id) ?? {}
  return { sender: senderName(document), message: accessCode === '' ? document.message : '' }
}

function senderName(document: Document): string {
  const { organization, name } = senderOf(document)
  return organization === '' ? name : `${organization} ${name}`
}
