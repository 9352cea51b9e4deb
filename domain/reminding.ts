import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan } from './document.ts'
import { identificationOf, type Participant } from './participant.ts'
import { refusal } from './refusal.ts'
import type { ReminderChoice, Reminding } from './reminder-choice.ts'
import { isDaytime, nextReminder, outsideTheNight } from './reminder-plan.ts'
import { sealingFailed } from './sealing-trouble.ts'
import { inCharge, startTurn, turnMilliseconds } from './sending.ts'
import { sessionRules } from './signing-session.ts'

const dayMilliseconds = 24 * 60 * 60 * 1000

/**
 * When the recipient in charge is reminded next; null: not. A plan that was begun for somebody before them, by a release that
 * knew of none, counts as due: looked at, it is begun anew for them.
 */
export function reminderDue(document: Document): Date | null {
  return reminded(document) === null ? null : (document.reminding?.at ?? null)
}

/** Their sender had the link sent by SMS: nobody else asks them, as the site does that embeds the signing. */
function wasAskedBySms({ reminding }: Document, { id }: Participant): boolean {
  return reminding?.bySms === true && reminding.participantId === id
}

/** The recipient in charge, where a plan may remind them. */
function reminded(document: Document): Participant | null {
  const participant = inCharge(document)
  if (typeof document.reminders === 'string' || participant === null) return null
  const asked = identificationOf(participant) === 'mail' || wasAskedBySms(document, participant)
  return asked && !sealingFailed(document) ? participant : null
}

/**
 * The plan's day may have come. Whoever looks later, or for the second time, finds that it is not due any more: what is due is
 * one instant, and the next is counted from this one, however long nobody looked. `isReading`: they are at the document just
 * now; a new link would end theirs. Answers what it was given where nothing changes.
 */
export function remindByPlan(document: Document, isReading: boolean, now: Date): Decision<Document> {
  const participant = reminded(document)
  const { reminding } = document
  const due = reminderDue(document)
  if (participant === null || reminding === null || due === null || due > now) return accepted(document)
  if (reminding.participantId !== participant.id) {
    const reminding = {
      participantId: participant.id,
      at: plannedFor(document, participant, 0, now),
      count: 0,
      bySms: false,
      stopped: false,
    }
    return accepted({ ...document, reminding })
  }
  const putOff = (at: Date) =>
    accepted({ ...document, reminding: { ...reminding, at: outsideTheNight(at, document.id) } })
  // A link would only say that they are locked: whether they are unlocked is looked at the next day.
  if (participant.lockedAt !== null) return putOff(new Date(now.getTime() + dayMilliseconds))
  if (!isDaytime(now)) return putOff(now)
  if (isReading) return putOff(new Date(now.getTime() + sessionRules.absoluteMilliseconds))
  if (!reminding.bySms) return startTurn(document, participant, now, 'plan')
  const next = { ...reminding, count: reminding.count + 1 }
  return accepted(
    { ...document, reminding: { ...next, at: afterAsking(document, participant, next.count, now) } },
    { type: 'reminder.due', at: now, documentId: document.id, participantId: participant.id },
  )
}

/** A link was sent by SMS, by the sender's press or by the plan: the days count from now. `before`: as it was before the link was made. */
export function askedBySms(
  document: Document,
  before: Reminding | null,
  participant: Participant,
  now: Date,
): Document {
  const count = before?.participantId === participant.id ? before.count : 0
  const at = afterAsking(document, participant, count, now)
  return { ...document, reminding: { participantId: participant.id, at, count, bySms: true, stopped: false } }
}

function afterAsking(document: Document, { id }: Participant, count: number, now: Date): Date | null {
  const { reminders } = document
  const ends = inCharge(document)?.accessExpiresAt ?? now
  if (typeof reminders === 'string' || inCharge(document)?.id !== id) return null
  return nextReminder(reminders, { asked: now, ends, count }, document.id)
}

/** The sender chooses whether and when recipients are reminded; of a document on its way, for the one in charge and all after. */
export function planReminders(document: Document, choice: ReminderChoice, now: Date): Decision<Document> {
  if (!documentCan.planReminders(document)) return refused(document, refusal('not_sendable'))
  if (isSame(choice, document.reminders)) return accepted(document)
  const chosen: Document = { ...document, reminders: choice, updatedAt: now }
  const participant = reminded(chosen)
  const { reminding: last } = document
  const before = last !== null && last.participantId === inCharge(document)?.id ? last : null
  const { count, bySms, stopped } = before ?? { count: 0, bySms: false, stopped: false }
  const at = participant === null || stopped ? null : plannedFor(chosen, participant, count, now)
  const reminding =
    participant === null
      ? // Switched off, it is known still how they were asked.
        before && { ...before, at: null }
      : { participantId: participant.id, at, count, bySms, stopped }
  return accepted(
    { ...chosen, reminding },
    {
      type: 'reminders.changed',
      at: now,
      documentId: document.id,
      ...(typeof choice === 'string' ? { choice } : { choice: 'plan', ...choice }),
    },
  )
}

/**
 * The newest request of the one in charge did not arrive: they are not reminded until they are asked again by hand, also by a
 * plan that is chosen after this.
 */
export function stopReminding(document: Document, participantId: string): Document {
  const { reminding } = document
  if (inCharge(document)?.id !== participantId) return document
  const { count, bySms } = reminding?.participantId === participantId ? reminding : { count: 0, bySms: false }
  return { ...document, reminding: { participantId, at: null, count, bySms, stopped: true } }
}

function isSame(one: ReminderChoice, other: ReminderChoice): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other
  return (['from', 'first', 'every', 'most'] as const).every((name) => one[name] === other[name])
}

/** As if the plan had held since they were asked; what that would have had due before is due tomorrow. */
function plannedFor(document: Document, participant: Participant, count: number, now: Date): Date | null {
  const { reminders, id } = document
  if (typeof reminders === 'string') return null
  const ends = participant.accessExpiresAt ?? now
  const asked = new Date(ends.getTime() - turnMilliseconds)
  const at = nextReminder(reminders, { asked, ends, count }, id)
  return at === null || at > now ? at : outsideTheNight(new Date(now.getTime() + dayMilliseconds), id)
}
