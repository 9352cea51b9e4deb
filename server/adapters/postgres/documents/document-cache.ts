import type { Document } from '#domain/document.ts'
import { BoundedCache } from '#server/caching/bounded-cache.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { type Connection, statement } from '../connection/statements.ts'
import type { Stored } from './body-members.ts'
import { documentOf, type SealedParticipants } from './document-body.ts'
import { type UnknownMembers, unknownMembersOf } from './unknown-members.ts'

/** How many parts (participants, files, widgets, acts) all known documents may have together: about 40 MB. */
const roomForParts = 50_000

/** A document, and what a newer release keeps with it. */
export type Content = { document: Document; unknown: UnknownMembers | null }

/** What a process knows of a document, and the version that it knows. */
export type Known = Content & { version: string }

/** Who is locked, and since when, as `lockedColumn` reads it; null when nobody is. */
export type Locked = Record<string, string> | null

/** The version, and the body unless it is the version that the asker knows: `$n` is the parameter that names it. */
export const versionedColumns = (parameter: string) =>
  `d.id, d.version, case when d.version = ${parameter} then null else d.snapshot end as body`
export type VersionedRow = { id: string; version: string; body: Stored | null }

/** The attempt counter's side of a document: no version tells of it, so it is read each time. */
export const lockedColumn = `(select json_object_agg(p.id, p.locked_at) from participants p
  where p.document_id = d.id and p.locked_at is not null) as locked`

/**
 * Documents that this process has read or written lately. Nothing is believed unasked: every read asks PostgreSQL for
 * the version, and gets the document along with it when it is another one. What is spared is the sending, the parsing
 * and the decrypting of what has not changed.
 */
export interface DocumentCache {
  of(documentId: string | undefined): Known | undefined
  keep(document: Document, version: string, unknown: UnknownMembers | null): void
  /** As in the database: a participant that did not change is not encrypted again. */
  sealed: SealedParticipants
  /** Which document a consent URL leads to, by the URL's hash. It never leads to another. */
  behindUrl: BoundedCache<string, string>
}

export function documentCache(): DocumentCache {
  const known = new BoundedCache<string, Known>({
    entries: roomForParts,
    bytes: roomForParts,
    weigh: ({ document }) => partsOf(document),
  })
  return {
    of: (id) => (id === undefined ? undefined : known.get(id)),
    keep: (document, version, unknown) => known.set(document.id, { document, version, unknown }),
    sealed: new WeakMap(),
    behindUrl: new BoundedCache({ entries: roomForParts / 10 }),
  }
}

/** The document of an answer to a question that named the version of `asked`, and what must be written back beside it. */
export function contentOfAnswer(
  cache: DocumentCache,
  secrets: Secrets,
  asked: Known | undefined,
  { id, version, body }: VersionedRow,
): Content {
  if (asked !== undefined && version === asked.version) return asked
  if (body === null) throw new Error(`document ${id} has no body`)
  const document = documentOf(id, body, secrets, cache.sealed)
  const unknown = unknownMembersOf(body)
  cache.keep(document, version, unknown)
  return { document, unknown }
}

const current = statement<VersionedRow & { locked: Locked }>(
  'document',
  `select ${versionedColumns('$2')}, ${lockedColumn} from documents d where d.id = $1`,
)

/** The document as it is now. Null when there is none. */
export async function readDocument(
  connection: Connection,
  secrets: Secrets,
  cache: DocumentCache,
  id: string,
): Promise<Document | null> {
  const asked = cache.of(id)
  const [row] = await current(connection, id, asked?.version ?? null)
  if (row === undefined) return null
  return withLocks(contentOfAnswer(cache, secrets, asked, row).document, row.locked)
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
