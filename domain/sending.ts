import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan, recipientsOf, senderOf } from './document.ts'
import type { DocumentEvent } from './document-event.ts'
import { identificationOf, isEmbedded, type Participant, replaceParticipant } from './participant.ts'
import { refusal } from './refusal.ts'
import type { ReminderPlan } from './reminder-choice.ts'
import { nextReminder } from './reminder-plan.ts'
import { type OperatorMeans, sendingObjections } from './sending-objections.ts'

/** A turn lasts ten days to the second from the moment it begins. */
export const turnMilliseconds = 10 * 24 * 60 * 60 * 1000

/** What a sending finds: also the team's plan of reminders, for documents that do not say it themselves. */
export type SendingMeans = OperatorMeans & { reminders: ReminderPlan | null }

/**
 * Freezes the document, signs for the sender and gives the first recipient their turn. Without a living certificate of
 * the operator's nothing could be sealed, so nothing is begun; nor for a recipient whom no mail would reach.
 */
export function sendDocument(document: Document, means: SendingMeans, now: Date): Decision<Document> {
  if (!documentCan.send(document)) return refused(document, refusal('not_sendable'))
  const [objection] = sendingObjections(document, means, now)
  if (objection !== undefined) return refused(document, objection)
  const sender: Participant = { ...senderOf(document), status: 'sent', processedAt: now }
  const sent: Document = {
    ...document,
    status: 'awaiting',
    // From now on what was chosen holds, whatever becomes of the team's.
    reminders: document.reminders === 'as_team' ? (means.reminders ?? 'none') : document.reminders,
    sentAt: now,
    updatedAt: now,
    participants: replaceParticipant(document, sender),
    acts: [{ number: 0, participantId: sender.id, at: now, signedAt: null, revisions: [] }],
  }
  const turn = startNextTurn(sent, now)
  const files = document.files.map((file) => ({ fileId: file.id, sha256: file.sha256 }))
  return accepted(
    turn.next,
    { type: 'document.sent', at: now, documentId: document.id, files },
    ...turn.events,
  )
}

/** `POST /documents/{d}` on an awaiting document. Embedded recipients get no reminders. */
export function remindDocument(document: Document, now: Date): Decision<Document> {
  if (!documentCan.remind(document)) return refused(document, refusal('not_sendable'))
  const participant = inCharge(document)
  if (participant === null) return refused(document, refusal('not_in_charge'))
  if (isEmbedded(participant)) return refused(document, refusal('no_reminder_for_embedded'))
  return startTurn(document, participant, now, 'hand')
}

/** Gives the turn to the first recipient who has not acted yet. */
export function startNextTurn(document: Document, now: Date): Decision<Document> {
  const next = recipientsOf(document).find((each) => each.status === 'waiting')
  return next === undefined ? accepted(document) : startTurn(document, next, now)
}

/** Another ten days for this recipient. `by`: it is their turn, or they were asked before and are reminded by hand or by plan. */
export function startTurn(
  document: Document,
  participant: Participant,
  now: Date,
  by: 'turn' | 'hand' | 'plan' = 'turn',
): Decision<Document> {
  const accessExpiresAt = wholeSecond(new Date(now.getTime() + turnMilliseconds))
  const next: Participant = { ...participant, status: 'confirming', accessExpiresAt }
  const event: DocumentEvent = {
    type: 'turn.started',
    at: now,
    documentId: document.id,
    participantId: participant.id,
    expiresAt: accessExpiresAt.toISOString(),
    method: identificationOf(participant),
    ...(by === 'turn' ? {} : { again: true }),
    ...(by === 'plan' ? { automatic: true } : {}),
  }
  const { reminders, reminding: before } = document
  const known = by !== 'turn' && before?.participantId === participant.id ? before.count : 0
  const count = known + (by === 'plan' ? 1 : 0)
  const reminding =
    typeof reminders === 'string' || isEmbedded(participant)
      ? null
      : {
          participantId: participant.id,
          at: nextReminder(reminders, { asked: now, ends: accessExpiresAt, count }, document.id),
          count,
          bySms: false,
          stopped: false,
        }
  return accepted({ ...document, participants: replaceParticipant(document, next), reminding }, event)
}

/** The one recipient whose turn it is; strictly in order, one at a time. */
export function inCharge(document: Document): Participant | null {
  if (document.status !== 'awaiting') return null
  return recipientsOf(document).find((each) => each.status === 'confirming') ?? null
}

/** The wire knows `access_expires_at` to the second. */
function wholeSecond(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000)
}
