import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan } from './document.ts'
import { identificationOf, type Participant } from './participant.ts'
import { refusal } from './refusal.ts'
import type { ReminderChoice, Reminding } from './reminder-choice.ts'
import { isDaytime, nextReminder, outsideTheNight } from './reminder-plan.ts'
import { sealingFailed } from './sealing-trouble.ts'
import {
  inCharge,
  remindingFor,
  remindingsOf,
  startTurn,
  turnMilliseconds,
  whoseTurn,
  withReminding,
} from './sending.ts'
import { sessionRules } from './signing-session.ts'

const dayMilliseconds = 24 * 60 * 60 * 1000

/**
 * When one of those in charge is reminded next; null: nobody is. A plan that was begun for somebody before them, by a release that
 * knew of none, counts as due: looked at, it is begun anew for them.
 */
export function reminderDue(document: Document): Date | null {
  return nextDue(document)?.at ?? null
}

/** Who is reminded next. */
export function nextReminded(document: Document): string | null {
  return nextDue(document)?.participant.id ?? null
}

type Due = { participant: Participant; reminding: Reminding | null; at: Date }

function nextDue(document: Document): Due | null {
  const strays = remindingsOf(document).find(
    ({ participantId }) => inCharge(document, participantId) === null,
  )
  const all = remindedOnes(document).flatMap((participant): Due[] => {
    const reminding = remindingFor(document, participant.id)
    const at = (reminding ?? strays)?.at ?? null
    return at === null ? [] : [{ participant, reminding, at }]
  })
  return all.reduce<Due | null>((first, each) => (first === null || each.at < first.at ? each : first), null)
}

/** Their sender had the link sent by SMS: nobody else asks them, as the site does that embeds the signing. */
function wasAskedBySms(document: Document, { id }: Participant): boolean {
  return remindingFor(document, id)?.bySms === true
}

/** Those in charge whom a plan may remind. */
function remindedOnes(document: Document): Participant[] {
  if (typeof document.reminders === 'string' || sealingFailed(document)) return []
  return whoseTurn(document).filter(
    (each) => identificationOf(each) === 'mail' || wasAskedBySms(document, each),
  )
}

/**
 * The plan's day may have come for one of them. Whoever looks later, or for the second time, finds that it is not due any more: what
 * is due is one instant, and the next is counted from this one, however long nobody looked. `isReading`: they are at the document
 * just now; a new link would end theirs. Answers what it was given where nothing changes.
 */
export function remindByPlan(document: Document, isReading: boolean, now: Date): Decision<Document> {
  const due = nextDue(document)
  if (due === null || due.at > now) return accepted(document)
  const { participant, reminding } = due
  const { id } = participant
  if (reminding === null) {
    const at = plannedFor(document, participant, 0, now)
    return accepted(
      withReminding(document, id, { participantId: id, at, count: 0, bySms: false, stopped: false }),
    )
  }
  const putOff = (at: Date) =>
    accepted(withReminding(document, id, { ...reminding, at: outsideTheNight(at, document.id) }))
  // A link would only say that they are locked: whether they are unlocked is looked at the next day.
  if (participant.lockedAt !== null) return putOff(new Date(now.getTime() + dayMilliseconds))
  if (!isDaytime(now)) return putOff(now)
  if (isReading) return putOff(new Date(now.getTime() + sessionRules.absoluteMilliseconds))
  if (!reminding.bySms) return startTurn(document, participant, now, 'plan')
  const count = reminding.count + 1
  return accepted(
    withReminding(document, id, { ...reminding, count, at: afterAsking(document, participant, count, now) }),
    { type: 'reminder.due', at: now, documentId: document.id, participantId: id },
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
  const { id } = participant
  return withReminding(document, id, { participantId: id, at, count, bySms: true, stopped: false })
}

function afterAsking(document: Document, { id }: Participant, count: number, now: Date): Date | null {
  const { reminders } = document
  const participant = inCharge(document, id)
  if (typeof reminders === 'string' || participant === null) return null
  return nextReminder(reminders, { asked: now, ends: participant.accessExpiresAt ?? now, count }, document.id)
}

/** The sender chooses whether and when recipients are reminded; of a document on its way, for the one in charge and all after. */
export function planReminders(document: Document, choice: ReminderChoice, now: Date): Decision<Document> {
  if (!documentCan.planReminders(document)) return refused(document, refusal('not_sendable'))
  if (isSame(choice, document.reminders)) return accepted(document)
  const chosen: Document = { ...document, reminders: choice, updatedAt: now }
  const reminded = new Set(remindedOnes(chosen).map(({ id }) => id))
  const planned = whoseTurn(document).reduce((current, participant) => {
    const { id } = participant
    const before = remindingFor(document, id)
    const { count, bySms, stopped } = before ?? { count: 0, bySms: false, stopped: false }
    const at = stopped ? null : plannedFor(chosen, participant, count, now)
    const next = reminded.has(id)
      ? { participantId: id, at, count, bySms, stopped }
      : // Switched off, it is known still how they were asked.
        before && { ...before, at: null }
    return withReminding(current, id, next)
  }, chosen)
  return accepted(planned, {
    type: 'reminders.changed',
    at: now,
    documentId: document.id,
    ...(typeof choice === 'string' ? { choice } : { choice: 'plan', ...choice }),
  })
}

/**
 * The newest request of the one in charge did not arrive: they are not reminded until they are asked again by hand, also by a
 * plan that is chosen after this.
 */
export function stopReminding(document: Document, participantId: string): Document {
  if (inCharge(document, participantId) === null) return document
  const { count, bySms } = remindingFor(document, participantId) ?? { count: 0, bySms: false }
  return withReminding(document, participantId, { participantId, at: null, count, bySms, stopped: true })
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
