import { randomBytes } from 'node:crypto'
import type { Document } from '#domain/document.ts'
import type { Participant } from '#domain/participant.ts'
import type { Secrets, Transaction } from '#server/usecases/ports.ts'
import { rowOfFile, rowOfParticipant, rowOfWidget } from './document-rows.ts'
import {
  type ActRow,
  type RevisionRow,
  rowOfAct,
  rowOfDocument,
  rowOfRevision,
  snapshotOf,
} from './document-snapshot.ts'
import {
  documentOfAnswer,
  type KnownDocuments,
  type Locked,
  loadUnversioned,
  lockedColumn,
  type SealedParticipant,
  type VersionedRow,
  versionedColumns,
  withLocks,
  withoutLocks,
} from './known-documents.ts'
import { type Connection, statement, upsert } from './statements.ts'

const holdRow = statement('hold_document', 'select id from documents where id = $1 for update')
/** Answers with the row as it is after the wait. */
const lockRow = statement<VersionedRow>(
  'lock_document',
  `select ${versionedColumns('$2')} from documents d where d.id = $1 for update`,
)
/** A statement of its own: what it reads is from after the wait. */
const lockedOf = statement<{ locked: Locked }>(
  'locked_of_document',
  `select ${lockedColumn} from documents d where d.id = $1`,
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
  'reportees',
  'attachment',
  'shared',
  'cabinet_id',
  'version',
  'snapshot',
] as const
type DocumentRow = ReturnType<typeof rowOfDocument> & {
  version: string
  snapshot: ReturnType<typeof snapshotOf>
}
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
    'slot',
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
const writeActs = upsert<ActRow>(
  'acts',
  ['document_id', 'number'],
  ['document_id', 'number', 'participant_id', 'at', 'signed_at'],
)
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
export function documentStore(
  connection: Connection,
  secrets: Secrets,
  known: KnownDocuments,
): Transaction['documents'] {
  const loaded = new Map<string, Document>()

  function sealedRow(documentId: string, each: Participant): SealedParticipant {
    const row = known.sealed.get(each) ?? rowOfParticipant(documentId, each, secrets)
    known.sealed.set(each, row)
    return row
  }

  /** Sent in this order, answered together. */
  async function write(next: Document, before: Document | null): Promise<void> {
    loaded.set(next.id, next)
    const participants = changed(before?.participants, next.participants)
    const files = changed(before?.files, next.files)
    const widgets = changed(before?.widgets, next.widgets)
    const acts = next.acts.filter((act) => !before?.acts.includes(act))
    const row = rowOfDocument(next, secrets)
    const rows = next.participants.map((each) => sealedRow(next.id, each))
    const version = randomBytes(12).toString('base64url')
    // Should the transaction fail, nobody ever gets to see this version.
    known.keep(withoutLocks(next), version)
    await Promise.all([
      writeDocument(connection, [{ ...row, version, snapshot: snapshotOf(row, next, rows) }]),
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
      const asked = known.of(id)
      const [[row], [guards]] = await Promise.all([
        lockRow(connection, id, asked?.version ?? null),
        lockedOf(connection, id),
      ])
      if (row === undefined) return null
      const found =
        documentOfAnswer(known, secrets, asked, row) ?? (await loadUnversioned(connection, secrets, id))
      const document = withLocks(found, guards?.locked ?? null)
      loaded.set(id, document)
      return document
    },
    async hold(id) {
      await holdRow(connection, id)
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
