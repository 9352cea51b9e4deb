import { remindOfAlert as decide } from '#domain/alert.ts'
import { timeOf } from '#domain/test-document.ts'
import { type Ports, systemOrigin } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/**
 * Records that the day of a document's alert has come, with the jobs of its mails. Under the document's lock, so that of
 * several servers that look at once one does it, once for each day. Answers whether it was this call.
 */
export async function remindOfAlert({ database, clock }: Needs, documentId: string): Promise<boolean> {
  return database.transaction(systemOrigin, async (tx) => {
    const document = await tx.documents.lock(documentId)
    const alert = await tx.alerts.of(documentId)
    if (document === null || alert === null) return false
    const { timeZone: zone } = await tx.teams.get(document.teamId)
    const { next: day, events } = decide(document, alert, { now: timeOf(document, clock.now()), zone })
    if (day === null) return false
    tx.alerts.queueMailedFor(documentId, day)
    tx.record(events)
    return true
  })
}
