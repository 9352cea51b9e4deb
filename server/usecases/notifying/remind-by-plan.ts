import { remindByPlan as decide, nextReminded, reminderDue } from '#domain/reminding.ts'
import { sessionIsAlive } from '#domain/signing-session.ts'
import { timeOf } from '#domain/test-document.ts'
import { type Ports, systemOrigin, type Transaction } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/**
 * Reminds the recipients in charge where the document's plan says so. Under its lock, and saved with the event and the job of
 * its mail: of several servers that look at once one does it, and one that dies has done it or not.
 */
export async function remindByPlan({ database, clock }: Needs, documentId: string): Promise<void> {
  await database.transaction(systemOrigin, async (tx) => {
    const document = await tx.documents.lock(documentId)
    if (document === null) return
    const now = timeOf(document, clock.now())
    // The column says what does not hold any more: saved, it follows the body, and nobody is asked to look again.
    if (reminderDue(document) === null) return tx.documents.queueSave({ ...document })
    let current = document
    // In a group the day of several may have come; each look puts one of them off, or reminds them.
    for (const _ of document.participants) {
      const due = reminderDue(current)
      if (due === null || due > now) break
      const isReading = await isAtTheDocument(tx, nextReminded(current) ?? '', now)
      const { next, events } = decide(current, isReading, now)
      tx.record(events)
      current = next
    }
    if (current !== document) tx.documents.queueSave(current)
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
