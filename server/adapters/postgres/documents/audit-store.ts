import { canonical } from '#domain/canonical.ts'
import type { DocumentEvent } from '#domain/document-event.ts'
import { jobsOf } from '#domain/job-request.ts'
import type { AuditRow, Origin } from '#server/usecases/ports.ts'
import { type Connection, statement } from '../connection/statements.ts'
import { jobOf } from '../jobs/job-queue.ts'

const append = statement('record_facts', 'select record_facts($1, $2, $3, $4, $5)')
const saveAndAppend = statement('save_document', 'select save_document($1, $2, $3, $4, $5, $6, $7)')
const ofDocument = statement<{ sequence: number; type: string; at: Date; row: string; hash: string }>(
  'audit_of_document',
  'select sequence, type, at, row, hash from audit where document_id = $1 order by sequence',
)

/** The body of a document as it is to be saved, as JSON, under a version of its own. */
export type SavedBody = { documentId: string; version: string; body: string }

/** Audit rows of one document, by column, and the jobs that follow from them, as JSON. */
type Recorded = [types: string[], instants: Date[], rows: string[], jobs: string]
export const noEvents: Recorded = [[], [], [], '[]']

/** Saves a document and appends to its chain: one statement, one version of the row. */
export async function saveAndRecord(
  connection: Connection,
  { documentId, version, body }: SavedBody,
  recorded: Recorded,
): Promise<void> {
  await saveAndAppend(connection, documentId, version, body, ...recorded)
}

/**
 * What a transaction saves and records of documents, audit rows and the jobs that follow, in the caller's transaction;
 * one statement per document, sent at once.
 */
export async function saveAndRecordAll(
  connection: Connection,
  origin: Origin,
  saves: SavedBody[],
  { events, trace }: { events: DocumentEvent[]; trace: string | null },
): Promise<void> {
  const byDocument = Map.groupBy(events, (event) => event.documentId)
  const saved = saves.map((each) => {
    const own = byDocument.get(each.documentId)
    byDocument.delete(each.documentId)
    return saveAndRecord(connection, each, own === undefined ? noEvents : recordedOf(origin, own, trace))
  })
  const appended = [...byDocument].map(([documentId, own]) =>
    append(connection, documentId, ...recordedOf(origin, own, trace)),
  )
  await Promise.all([...saved, ...appended])
}

function recordedOf(origin: Origin, events: DocumentEvent[], trace: string | null): Recorded {
  return [
    events.map((event) => event.type),
    events.map((event) => event.at),
    events.map((event) => canonical({ ...event, ...auditOrigin(origin) })),
    JSON.stringify(events.flatMap(jobsOf).map((job) => carrying(jobOf(job), trace))),
  ]
}

/** The job runs in the trace of the request that caused it; its key stays what it is. */
function carrying(job: ReturnType<typeof jobOf>, trace: string | null) {
  return trace === null ? job : { ...job, payload: { ...job.payload, trace } }
}

export async function loadAudit(connection: Connection, documentId: string): Promise<AuditRow[]> {
  return (await ofDocument(connection, documentId)).map(({ row, ...rest }) => {
    const { actor, address, userAgent, type: _type, at: _at, documentId: _id, ...detail } = JSON.parse(row)
    return { ...rest, canonical: row, actor, address, userAgent, detail }
  })
}

/** Who acted, and from where, as every row of a chain says it. */
export function auditOrigin({ actor, address, userAgent }: Origin) {
  const who =
    actor.kind === 'member'
      ? `member:${actor.memberId}:${actor.via}`
      : actor.kind === 'participant' || actor.kind === 'url_holder'
        ? `${actor.kind}:${actor.participantId}`
        : actor.kind === 'client'
          ? `client:${actor.clientId}`
          : actor.kind
  return { actor: who, address, userAgent }
}
