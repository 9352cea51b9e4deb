import { type ApprovalMeans, approvalObjection } from './approval.ts'
import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan, recipientsOf, senderOf } from './document.ts'
import type { DocumentEvent } from './document-event.ts'
import { identificationOf, isEmbedded, type Participant, replaceParticipant } from './participant.ts'
import { groupOf } from './recipient-group.ts'
import { refusal } from './refusal.ts'
import type { ReminderPlan, Reminding } from './reminder-choice.ts'
import { nextReminder } from './reminder-plan.ts'
import { type OperatorMeans, sendingObjections } from './sending-objections.ts'

/** A turn lasts ten days to the second from the moment it begins. */
export const turnMilliseconds = 10 * 24 * 60 * 60 * 1000

/** What a sending finds: also the team's plan of reminders, for documents that do not say it themselves, and whether it wants an approval. */
export type SendingMeans = OperatorMeans & { reminders: ReminderPlan | null; approval: ApprovalMeans }

/**
 * Freezes the document, signs for the sender and gives the first recipient their turn. Without a living certificate of
 * the operator's nothing could be sealed, so nothing is begun; nor for a recipient whom no mail would reach.
 */
export function sendDocument(document: Document, means: SendingMeans, now: Date): Decision<Document> {
  if (!documentCan.send(document)) return refused(document, refusal('not_sendable'))
  const [objection] = sendingObjections(document, means, now)
  if (objection !== undefined) return refused(document, objection)
  const unapproved = approvalObjection(document, means.approval)
  if (unapproved !== null) return refused(document, unapproved)
  const sender: Participant = { ...senderOf(document), status: 'sent', processedAt: now }
  const sent: Document = {
    ...document,
    status: 'awaiting',
    // From now on what was chosen holds, whatever becomes of the team's.
    reminders: document.reminders === 'as_team' ? (means.reminders ?? 'none') : document.reminders,
    sentAt: now,
    updatedAt: now,
    participants: replaceParticipant(document, sender),
    acts: [{ number: 0, participantId: sender.id, at: now, signedAt: null, shownAct: null, revisions: [] }],
  }
  const turn = startNextTurn(sent, now)
  const files = document.files.map((file) => ({ fileId: file.id, sha256: file.sha256 }))
  return accepted(
    turn.next,
    {
      type: 'document.sent',
      at: now,
      documentId: document.id,
      files,
      // The database refuses a sending without it, for a release before knows no approvals (migration 0061).
      ...(means.approval.required && document.approval !== null ? { approval: document.approval.id } : {}),
    },
    ...turn.events,
  )
}

/** `POST /documents/{d}` on an awaiting document: everybody whose turn it is, or one of them. Embedded recipients get no reminders. */
export function remindDocument(document: Document, now: Date, participantId?: string): Decision<Document> {
  if (!documentCan.remind(document)) return refused(document, refusal('not_sendable'))
  const asked = whoseTurn(document).filter(({ id }) => participantId === undefined || id === participantId)
  if (asked.length === 0) return refused(document, refusal('not_in_charge'))
  const byMail = asked.filter((each) => !isEmbedded(each))
  if (byMail.length === 0) return refused(document, refusal('no_reminder_for_embedded'))
  return startTurns(document, byMail, now, 'hand')
}

/** Gives the turn to the first recipient who has not acted yet, and to all of their group; to nobody while somebody has it. */
export function startNextTurn(document: Document, now: Date): Decision<Document> {
  const charged = withRemindings(document, remindingsOf(document))
  if (whoseTurn(document).length > 0) return accepted(charged)
  const next = recipientsOf(document).find((each) => each.status === 'waiting')
  if (next === undefined) return accepted(charged)
  const group = groupOf(document, next).filter((each) => each.status === 'waiting')
  return startTurns({ ...charged, reminding: null, otherReminding: [] }, group, now)
}

function startTurns(
  document: Document,
  participants: Participant[],
  now: Date,
  by: 'turn' | 'hand' = 'turn',
): Decision<Document> {
  let decision: Decision<Document> = accepted(document)
  for (const each of participants) {
    const turn = startTurn(decision.next, each, now, by)
    decision = accepted(turn.next, ...decision.events, ...turn.events)
  }
  return decision
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
  const { reminders } = document
  const known = by === 'turn' ? 0 : (remindingFor(document, participant.id)?.count ?? 0)
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
  const charged = { ...document, participants: replaceParticipant(document, next) }
  return accepted(withReminding(charged, participant.id, reminding), event)
}

/** The recipient whose turn it is, or those of the group; in order. */
export function whoseTurn(document: Document): Participant[] {
  if (document.status !== 'awaiting') return []
  return recipientsOf(document).filter((each) => each.status === 'confirming')
}

/** The recipient with this id, if it is their turn. */
export function inCharge(document: Document, participantId: string): Participant | null {
  return whoseTurn(document).find(({ id }) => id === participantId) ?? null
}

/** How far the plan has come with each whose turn it is. A release before may have left that of somebody before them. */
export function remindingsOf({ reminding, otherReminding }: Document): Reminding[] {
  return reminding === null ? otherReminding : [reminding, ...otherReminding]
}

/** With one of them; null where nothing is known. */
export function remindingFor(document: Document, participantId: string): Reminding | null {
  return remindingsOf(document).find((each) => each.participantId === participantId) ?? null
}

/** The document in which the plan has come so far with this recipient; null: it reminds them not at all. */
export function withReminding(
  document: Document,
  participantId: string,
  reminding: Reminding | null,
): Document {
  const others = remindingsOf(document).filter((each) => each.participantId !== participantId)
  return withRemindings(document, reminding === null ? others : [...others, reminding])
}

/** Of those who are in charge no more nothing is kept. */
function withRemindings(document: Document, remindings: Reminding[]): Document {
  const [reminding = null, ...otherReminding] = recipientsOf(document).flatMap((each) =>
    remindings.filter(({ participantId }) => each.status === 'confirming' && participantId === each.id),
  )
  return { ...document, reminding, otherReminding }
}

/** The wire knows `access_expires_at` to the second. */
function wholeSecond(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000)
}
