import { type Document, lastProcessedAt } from '#domain/document.ts'
import type { Participant } from '#domain/participant.ts'
import type { Act, Revision } from '#domain/seal.ts'
import type { Secrets, Transaction } from '#server/usecases/ports.ts'
import {
  type AggregateRow,
  aggregateColumns,
  documentOfRow,
  type ParticipantRow,
  rowOfFile,
  rowOfParticipant,
  rowOfWidget,
} from './document-rows.ts'
import { type Connection, statement, upsert, wideStatement } from './statements.ts'

const lockRow = statement<{ id: string }>(
  'lock_document',
  'select id from documents where id = $1 for update',
)
const load = wideStatement<AggregateRow>(
  'load_document',
  `select ${aggregateColumns} from documents d where d.id = $1`,
)

const documentFields = [
  'id',
  'team_id',
  'sender_id',
  'title',
  'note',
  'message',
  'status',
  'can_transfer',
  'private',
  'sent_at',
  'concluded_at',
  'created_at',
  'updated_at',
  'last_processed_at',
  'decline_comment',
  'certificate_sha256',
  'certificate_bytes',
  'certificate_key',
  'snapshot',
] as const
type DocumentRow = ReturnType<typeof rowOfDocument> & { snapshot: ReturnType<typeof snapshotOf> }
const writeDocument = upsert<DocumentRow>('documents', ['id'], [...documentFields])
const writeParticipants = upsert<SealedParticipant>(
  'participants',
  ['id'],
  [
    'id',
    'document_id',
    'order',
    'member_id',
    'email_sealed',
    'email_hash',
    'name',
    'organization',
    'status',
    'access_code_sealed',
    'language',
    'tel_sealed',
    'recipient_id',
    'callback',
    'processed_at',
    'access_expires_at',
    'authenticated_at',
    'viewed_at',
  ],
)
const writeFiles = upsert<ReturnType<typeof rowOfFile>>(
  'files',
  ['id'],
  ['id', 'document_id', 'order', 'name', 'pages', 'sha256', 'bytes', 'storage_key', 'signed', 'doc_mdp'],
)
const writeWidgets = upsert<ReturnType<typeof rowOfWidget>>(
  'widgets',
  ['id'],
  [
    'id',
    'document_id',
    'file_id',
    'participant_id',
    'kind',
    'page',
    'x',
    'y',
    'w',
    'h',
    'font_size',
    'text',
    'label',
    'required',
    'input',
    'filled',
  ],
)
type ActRow = {
  document_id: string
  number: number
  participant_id: string
  at: Date
  signed_at: Date | null
}
const writeActs = upsert<ActRow>(
  'acts',
  ['document_id', 'number'],
  ['document_id', 'number', 'participant_id', 'at', 'signed_at'],
)
type RevisionRow = {
  document_id: string
  act: number
  file_id: string
  sha256: string
  bytes: number
  storage_key: string
}
const writeRevisions = upsert<RevisionRow>(
  'revisions',
  ['document_id', 'act', 'file_id'],
  ['document_id', 'act', 'file_id', 'sha256', 'bytes', 'storage_key'],
)

const remove = {
  documents: statement('remove_document', 'delete from documents where id = $1'),
  participants: statement('remove_participants', 'delete from participants where id = any($1)'),
  files: statement('remove_files', 'delete from files where id = any($1)'),
  widgets: statement('remove_widgets', 'delete from widgets where id = any($1)'),
}

/**
 * Documents inside one transaction. Rules never change what they are given, so what was loaded and what is saved are
 * compared by identity and only rows that differ are written.
 */
