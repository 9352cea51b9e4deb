import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { moveClock } from '#domain/test-clock.ts'
import { informedColleagues } from '../notifying/informed-colleagues.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Moves the clock of a test document forward. Two who move it at once move it twice: each waits for the other's lock. */
export async function moveTestClock(
  { database, clock }: Needs,
  origin: Origin,
  { documentId, milliseconds }: { documentId: string; milliseconds: number },
): Promise<Document> {
  const found = await database.read.document(documentId)
  const colleagues = found === null ? [] : await informedColleagues(database.read, found)
  const decision = await database.transaction(origin, async (tx) => {
    const document = await tx.documents.lock(documentId)
    if (document === null) throw new Refused(refusal('document_not_found'))
    const [alert, days] = [await tx.alerts.of(documentId), await tx.contractDays.of(documentId)]
    const { timeZone: zone } = await tx.teams.get(document.teamId)
    const moment = { now: clock.now(), zone }
    const decided = moveClock(document, { alert, days, colleagues }, milliseconds, moment)
    if (decided.refusal !== undefined) return decided
    tx.documents.queueSave(decided.next.document)
    if (decided.next.mailedFor !== null) tx.alerts.queueMailedFor(documentId, decided.next.mailedFor)
    for (const { kind, day } of decided.next.told) tx.contractDays.queueMailedFor(documentId, kind, day)
    tx.record(decided.events)
    return decided
  })
  if (decision.refusal !== undefined) throw new Refused(decision.refusal)
  return decision.next.document
}
