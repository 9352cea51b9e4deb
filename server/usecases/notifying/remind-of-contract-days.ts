import { remindOfContractDays as decide } from '#domain/contract-day.ts'
import { timeOf } from '#domain/test-document.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { informedColleagues } from './informed-colleagues.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/**
 * Records that days of a document's information have come, with the jobs of their mails. Under the document's lock, so that of
 * several servers that look at once one does it, once for each day. Answers whether it was this call.
 */
export async function remindOfContractDays({ database, clock }: Needs, documentId: string): Promise<boolean> {
  const found = await database.read.document(documentId)
  const colleagues = found === null ? [] : await informedColleagues(database.read, found)
  return database.transaction(systemOrigin, async (tx) => {
    const document = await tx.documents.lock(documentId)
    if (document === null) return false
    const days = await tx.contractDays.of(documentId)
    const { timeZone: zone } = await tx.teams.get(document.teamId)
    const moment = { now: timeOf(document, clock.now()), zone }
    const { next, events } = decide(document, days, colleagues, moment)
    for (const { kind, day } of next) tx.contractDays.queueMailedFor(documentId, kind, day)
    tx.record(events)
    return next.length > 0
  })
}
