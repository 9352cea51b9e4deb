import type { Document } from '#domain/document.ts'
import { everyoneConsented, isReadable, newestRevision, reopenActs, revisionShown } from '#domain/seal.ts'
import { giveUpSealing, sealingFailed } from '#domain/sealing-trouble.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { FileRefused } from '../refused.ts'
import { expectedActs, verifyFinished } from './verify-finished.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'storage' | 'pdfWorker' | 'workspace' | 'trust'>

/** What became of it. `later`: it cannot be said now. `good`: nothing is left to look at. */
export type JudgedInFlight =
  | { outcome: 'good' | 'later' }
  | { outcome: 'drawn_anew' | 'given_up'; reason: string }

/**
 * A document that an earlier release sent: the final verification is asked now, not after the last consent. What it would
 * refuse is drawn anew while nobody has consented; who reads at this moment is told by the form that the text was renewed.
 * Where somebody has consented to those bytes, or drawing anew did not help (`again`), sender and signers are told.
 * Safe to run twice.
 */
export async function judgeInFlight(
  needs: Needs,
  documentId: string,
  again: boolean,
): Promise<JudgedInFlight> {
  const document = await needs.database.read.document(documentId)
  if (document === null || document.status !== 'awaiting' || sealingFailed(document))
    return { outcome: 'good' }
  // Its own job verifies it now.
  if (everyoneConsented(document)) return { outcome: 'good' }
  if (!isReadable(document)) return { outcome: 'later' }
  const judged = revisionShown(document)
  const reason = await refusedBy(needs, document)
  if (reason === null) return { outcome: 'good' }

  const drawAnew = document.acts.length === 1 && !again
  const decided = await needs.database.transaction(systemOrigin, async (tx) => {
    const current = await tx.documents.lock(documentId)
    // Somebody consented, or it ended, while we looked.
    if (current === null || !isReadable(current) || revisionShown(current) !== judged) return false
    if (current.status !== 'awaiting' || current.acts.length !== document.acts.length) return false
    const now = needs.clock.now()
    const decision = drawAnew
      ? reopenActs(current, 0, 'drawn_by_earlier_release', now)
      : giveUpSealing(current, reason, now)
    tx.documents.queueSave(decision.next)
    tx.record(decision.events)
    return true
  })
  if (!decided) return { outcome: 'later' }
  return { outcome: drawAnew ? 'drawn_anew' : 'given_up', reason }
}

/** Why the final verification would refuse a file as it is; null where it would not. */
async function refusedBy(needs: Needs, document: Document): Promise<string | null> {
  const acts = expectedActs(document)
  const trusted = await needs.trust.trusted()
  for (const file of document.files) {
    const revision = newestRevision(document, file.id)
    if (revision === null) continue
    try {
      // One that was signed out of time is signed anew at the end, whoever consented.
      const expected = { originalKey: file.storageKey, pages: file.pages.length, acts }
      await verifyFinished(needs, trusted, revision, expected)
    } catch (error) {
      if (error instanceof FileRefused) return error.message
      throw error
    }
  }
  return null
}
