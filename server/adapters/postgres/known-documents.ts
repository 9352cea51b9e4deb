import type { Document } from '#domain/document.ts'
import type { Participant } from '#domain/participant.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import {
  type AggregateRow,
  aggregateColumns,
  documentOfRow,
  type ParticipantRow,
  type rowOfParticipant,
} from './document-rows.ts'
import { type Connection, statement, wideStatement } from './statements.ts'

/** A participant's row as it was read, or as it is about to be written. */
export type SealedParticipant = ReturnType<typeof rowOfParticipant> | ParticipantRow

/** How many parts (participants, files, widgets, acts) all known documents may have together: about 40 MB. */
const roomForParts = 50_000

/** What a process knows of a document, and the version that it knows. */
export type Known = { version: string; document: Document }

/** Who is locked, and since when, as `lockedColumn` reads it; null when nobody is. */
export type Locked = Record<string, string> | null

/** The version, and the snapshot unless it is the version that the asker knows: `$n` is the parameter that names it. */
export const versionedColumns = (parameter: string) =>
  `d.id, d.version, case when d.version = ${parameter} then null else d.snapshot end as snapshot`
export type VersionedRow = { id: string; version: string | null; snapshot: AggregateRow | null }

/** The code guard's side of a document: no version tells of it, so it is read each time. */
export const lockedColumn = `(select json_object_agg(p.id, p.locked_at) from participants p
  where p.document_id = d.id and p.locked_at is not null) as locked`

/**
 * Documents that this process has read or written lately. Nothing is believed unasked: every read asks PostgreSQL for
 * the version, and gets the document along with it when it is another one. What is spared is the sending, the parsing
 * and the decrypting of what has not changed.
 */
export interface KnownDocuments {
  of(documentId: string | undefined): Known | undefined
  keep(document: Document, version: string): void
  /** As in the database: a participant that did not change is not encrypted again. */
  sealed: WeakMap<Participant, SealedParticipant>
  /** Which document a consent URL leads to, by the URL's hash. It never leads to another. */
  behindUrl: { of(urlHash: string): string | undefined; keep(urlHash: string, documentId: string): void }
}

export function knownDocuments(): KnownDocuments {
  const known = new Map<string, Known & { parts: number }>()
  const behindUrl = new Map<string, string>()
  let parts = 0

  function forget(id: string): void {
    parts -= known.get(id)?.parts ?? 0
    known.delete(id)
  }

  return {
    of(id) {
      const found = id === undefined ? undefined : known.get(id)
      if (found === undefined) return undefined
      // Last in the map: the first are forgotten first.
      known.delete(found.document.id)
      known.set(found.document.id, found)
      return found
    },
    keep(document, version) {
      forget(document.id)
      const size = partsOf(document)
      known.set(document.id, { version, document, parts: size })
      parts += size
      for (const id of known.keys()) {
        if (parts <= roomForParts) break
        forget(id)
      }
    },
    sealed: new WeakMap(),
    behindUrl: {
      of: (urlHash) => behindUrl.get(urlHash),
      keep(urlHash, documentId) {
        behindUrl.set(urlHash, documentId)
        for (const first of behindUrl.keys()) {
          if (behindUrl.size <= roomForParts / 10) break
          behindUrl.delete(first)
        }
      },
    },
  }
}

/** The document of an answer to a question that named the version of `asked`. Null: a row without a snapshot. */
export function documentOfAnswer(
  known: KnownDocuments,
  secrets: Secrets,
  asked: Known | undefined,
  answer: VersionedRow,
): Document | null {
  if (asked !== undefined && answer.version === asked.version) return asked.document
  if (answer.snapshot === null) return null
  const document = documentOfRow(answer.snapshot, secrets)
  for (const [index, each] of document.participants.entries()) {
    const read = answer.snapshot.participants?.[index]
    if (read !== undefined) known.sealed.set(each, read)
  }
  if (answer.version !== null) known.keep(document, answer.version)
  return document
}

const aggregate = wideStatement<AggregateRow>(
  'aggregate',
  `select ${aggregateColumns} from documents d where d.id = $1`,
)

/** From the rows of its parts: for a row of an earlier release that nobody has changed since. */
export async function loadUnversioned(
  connection: Connection,
  secrets: Secrets,
  id: string,
): Promise<Document> {
  const row = await aggregate(connection, id)
  if (row === undefined) throw new Error('a document went between two statements')
  return withoutLocks(documentOfRow(row, secrets))
}

const current = statement<VersionedRow & { locked: Locked }>(
  'document',
  `select ${versionedColumns('$2')}, ${lockedColumn} from documents d where d.id = $1`,
)

/** The document as it is now. Null when there is none. */
export async function readDocument(
  connection: Connection,
  secrets: Secrets,
  known: KnownDocuments,
  id: string,
): Promise<Document | null> {
  const asked = known.of(id)
  const [row] = await current(connection, id, asked?.version ?? null)
  if (row === undefined) return null
  const found =
    documentOfAnswer(known, secrets, asked, row) ?? (await loadUnversioned(connection, secrets, id))
  return withLocks(found, row.locked)
}

/** The same document with the locks as they are now. */
export function withLocks(document: Document, locked: Locked): Document {
  if (locked === null) return document
  const participants = document.participants.map((each) => {
    const since = locked[each.id]
    return since === undefined ? each : { ...each, lockedAt: new Date(since) }
  })
  return { ...document, participants }
}

/** The same document without them: what is known is known by its version alone. */
export function withoutLocks(document: Document): Document {
  if (document.participants.every((each) => each.lockedAt === null)) return document
  return { ...document, participants: document.participants.map((each) => ({ ...each, lockedAt: null })) }
}

function partsOf({ participants, files, widgets, acts }: Document): number {
  return 1 + participants.length + files.length + widgets.length + acts.length * (1 + files.length)
}
