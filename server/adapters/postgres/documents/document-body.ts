import type { AttachedFile, Attachment } from '#domain/attachment.ts'
import { type Document, lastProcessedAt } from '#domain/document.ts'
import type { Approval } from '#domain/document-parts.ts'
import type { File } from '#domain/file.ts'
import type { Participant } from '#domain/participant.ts'
import type { ReminderChoice, Reminding } from '#domain/reminder-choice.ts'
import { reminderDue } from '#domain/reminding.ts'
import type { Reportee } from '#domain/reportee.ts'
import type { Act, Revision } from '#domain/seal.ts'
import type { SealingTrouble } from '#domain/sealing-trouble.ts'
import type { Widget } from '#domain/widget.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { isBound, placeOfReportee } from '../connection/encrypted-text.ts'
import { archive, archivedCertificate, archivedRevision } from './body-archives.ts'
import {
  asIs,
  encrypted,
  instantMember,
  instantOrNull,
  list,
  type Mapping,
  object,
  objectOrNull,
  rowsOf,
  type Stored,
} from './body-members.ts'
import { participant, telRequest, transfer } from './body-participants.ts'
import { telIsFoundBy, withTelFoundBy } from './tel-found-by.ts'

/**
 * The body of a document: the truth of it, one JSON object in `documents.snapshot` (docs/decisions/0026). What lists,
 * look-ups and foreign keys need is written from it by the database itself (migration 0025).
 *
 * A new member has one line here; `asIs('')` says what it is in bodies that an earlier release has written. A column is
 * needed only where SQL asks for it.
 */

/** Rises when a body can no longer be read by the release before. Bodies without a number are of schema 1. */
const bodySchema = 1

const file = object<File>(
  {
    id: asIs(),
    order: asIs(),
    name: asIs(),
    pages: {
      write: (pages) => pages.map(({ width, height }) => [width, height]),
      read: (stored) => (Array.isArray(stored) ? stored.map(([width, height]) => ({ width, height })) : []),
    },
    sha256: asIs(),
    bytes: asIs(),
    storageKey: asIs(),
    signed: asIs(),
    docMdp: asIs(),
    repairedFrom: asIs<string | null>(null),
    deadSignatures: asIs(0),
  },
  { also: (_, { documentId }) => ({ document_id: documentId }) },
)

const widget = object<Widget>(
  {
    id: asIs(),
    fileId: asIs(),
    participantId: asIs(),
    kind: asIs(),
    page: asIs(),
    x: asIs(),
    y: asIs(),
    w: asIs(),
    h: asIs(),
    fontSize: asIs(),
    text: asIs(),
    label: asIs(),
    required: asIs(),
    input: asIs(),
    filled: asIs(),
  },
  { also: (_, { documentId }) => ({ document_id: documentId }) },
)

const act = object<Omit<Act, 'revisions'>>(
  {
    number: asIs(),
    participantId: asIs(),
    at: instantMember,
    signedAt: instantOrNull,
    shownAct: asIs<number | null>(null),
  },
  { also: (_, { documentId }) => ({ document_id: documentId }) },
)

/** The revisions of all acts lie in one list; each says of which act it is. */
const revision = object<Revision & { act: number }>(
  { act: asIs(), fileId: asIs(), sha256: asIs(), bytes: asIs(), storageKey: asIs() },
  { also: (_, { documentId }) => ({ document_id: documentId }) },
)

const reportee = object<Reportee>({
  id: asIs(),
  email: encrypted('email_sealed', placeOfReportee),
  name: asIs(),
  organization: asIs(),
})

const attachedFile = object<AttachedFile>({
  id: asIs(),
  name: asIs(),
  status: asIs(),
  mediaType: asIs(),
  sha256: asIs(),
  bytes: asIs(),
  storageKey: asIs(),
  uploadedAt: instantMember,
})

const attachment = object<Attachment>({
  id: asIs(),
  participantId: asIs(),
  description: asIs(),
  required: asIs(),
  files: list(attachedFile),
})

const sealing = object<SealingTrouble>(
  { tries: asIs(), failedAt: instantOrNull, reason: asIs() },
  { spelling: (word) => word },
)

const reminding = object<Reminding>({
  participantId: asIs(),
  at: instantOrNull,
  count: asIs(),
  bySms: asIs(false),
  stopped: asIs(false),
})

const approval = object<Approval>({
  id: asIs(),
  state: asIs(),
  content: asIs(),
  approverId: asIs(),
  comment: asIs(),
  askedAt: instantMember,
  answeredBy: asIs(),
  answeredAt: instantOrNull,
  answer: asIs(),
})

/** The document without what is stored in another shape than its type's. */
const plain = object<Omit<Document, 'participants' | 'acts' | 'certificate'>>({
  id: asIs(),
  teamId: asIs(),
  senderId: asIs(),
  test: asIs(false),
  clockAhead: asIs(0),
  title: asIs(),
  note: asIs(),
  message: asIs(),
  status: asIs(),
  canTransfer: asIs(),
  private: asIs(),
  sentAt: instantOrNull,
  concludedAt: instantOrNull,
  createdAt: instantMember,
  updatedAt: instantMember,
  declineComment: asIs(),
  files: list(file),
  widgets: list(widget),
  reportees: list(reportee),
  attachment: objectOrNull(attachment),
  sealing: objectOrNull(sealing),
  archives: list(archive),
  shared: asIs(false),
  cabinetId: asIs<string | null>(null),
  reminders: asIs<ReminderChoice>('as_team'),
  reminding: objectOrNull(reminding),
  otherReminding: list(reminding),
  approval: objectOrNull(approval),
})

