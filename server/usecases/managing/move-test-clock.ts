import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { moveClock } from '#domain/test-clock.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Moves the clock of a test document forward. Two who move it at once move it twice: each waits for the other's lock. */
export async function moveTestClock(
  { database, clock }: Needs,
  origin: Origin,
  { documentId, milliseconds }: { documentId: string; milliseconds: number },
): Promise<Document> {
  const decision = await database.transaction(origin, async (tx) => {
    const document = await tx.documents.lock(documentId)
    if (document === null) throw new Refused(refusal('document_not_found'))
    const alert = await tx.alerts.of(documentId)
    const { timeZone: zone } = await tx.teams.get(document.teamId)
    const decided = moveClock(document, alert, milliseconds, { now: clock.now(), zone })
    if (decided.refusal !== undefined) return decided
    tx.documents.queueSave(decided.next.document)
    if (decided.next.mailedFor !== null) tx.alerts.queueMailedFor(documentId, decided.next.mailedFor)
    tx.record(decided.events)
    return decided
  })
  if (decision.refusal !== undefined) throw new Refused(decision.refusal)
  return decision.next.document
}
