import { actor } from './consent.ts'
import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan, documentLimits, senderOf } from './document.ts'
import { mailReaders } from './mail-reader.ts'
import type { Participant } from './participant.ts'
import { refusal } from './refusal.ts'
import { everyoneConsented, withoutSigning } from './seal.ts'
import { sealingFailed } from './sealing-trouble.ts'
import { keptText } from './text-rules.ts'

/** The recipient in charge declines: the document ends. */
export function declineDocument(
  document: Document,
  participantId: string,
  sessionId: string,
  reason: string,
  now: Date,
): Decision<Document> {
  const participant = actor(document, participantId)
  if ('code' in participant) return refused(document, participant)
  if ([...reason].length > documentLimits.declineComment) {
    return refused(document, refusal('field_too_long', 'reason', { limit: documentLimits.declineComment }))
  }
  const kept = keptText(reason, 'reason', { lines: true })
  if ('refusal' in kept) return refused(document, kept.refusal)
  const participants = document.participants.map((each) => {
    if (each.id === participantId) {
      return { ...each, status: 'declined' as const, processedAt: now, accessExpiresAt: null }
    }
    // Others of the group were asked, too, and cannot answer any more.
    if (each.status === 'confirming') {
      return { ...each, status: 'cancelled' as const, accessExpiresAt: null }
    }
    return each.order === 0 ? { ...each, status: 'cancelled' as const } : each
  })
  const next: Document = {
    ...document,
    status: 'cancelled',
    declineComment: kept.text,
    participants: withoutTelRequests(participants),
    updatedAt: now,
  }
  const readers = mailReaders(next, 'declined').map(({ id }) => id)
  return accepted(next, {
    type: 'participant.declined',
    at: now,
    documentId: document.id,
    participantId,
    sessionId,
    readers,
  })
}

/** Never once everyone has consented, unless the seal cannot be made. */
export function mayEnd(document: Document): boolean {
  return documentCan.cancel(document) && (!everyoneConsented(document) || sealingFailed(document))
}

/** The sender ends an awaiting document. */
export function cancelDocument(document: Document, comment: string, now: Date): Decision<Document> {
  if (!documentCan.cancel(document)) return refused(document, refusal('not_cancellable'))
  if (!mayEnd(document)) return refused(document, refusal('conclusion_pending'))
  const kept = keptText(comment, 'comment', { lines: true })
  if ('refusal' in kept) return refused(document, kept.refusal)
  const sender = senderOf(document)
  const participants = withoutSigning(document).map((each) => {
    if (each.id === sender.id) return { ...each, status: 'declined' as const, processedAt: now }
    return each.status === 'confirming'
      ? { ...each, status: 'cancelled' as const, accessExpiresAt: null }
      : each
  })
  const next: Document = {
    ...document,
    status: 'cancelled',
    declineComment: kept.text,
    participants: withoutTelRequests(participants),
    updatedAt: now,
  }
  return accepted(next, {
    type: 'document.cancelled',
    at: now,
    documentId: document.id,
    ...(sealingFailed(document) ? { because: 'sealing.failed' as const } : {}),
    readers: mailReaders(next, 'cancelled').map(({ id }) => id),
  })
}

/** Nobody can answer any more, so neither the number that was asked for nor from where is kept. */
function withoutTelRequests(participants: Participant[]): Participant[] {
  return participants.map((each) => ({ ...each, telRequest: null }))
}
