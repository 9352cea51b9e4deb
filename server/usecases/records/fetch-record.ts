import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { tokyoDay, tokyoDayStart } from '#domain/tokyo.ts'
import type { Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'records'>

/** A record as it is handed out. `number`: of which archive's state it is; `end`: until when its last time stamp proves it. */
export type FetchedRecord = { bytes: Uint8Array; number: number; end: Date }

/** The evidence record of a concluded document. Refuses before the tree of its day is made, and of tests. */
export async function fetchRecord({ records }: Needs, document: Document): Promise<FetchedRecord> {
  if (document.status !== 'concluded' || document.concludedAt === null)
    throw new Refused(refusal('not_concluded'))
  if (document.test) throw new Refused(refusal('record_of_test'))
  const made = await recordOf(records, document.id)
  if (made === null) {
    const after = recordDue(document.concludedAt).toISOString()
    throw new Refused(refusal('record_not_made', undefined, { after }))
  }
  return made
}

/** The same where it is made; null where there is none, for whatever reason. */
export async function recordIfMade(
  { records }: Needs,
  { id, status, test }: Document,
): Promise<Uint8Array | null> {
  return status !== 'concluded' || test ? null : ((await recordOf(records, id))?.bytes ?? null)
}

async function recordOf(
  { store, writer }: Needs['records'],
  documentId: string,
): Promise<FetchedRecord | null> {
  const parts = await store.partsOf(documentId)
  return parts && { bytes: writer.recordOf(parts.steps), number: parts.number, end: parts.end }
}

/**
 * What is said of a document's record before somebody asks for it: whether it can be had, and else after when. Null: there will be
 * none, of tests and of what is not concluded.
 */
export async function recordStanding(
  { records, sealer }: Pick<Ports, 'records' | 'sealer'>,
  { id, status, test, concludedAt }: Document,
): Promise<{ made: boolean; after: Date } | null> {
  if (status !== 'concluded' || test || concludedAt === null || !sealer.stamps) return null
  return { made: await records.store.isRecorded(id), after: recordDue(concludedAt) }
}

/** The end of the day in Tokyo on which it was concluded. */
function recordDue(concludedAt: Date): Date {
  const start = tokyoDayStart(tokyoDay(concludedAt))
  return new Date(start.getTime() + 86_400_000)
}
