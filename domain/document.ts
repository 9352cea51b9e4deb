import { accepted, type Decision, refused } from './decision.ts'
import type {
  Act,
  Approval,
  Archive,
  Attachment,
  File,
  Participant,
  Reportee,
  SealedCertificate,
  SealingTrouble,
  Widget,
} from './document-parts.ts'
import { refusal } from './refusal.ts'
import type { ReminderChoice, Reminding } from './reminder-choice.ts'
import type { Team } from './team.ts'
import { keptFields } from './text-rules.ts'

/** 下書き, 先方確認中, 締結済み, 取消または却下, テンプレート, インポート書類. */
export type DocumentStatus = 'draft' | 'awaiting' | 'concluded' | 'cancelled' | 'template' | 'imported'

/**
 * The aggregate that nearly every verb touches. Flat: files, participants and widgets hang on it by id.
 * Participants are in `order`; the first is the sender.
 */
export type Document = {
  id: string
  teamId: string
  /** The member who made and sends it. */
  senderId: string
  /** A test client made it: it reaches nobody and binds nobody, for ever. */
  test: boolean
  /** By how many milliseconds a test document's clock is ahead of ours; 0 for every other. */
  clockAhead: number
  title: string
  note: string
  message: string
  status: DocumentStatus
  canTransfer: boolean
  private: boolean
  sentAt: Date | null
  concludedAt: Date | null
  createdAt: Date
  updatedAt: Date
  declineComment: string
  participants: Participant[]
  files: File[]
  widgets: Widget[]
  /** What has been done and must be, or is, signed; empty until sending. */
  acts: Act[]
  certificate: SealedCertificate | null
  /** None before the conclusion, and where the operator asks for no more than B-T. */
  archives: Archive[]
  /** What stands in the way of the seal; null where nothing does. */
  sealing: SealingTrouble | null
  reportees: Reportee[]
  attachment: Attachment | null
  /** A template that the whole team may use. */
  shared: boolean
  /** Where an imported document was put; null where the team has no departments. */
  cabinetId: string | null
  /** Whether, and when, recipients are reminded of themselves. */
  reminders: ReminderChoice
  /** Null while nobody is in charge whom a plan reminds. */
  reminding: Reminding | null
  /** The same for the others of a group whose turn it is. */
  otherReminding: Reminding[]
  /** Null where nobody was asked for one. */
  approval: Approval | null
}

/**
 * What every member holds until something else is said: whoever makes a document names only what differs, so that a new
 * member has one place to begin at.
 */
const emptyDocument: Omit<Document, 'id' | 'teamId' | 'senderId' | 'createdAt' | 'updatedAt'> = {
  test: false,
  clockAhead: 0,
  title: '',
  note: '',
  message: '',
  status: 'draft',
  canTransfer: false,
  private: false,
  sentAt: null,
  concludedAt: null,
  declineComment: '',
  participants: [],
  files: [],
  widgets: [],
  acts: [],
  certificate: null,
  archives: [],
  sealing: null,
  reportees: [],
  attachment: null,
  shared: false,
  cabinetId: null,
  reminders: 'as_team',
  reminding: null,
  otherReminding: [],
  approval: null,
}

export const documentLimits = { title: 500, message: 16000, declineComment: 1000, recipients: 128 }

const allowedIn = {
  edit: ['draft'],
  placeFields: ['draft', 'template'],
  delete: ['draft'],
  send: ['draft'],
  remind: ['awaiting'],
  planReminders: ['draft', 'template', 'awaiting'],
  cancel: ['awaiting'],
  consent: ['awaiting'],
  fetchCertificate: ['concluded'],
  fetchAttachedFile: ['concluded'],
  saveAsTemplate: ['draft', 'awaiting', 'concluded', 'cancelled'],
  duplicate: ['draft', 'awaiting', 'concluded', 'cancelled'],
  clone: ['template'],
  changeTemplate: ['template'],
} satisfies Record<string, DocumentStatus[]>

type DocumentAction = keyof typeof allowedIn

/** What a document's status allows (CloudSign Web API 0.31, `POST/PUT/DELETE /documents/{documentID}`). */
export const documentCan = Object.fromEntries(
  Object.entries(allowedIn).map(([act, statuses]) => [
    act,
    (document: Pick<Document, 'status'>) => (statuses as DocumentStatus[]).includes(document.status),
  ]),
) as Record<DocumentAction, (document: Pick<Document, 'status'>) => boolean>

export type DocumentFields = {
  title: string
  note: string
  message: string
  canTransfer: boolean
  private: boolean
}

/** The title stands on the certificate; note and message are read on screens and in mails. */
export const documentTextRules = { title: { printed: true }, note: { lines: true }, message: { lines: true } }

/** Whose a new document is. `test`: as the client that makes it. */
export type Belonging = { id: string; teamId: string; senderId: string; test?: boolean }

export function createDocument(
  ids: Belonging,
  sender: Participant,
  team: Team,
  fields: Partial<DocumentFields>,
  now: Date,
): Decision<Document> {
  const tidy = keptFields(fields, documentTextRules)
  const document = newDocument(ids, sender, 'fields' in tidy ? tidy.fields : fields, now)
  if ('refusal' in tidy) return refused(document, tidy.refusal)
  if (document.private && !team.privateDocuments) {
    return refused(document, refusal('private_not_allowed', 'private'))
  }
  return accepted(document, { type: 'document.created', at: now, documentId: ids.id })
}

/** A draft in which nothing is but its sender and what is said about it. */
export function newDocument(
  ids: Belonging,
  sender: Participant,
  fields: Partial<DocumentFields>,
  now: Date,
): Document {
  return { ...emptyDocument, ...ids, ...fields, createdAt: now, updatedAt: now, participants: [sender] }
}

export function updateDocument(
  document: Document,
  team: Team,
  fields: Partial<DocumentFields>,
  now: Date,
): Decision<Document> {
  if (!documentCan.edit(document)) return refused(document, refusal('not_a_draft'))
  if (fields.private === true && !team.privateDocuments) {
    return refused(document, refusal('private_not_allowed', 'private'))
  }
  const tidy = keptFields(fields, documentTextRules)
  if ('refusal' in tidy) return refused(document, tidy.refusal)
  return accepted(
    { ...document, ...tidy.fields, updatedAt: now },
    { type: 'document.updated', at: now, documentId: document.id, fields: Object.keys(fields) },
  )
}

/** Only a draft can be deleted; what was sent is kept. The document itself is the last state: the verb removes it. */
export function deleteDocument(document: Document, now: Date): Decision<Document> {
  if (!documentCan.delete(document)) return refused(document, refusal('not_deletable'))
  return accepted(document, { type: 'document.deleted', at: now, documentId: document.id })
}

/** The sender is always participant 0. */
export function senderOf(document: Document): Participant {
  const sender = document.participants[0]
  if (sender === undefined) throw new Error(`document ${document.id} has no sender`)
  return sender
}

export function recipientsOf(document: Document): Participant[] {
  return document.participants.slice(1)
}

/** Wire `last_processed_at`: once sent the newest act of a participant, before that the last update. */
export function lastProcessedAt(document: Document): Date {
  if (document.status === 'draft' || document.status === 'template') return document.updatedAt
  const instants = document.participants.flatMap((p) => (p.processedAt === null ? [] : [p.processedAt]))
  return instants.reduce((a, b) => (a > b ? a : b), instants[0] ?? document.updatedAt)
}
