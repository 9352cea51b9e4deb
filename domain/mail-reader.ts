import type { Document } from './document.ts'
import { toSender } from './job-request.ts'
import type { MailKind } from './mail-kind.ts'
import { identificationOf, type Participant, type RecipientLanguage } from './participant.ts'

/** Whom one mail goes to: a participant or a reportee. `sends`: the sender, who has the console. */
export type MailReader = {
  id: string
  name: string
  email: string
  language: RecipientLanguage
  sends: boolean
}

/** What goes to one reader: a request to whoever's turn it is, and to the sender what they have to know of it. */
type Single =
  | 'requested'
  | 'mail_rejected'
  | 'sms_undelivered'
  | 'tel_requested'
  | 'transferred'
  | 'approval_requested'
  | 'approved'
  | 'returned'

/** Occasions of which several may hear. */
export type Announcement = Exclude<MailKind, Single>

const singles: Record<Single, true> = {
  requested: true,
  mail_rejected: true,
  sms_undelivered: true,
  tel_requested: true,
  transferred: true,
  // To an approver, by a job of its own; to the sender what came of it.
  approval_requested: true,
  approved: true,
  returned: true,
}

export function isAnnouncement(kind: MailKind): kind is Announcement {
  return !Object.hasOwn(singles, kind)
}

/**
 * Who is told, one reader for each address, whatever roles it has: the sender's comes first, then the recipients' in their
 * order. Embedded recipients get the concluded document if the sender gave an address, and nothing else, but that a seal
 * which they consented to cannot be made; reportees get the concluded document and hear of no decline or cancellation (decision 65), in Japanese, for nobody asks for their
 * language. Whoever has consented by mail, or was asked at the same time, hears of a decline or cancellation.
 */
export function mailReaders(document: Document, kind: Announcement): MailReader[] {
  const readers = [...participantsTold(document, kind).map(asReader), ...reporteesTold(document, kind)]
  const addresses = new Set<string>()
  return readers.filter(({ email }) => {
    const address = email.toLowerCase()
    const isNew = address !== '' && !addresses.has(address)
    addresses.add(address)
    return isNew
  })
}

/** The reader with this id, or the sender; null when they left the document meanwhile. */
export function mailReaderOf(document: Document, readerId: string): MailReader | null {
  const participant = document.participants.find(({ id, order }) =>
    readerId === toSender ? order === 0 : id === readerId,
  )
  if (participant !== undefined) return asReader(participant)
  const reportee = document.reportees.find(({ id }) => id === readerId)
  return reportee === undefined ? null : { ...reportee, language: 'ja', sends: false }
}

function asReader(participant: Participant): MailReader {
  const { id, name, email, language, order } = participant
  return { id, name, email, language, sends: order === 0 }
}

function reporteesTold({ reportees }: Document, kind: Announcement): MailReader[] {
  if (kind !== 'concluded' && kind !== 'contract_end' && kind !== 'notice_end') return []
  return reportees.map((each) => ({ ...each, language: 'ja' as const, sends: false }))
}

function participantsTold({ participants }: Document, kind: Announcement): Participant[] {
  const isSender = ({ order }: Participant) => order === 0
  const byMail = (each: Participant) => !isSender(each) && identificationOf(each) === 'mail'
  switch (kind) {
    case 'concluded':
      return participants
    case 'alert':
    case 'contract_end':
    case 'notice_end':
      return participants.filter(isSender)
    case 'declined':
      return participants.filter((each) => isSender(each) || (byMail(each) && wasAsked(each)))
    case 'cancelled':
      return participants.filter((each) => byMail(each) && wasAsked(each))
    case 'sealing_failed':
      return participants.filter((each) => isSender(each) || hasConsented(each))
  }
}

/** They consented, or still had the request when the document ended. */
function wasAsked(participant: Participant): boolean {
  return participant.status === 'cancelled' || hasConsented(participant)
}

function hasConsented({ order, status }: Participant): boolean {
  return order > 0 && (status === 'signing' || status === 'confirmed' || status === 'filled')
}
