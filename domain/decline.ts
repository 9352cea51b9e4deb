import { actor } from './consent.ts'
import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan, documentLimits, senderOf } from './document.ts'
import { refusal } from './refusal.ts'
import { everyoneConsented } from './seal.ts'

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
  const participants = document.participants.map((each) => {
    if (each.id === participantId) {
      return { ...each, status: 'declined' as const, processedAt: now, accessExpiresAt: null }
    }
    return each.order === 0 ? { ...each, status: 'cancelled' as const } : each
  })
  return accepted(
    { ...document, status: 'cancelled', declineComment: reason, participants, updatedAt: now },
    { type: 'participant.declined', at: now, documentId: document.id, participantId, sessionId },
  )
}

/** The sender cancels an awaiting document; never once everyone has consented. */
export function cancelDocument(document: Document, comment: string, now: Date): Decision<Document> {
  if (!documentCan.cancel(document)) return refused(document, refusal('not_cancellable'))
  if (everyoneConsented(document)) return refused(document, refusal('conclusion_pending'))
  const sender = senderOf(document)
  const participants = document.participants.map((each) => {
    if (each.id === sender.id) return { ...each, status: 'declined' as const, processedAt: now }
    return each.status === 'confirming'
      ? { ...each, status: 'cancelled' as const, accessExpiresAt: null }
      : each
  })
  return accepted(
    { ...document, status: 'cancelled', declineComment: comment, participants, updatedAt: now },
    { type: 'document.cancelled', at: now, documentId: document.id },
  )
}