export function documentStore(connection: Connection, secrets: Secrets): Transaction['documents'] {
  const loaded = new Map<string, Document>()
  /** As they are in the database: a participant that did not change is not encrypted again. */
  const sealed = new WeakMap<Participant, SealedParticipant>()

  function sealedRow(documentId: string, each: Participant): SealedParticipant {
    const row = sealed.get(each) ?? rowOfParticipant(documentId, each, secrets)
    sealed.set(each, row)
    return row
  }

  /** Sent in this order, answered together. */
  async function write(next: Document, before: Document | null): Promise<void> {
    loaded.set(next.id, next)
    const participants = changed(before?.participants, next.participants)
    const files = changed(before?.files, next.files)
    const widgets = changed(before?.widgets, next.widgets)
    const acts = next.acts.filter((act) => !before?.acts.includes(act))
    const rows = next.participants.map((each) => sealedRow(next.id, each))
    await Promise.all([
      writeDocument(connection, [{ ...rowOfDocument(next), snapshot: snapshotOf(next, rows) }]),
      removeParts(connection, 'widgets', widgets.gone),
      removeParts(connection, 'files', files.gone),
      removeParts(connection, 'participants', participants.gone),
      writeParticipants(
        connection,
        participants.written.map((each) => sealedRow(next.id, each)),
      ),
      writeFiles(
        connection,
        files.written.map((each) => rowOfFile(next.id, each)),
      ),
      writeWidgets(
        connection,
        widgets.written.map((each) => rowOfWidget(next.id, each)),
      ),
      writeActs(
        connection,
        acts.map((act) => rowOfAct(next.id, act)),
      ),
      writeRevisions(
        connection,
        acts.flatMap((act) => act.revisions.map((each) => rowOfRevision(next.id, act.number, each))),
      ),
    ])
  }

  return {
    async lock(id) {
      // Two statements: the first may have waited, and its snapshot is from before the wait.
      const [locked, row] = await Promise.all([lockRow(connection, id), load(connection, id)])
      if (locked.length === 0 || row === undefined) return null
      const document = documentOfRow(row, secrets)
      loaded.set(id, document)
      for (const [index, each] of document.participants.entries()) {
        const read = row.participants?.[index]
        if (read !== undefined) sealed.set(each, read)
      }
      return document
    },
    async hold(id) {
      await lockRow(connection, id)
    },
    insert: (document) => write(document, null),
    async save(next) {
      const before = loaded.get(next.id)
      if (before === undefined) throw new Error('a document is saved that was not locked')
      if (before !== next) await write(next, before)
    },
    async remove(id) {
      await remove.documents(connection, id)
      loaded.delete(id)
    },
  }
}

function rowOfDocument(document: Document) {
  return {
    id: document.id,
    team_id: document.teamId,
    sender_id: document.senderId,
    title: document.title,
    note: document.note,
    message: document.message,
    status: document.status,
    can_transfer: document.canTransfer,
    private: document.private,
    sent_at: document.sentAt,
    concluded_at: document.concludedAt,
    created_at: document.createdAt,
    updated_at: document.updatedAt,
    last_processed_at: lastProcessedAt(document),
    decline_comment: document.declineComment,
    certificate_sha256: document.certificate?.sha256 ?? null,
    certificate_bytes: document.certificate?.bytes ?? null,
    certificate_key: document.certificate?.storageKey ?? null,
  }
}

/** A participant's row as it was read, or as it is about to be written. */
type SealedParticipant = ReturnType<typeof rowOfParticipant> | ParticipantRow

/** What `aggregateColumns` would read; `locked_at` is left to the code guard and is null here. */
function snapshotOf(document: Document, participants: SealedParticipant[]) {
  const acts = document.acts.map((act) => rowOfAct(document.id, act))
  return {
    ...rowOfDocument(document),
    participants: participants.map((each) => ({ ...each, locked_at: null })),
    files: document.files.map((each) => rowOfFile(document.id, each)),
    widgets: document.widgets.map((each) => rowOfWidget(document.id, each)),
    acts,
    revisions: document.acts.flatMap((act) =>
      act.revisions.map((each) => rowOfRevision(document.id, act.number, each)),
    ),
  }
}

function rowOfAct(documentId: string, act: Act): ActRow {
  return {
    document_id: documentId,
    number: act.number,
    participant_id: act.participantId,
    at: act.at,
    signed_at: act.signedAt,
  }
}

function rowOfRevision(documentId: string, act: number, each: Revision): RevisionRow {
  return {
    document_id: documentId,
    act,
    file_id: each.fileId,
    sha256: each.sha256,
    bytes: each.bytes,
    storage_key: each.storageKey,
  }
}

function changed<Part extends { id: string }>(before: Part[] = [], next: Part[]) {
  return {
    written: next.filter((each) => !before.includes(each)),
    gone: before.filter((each) => !next.some((other) => other.id === each.id)).map((each) => each.id),
  }
}

async function removeParts(
  connection: Connection,
  table: 'participants' | 'files' | 'widgets',
  ids: string[],
) {
  if (ids.length > 0) await remove[table](connection, ids)
}
