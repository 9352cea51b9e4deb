import { randomBytes } from 'node:crypto'
import type { Document } from '#domain/document.ts'
import type { Participant } from '#domain/participant.ts'
import type { Secrets, Transaction } from '#server/usecases/ports.ts'
import type { Sends } from '../connection/queued-writes.ts'
import { type Connection, statement } from '../connection/statements.ts'
import { noEvents, type SavedBody, saveAndRecord } from './audit-store.ts'
import { bodyOf } from './document-body.ts'
import {
  type Content,
  contentOfAnswer,
  type DocumentCache,
  documentCache,
  type Locked,
  type VersionedRow,
  withLocks,
  withoutLocks,
} from './document-cache.ts'
import { withUnknownMembers } from './unknown-members.ts'

const holdRow = statement<{ test: boolean }>(
  'hold_document',
  'select id, test from documents where id = $1 for update',
)
/** The document as it is after the wait, and the counters' side of it; without an id there is none. */
const lockRow = statement<(VersionedRow & { locked: Locked }) | { id: null }>(
  'lock_document_with_counters',
  'select id, version, body, locked from lock_document($1, $2)',
)
/** Columns and rows of parts are written from the body by triggers (migrations 0025 and 0026). */
const insertBody = statement(
  'insert_document',
  'insert into documents (id, version, snapshot) values ($1, $2, $3)',
)
const remove = statement('remove_document', 'delete from documents where id = $1')

/** As the transaction offers it; what is saved is sent by whoever takes it, together with the events. */
export type DocumentStore = Omit<Sends<Transaction['documents']>, 'queueSave'> & {
  queueSave(next: Document): void
  /** The bodies that were saved and not sent, one a document, each handed out once. */
  takeUnsent(): SavedBody[]
  /** Is it a test document? Of those that were locked, held or inserted, once the answers have come. */
  isTest(id: string): boolean
}

/** Documents inside one transaction. Rules never change what they are given: what comes back as it was is not written. */
export function documentStore(connection: Connection, secrets: Secrets, cache: DocumentCache): DocumentStore {
  const held = new Map<string, Content>()
  const unsent = new Map<string, SavedBody>()
  const heldTests = new Set<string>()

  function written({ document, unknown }: Content): SavedBody {
    held.set(document.id, { document, unknown })
    const body = withUnknownMembers(bodyOf(document, secrets, cache.sealed), unknown)
    // Never a number that rises: after a fail-over that lost a commit, another body would go by the same one.
    const version = randomBytes(12).toString('base64url')
    // Should the transaction fail, nobody ever gets to see this version.
    cache.keep(withoutLocks(document), version, unknown)
    return { documentId: document.id, version, body: JSON.stringify(body) }
  }

  /** Who asks the database for the document again sees what was saved before. */
  async function sendUnsent(id: string): Promise<void> {
    const saved = unsent.get(id)
    unsent.delete(id)
    if (saved !== undefined) await saveAndRecord(connection, saved, noEvents)
  }

  return {
    async lock(id) {
      const sent = sendUnsent(id)
      const asked = cache.of(id)
      const [[row]] = await Promise.all([lockRow(connection, id, asked?.version ?? null), sent])
      if (row === undefined || row.id === null) return null
      const { document: found, unknown } = contentOfAnswer(cache, secrets, asked, row)
      const document = withLocks(found, row.locked)
      held.set(id, { document, unknown })
      return document
    },
    async queueHold(id) {
      const [row] = await holdRow(connection, id)
      if (row?.test === true) heldTests.add(id)
    },
    async queueInsert(document) {
      const { documentId, version, body } = written({ document, unknown: null })
      await insertBody(connection, documentId, version, body)
    },
    queueSave(next) {
      const before = held.get(next.id)
      if (before === undefined) throw new Error('a document is saved that was not locked')
      if (before.document !== next) unsent.set(next.id, written({ document: next, unknown: before.unknown }))
    },
    isTest: (id) => heldTests.has(id) || held.get(id)?.document.test === true,
    takeUnsent() {
      const taken = [...unsent.values()]
      unsent.clear()
      return taken
    },
    async queueRemove(id) {
      held.delete(id)
      unsent.delete(id)
      await remove(connection, id)
    },
  }
}

/** Writes a document's body anew as it is, under its lock, with every text encrypted anew and bound to its place. */
export async function writeAnew(connection: Connection, secrets: Secrets, id: string): Promise<void> {
  const store = documentStore(connection, secrets, documentCache())
  const document = await store.lock(id)
  // Copies of the participants: what is the same is not encrypted again.
  const copy = (each: Participant) => ({ ...each })
  if (document === null) return
  store.queueSave({ ...document, participants: document.participants.map(copy) })
  await Promise.all(store.takeUnsent().map((saved) => saveAndRecord(connection, saved, noEvents)))
}
