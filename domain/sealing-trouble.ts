import { accepted, type Decision } from './decision.ts'
import type { Document } from './document.ts'
import { mailReaders } from './mail-reader.ts'

export type { SealingTrouble } from './document-parts.ts'

/** A verdict that comes again and again is no accident. */
const sealingTries = 3

/** Of the reason, which is for the operator and the audit trail. */
const longestReason = 300

/** A verdict about this document's files. From the third on sender and recipients know, and the sender may end it. */
export function refuseSealing(document: Document, reason: string, now: Date): Decision<Document> {
  if (document.status !== 'awaiting') return accepted(document)
  const before = document.sealing
  const tries = (before?.tries ?? 0) + 1
  const told = before?.failedAt ?? null
  if (told === null && tries >= sealingTries) return tell(document, tries, reason, now)
  return accepted({ ...document, sealing: { tries, failedAt: told, reason: reason.slice(0, longestReason) } })
}

/**
 * The same verdict before the last consent: it would stand then, and what was consented to so far keeps it from being made
 * anew. So everybody is told now, and nobody else consents in vain.
 */
export function giveUpSealing(document: Document, reason: string, now: Date): Decision<Document> {
  if (document.status !== 'awaiting' || sealingFailed(document)) return accepted(document)
  return tell(document, (document.sealing?.tries ?? 0) + 1, reason, now)
}

function tell(document: Document, tries: number, long: string, now: Date): Decision<Document> {
  const reason = long.slice(0, longestReason)
  const next = { ...document, sealing: { tries, failedAt: now, reason } }
  const readers = mailReaders(next, 'sealing_failed').map(({ id }) => id)
  return accepted(next, { type: 'sealing.failed', at: now, documentId: document.id, reason, readers })
}

/** Everybody was told that the seal cannot be made as things are. */
export function sealingFailed({ sealing }: Pick<Document, 'sealing'>): boolean {
  return sealing !== null && sealing.failedAt !== null
}