/**
 * A participant as it lies in a body. One that did not change is not encrypted anew: by identity, for rules never change
 * what they are given.
 */
export type SealedParticipants = WeakMap<Participant, Stored>

/** The body of a document, as JSON; instants become text when it is sent. */
export function bodyOf(document: Document, secrets: Secrets, sealed: SealedParticipants): Stored {
  const at = { secrets, documentId: document.id, id: document.id }
  const { certificate, acts } = document
  return {
    schema: bodySchema,
    ...plain.write(document, at),
    last_processed_at: lastProcessedAt(document),
    remind_at: remindAt(document),
    certificate_sha256: certificate?.sha256 ?? null,
    certificate_bytes: certificate?.bytes ?? null,
    certificate_key: certificate?.storageKey ?? null,
    participants: document.participants.map((each) => {
      const row = sealed.get(each) ?? withTelFoundBy(participant.write(each, at), each.tel, document, secrets)
      sealed.set(each, row)
      return row
    }),
    acts: acts.map((each) => act.write(each, at)),
    revisions: acts.flatMap(({ number, revisions }) =>
      revisions.map((each) => revision.write({ ...each, act: number }, at)),
    ),
  }
}

/** By our clock, which looks for what is due; that of a test document may be ahead. */
function remindAt(document: Document): Date | null {
  const due = reminderDue(document)
  return due === null ? null : new Date(due.getTime() - document.clockAhead)
}

/**
 * The document of a body that lies in the row `id`. Throws where a newer release has written a body of another schema.
 */
export function documentOf(id: string, body: Stored, secrets: Secrets, sealed: SealedParticipants): Document {
  const schema = body.schema ?? 1
  if (typeof schema !== 'number' || schema > bodySchema) {
    throw new Error(`the body of document ${id} is of schema ${schema}, which a newer release has written`)
  }
  // Places are told by the row's id: whose body was put into another's row is nobody.
  const at = { secrets, documentId: id, id }
  const revisions = rowsOf(body.revisions).map((each) => revision.read(each, at))
  return {
    ...plain.read({ ...body, id }, at),
    certificate: certificateOf(body),
    participants: rowsOf(body.participants).map((row) => {
      const each = participant.read(row, at)
      if (isAllBound(row)) sealed.set(each, row)
      return each
    }),
    acts: rowsOf(body.acts).map((row) => {
      const each = act.read(row, at)
      const own = revisions.filter(({ act: number }) => number === each.number)
      return { ...each, revisions: own.map(({ act: _, ...rest }) => rest) }
    }),
  }
}

function certificateOf({ certificate_sha256, certificate_bytes, certificate_key }: Stored) {
  if (typeof certificate_key !== 'string') return null
  return { sha256: String(certificate_sha256), bytes: Number(certificate_bytes), storageKey: certificate_key }
}

/**
 * What an earlier release encrypted without binding it to its place, or whose number it did not say how to find, is written
 * anew with the next write.
 */
function isAllBound(row: Stored): boolean {
  const bound = [row.tel_sealed, row.email_sealed, row.access_code_sealed].every((each) =>
    isBound(String(each)),
  )
  return bound && telIsFoundBy(row)
}

/** Which members this release knows of an object in a body, by what tells it apart, and of those within it. */
export type Shape = { members: ReadonlySet<string>; key: string[]; parts: { [member: string]: Shape } }

function shape({ names }: Pick<Mapping<never>, 'names'>, key: string[], parts: Shape['parts'] = {}): Shape {
  return { members: new Set([...names, 'document_id', ...Object.keys(parts)]), key, parts }
}

/** The whole body. */
export const bodyShape: Shape = shape(
  {
    names: [
      'schema',
      ...plain.names,
      ...['last_processed_at', 'remind_at', 'certificate_sha256', 'certificate_bytes', 'certificate_key'],
    ],
  },
  [],
  {
    participants: shape({ names: [...participant.names, 'email_hash', 'tel_found_by'] }, ['id'], {
      tel_request: shape(telRequest, ['id']),
      transfers: shape(transfer, ['id']),
    }),
    files: shape(file, ['id']),
    widgets: shape(widget, ['id']),
    acts: shape(act, ['number']),
    revisions: shape(revision, ['act', 'file_id']),
    archives: shape(archive, ['number'], {
      revisions: shape(archivedRevision, ['file_id']),
      certificate: shape(archivedCertificate, []),
    }),
    reportees: shape(reportee, ['id']),
    attachment: shape(attachment, ['id'], { files: shape(attachedFile, ['id']) }),
    sealing: shape(sealing, []),
    reminding: shape(reminding, []),
    approval: shape(approval, ['id']),
    other_reminding: shape(reminding, ['participant_id']),
  },
)
