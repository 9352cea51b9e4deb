import { remindByPlan as decide, reminderDue } from '#domain/reminding.ts'
import { sessionIsAlive } from '#domain/signing-session.ts'
import { timeOf } from '#domain/test-document.ts'
import { type Ports, systemOrigin, type Transaction } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/**
 * Reminds the recipient in charge where the document's plan says so. Under its lock, and saved with the event and the job of
 * its mail: of several servers that look at once one does it, and one that dies has done it or not.
 */
export async function remindByPlan({ database, clock }: Needs, documentId: string): Promise<void> {
  await database.transaction(systemOrigin, async (tx) => {
    const document = await tx.documents.lock(documentId)
    if (document === null) return
    const due = reminderDue(document)
    const now = timeOf(document, clock.now())
    // The column says what does not hold any more: saved, it follows the body, and nobody is asked to look again.
    if (due === null) return tx.documents.queueSave({ ...document })
    if (due > now) return
    const isReading = await isAtTheDocument(tx, document.reminding?.participantId ?? '', now)
    const { next, events } = decide(document, isReading, now)
    if (next !== document) tx.documents.queueSave(next)
    tx.record(events)
  })
}

/** Has the recipient a living session? */
async function isAtTheDocument(tx: Transaction, participantId: string, now: Date): Promise<boolean> {
  for (const { id } of await tx.signingUrls.aliveOf(participantId)) {
    const found = await tx.signingUrls.lockWithSessions(id, 'authenticated')
    if (found?.sessions.some((each) => sessionIsAlive(each, now))) return true
  }
  return false
}
