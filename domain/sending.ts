import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan, recipientsOf, senderOf } from './document.ts'
import type { DocumentEvent } from './document-event.ts'
import { isBlankText } from './invisible-text.ts'
import { identificationOf, isEmbedded, type Participant, replaceParticipant } from './participant.ts'
import { type Refusal, refusal } from './refusal.ts'
import type { ReminderPlan } from './reminder-choice.ts'
import { nextReminder } from './reminder-plan.ts'
import { keptText } from './text-rules.ts'
import { outsidePage, type Widget } from './widget.ts'
import { widgetTextObjection } from './widget-text.ts'

/** A turn lasts ten days to the second from the moment it begins. */
export const turnMilliseconds = 10 * 24 * 60 * 60 * 1000

/**
 * What a sending finds: the certificate of the operator's, until an instant; whether mails can leave; and the team's plan of
 * reminders, for documents that do not say it themselves.
 */
export type SendingMeans = { certificateEnds: Date; mail: boolean; reminders: ReminderPlan | null }

/**
 * Freezes the document, signs for the sender and gives the first recipient their turn. Without a living certificate of
 * the operator's nothing could be sealed, so nothing is begun; nor for a recipient whom no mail would reach.
 */
export function sendDocument(document: Document, means: SendingMeans, now: Date): Decision<Document> {
  if (!documentCan.send(document)) return refused(document, refusal('not_sendable'))
  const objection = sendingObjection(document)
  if (objection !== null) return refused(document, objection)
  const byMail = recipientsOf(document).some((each) => identificationOf(each) === 'mail')
  if (byMail && !means.mail) return refused(document, refusal('mail_not_configured', 'email'))
  if (means.certificateEnds <= now) return refused(document, refusal('operator_certificate_expired'))
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

/** A text of the draft that would not be seen in the sealed file or on its certificate; drafts may be older than the rule. */
function unseenText(document: Document): Refusal | null {
  const printed: [field: string, text: string][] = [
    ['title', document.title],
    ...document.participants.flatMap(({ name, organization }): [string, string][] => [
      ['name', name],
      ['organization', organization],
    ]),
    // The sender's own address is their member's, which nobody could correct in this document.
    ...recipientsOf(document).flatMap(({ email, recipientId }): [string, string][] => [
      ['email', email],
      ['recipient_id', recipientId],
    ]),
    ...document.files.map(({ name }): [string, string] => ['uploadfile', name]),
  ]
  const kept = printed.map(([field, text]) => keptText(text, field, { printed: true }))
  const widgets = document.widgets.map((each) => widgetTextObjection(each, each.text, 'text'))
  const [first] = [
    ...kept.flatMap((each) => ('refusal' in each ? [each.refusal] : [])),
    ...widgets.filter((each) => each !== null),
  ]
  return first ?? null
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
        }
  return accepted({ ...document, participants: replaceParticipant(document, next), reminding }, event)
}

/** The one recipient whose turn it is; strictly in order, one at a time. */
export function inCharge(document: Document): Participant | null {
  if (document.status !== 'awaiting') return null
  return recipientsOf(document).find((each) => each.status === 'confirming') ?? null
}

function sendingObjection(document: Document): Refusal | null {
  if (document.files.length === 0) return refusal('no_file')
  const recipients = recipientsOf(document)
  if (recipients.length === 0) return refusal('no_recipient')
  const open = recipients.find((each) => each.slot !== null)
  if (open !== undefined) {
    return refusal('slot_open', 'participants', { slot: `_${open.slot}`, participant: open.id })
  }
  const sender = senderOf(document)
  const empty = document.widgets.find((each) => each.participantId === sender.id && isBlankText(each.text))
  if (empty !== undefined) return refusal('sender_widget_empty', 'text', { widget: empty.id })
  // Drafts and templates may be older than the rule that a widget lies whole on its page.
  const outside = document.widgets.map((each) => misplaced(document, each)).find((one) => one !== null)
  if (outside) return outside
  const unseen = unseenText(document)
  if (unseen !== null) return unseen
  const unnamed = recipients.find((each) => isBlankText(each.name))
  if (unnamed !== undefined) return refusal('field_missing', 'name', { participant: unnamed.id })
  const unreachable = recipients.find((each) => identificationOf(each) === 'mail' && each.email === '')
  return unreachable === undefined ? null : refusal('field_missing', 'email', { participant: unreachable.id })
}

function misplaced(document: Document, widget: Widget): Refusal | null {
  const file = document.files.find((each) => each.id === widget.fileId)
  const found = file ? outsidePage(widget, file.pages) : null
  return found && refusal(found.code, found.field, { ...found.detail, widget: widget.id })
}

/** The wire knows `access_expires_at` to the second. */
function wholeSecond(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000)
}
