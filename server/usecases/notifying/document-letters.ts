import type { Alert } from '#domain/alert.ts'
import { type Document, senderOf } from '#domain/document.ts'
import type { MailKind } from '#domain/mail-kind.ts'
import type { MailReader } from '#domain/mail-reader.ts'
import type { Participant } from '#domain/participant.ts'
import { holderAfter } from '#domain/transfer.ts'
import type { Letter } from '../delivery-ports.ts'
import { letterOf } from '../letters/letter.ts'

/** What is told, beside what the document says. `alert`: that of an alert's mail; `about`: whom a message did not reach. */
type Told = {
  kind: MailKind
  occasion: string
  url: string
  again: boolean
  copies: 'attached' | 'on_page' | 'too_large' | 'linked'
  alert: Alert | null
  about: Participant | null
  /** Of a day of the document's information: which one, and whether the agreement goes on by itself. */
  day: string
  renews: boolean
}

/** The letter about a document to one of those concerned. */
export function letterTo(reader: MailReader, document: Document, told: Told): Letter {
  const { kind, url, again, copies, alert, about, occasion } = told
  const { language, name: to, sends } = reader
  const { title, declineComment } = document
  switch (kind) {
    case 'requested':
      return letterOf(kind, language, { to, title, url, again, ...whatIsSaid(document, reader, again) })
    case 'concluded':
      return letterOf(kind, language, { to, title, url, copies })
    case 'declined':
      return letterOf(kind, language, { to, title, url, sends, reason: declineComment })
    case 'cancelled':
      return letterOf(kind, language, { to, title, comment: declineComment, sender: senderName(document) })
    case 'alert':
      return letterOf(kind, language, { to, title, url, day: alert?.alertAt ?? '', memo: alert?.memo ?? '' })
    case 'contract_end':
    case 'notice_end':
      return letterOf(kind, language, { to, title, url, day: told.day, renews: told.renews })
    case 'mail_rejected':
    case 'sms_undelivered':
    case 'tel_requested':
      return letterOf(kind, language, { to, title, url, who: about?.name ?? '' })
    case 'transferred':
      return letterOf(kind, language, { to, title, url, ...passedOn(about, occasion) })
    case 'sealing_failed':
    case 'approved':
      return letterOf(kind, language, { to, title, url })
    case 'returned':
      return letterOf(kind, language, { to, title, url, answer: document.approval?.answer ?? '' })
    case 'approval_requested':
      throw new Error('an approver is asked by a job of its own')
  }
}

/**
 * The sender's message stands on the page behind an access code where there is one, so not before it. Of whoever passed the
 * document on their words go first, once.
 */
function whatIsSaid(document: Document, { id }: MailReader, again: boolean) {
  const { accessCode = '', transfers = [] } = document.participants.find((each) => each.id === id) ?? {}
  const last = transfers.at(-1)
  return {
    sender: senderName(document),
    message: accessCode === '' ? document.message : '',
    from: last?.name ?? '',
    words: again ? '' : (last?.message ?? ''),
  }
}

/** Who passed the place on, and to whom, at that instant. */
function passedOn(about: Participant | null, occasion: string) {
  if (about === null) return { who: '', whom: '', code: false }
  const found = about.transfers.findIndex(({ at }) => at.toISOString() === occasion)
  const count = found === -1 ? about.transfers.length - 1 : found
  const [who, whom] = [holderAfter(about, count).name, holderAfter(about, count + 1).name]
  return { who, whom, code: about.accessCode !== '' }
}

function senderName(document: Document): string {
  const { organization, name } = senderOf(document)
  return organization === '' ? name : `${organization} ${name}`
}
