import { type Refusal, refusal } from './refusal.ts'
import type { ReminderPlan } from './reminder-choice.ts'
import { tokyoDay, tokyoDayStart, tokyoTime } from './tokyo.ts'

/** A link lives ten days and a reminder makes a new one: with shorter gaps nobody ever holds a dead one. */
const reminderLimits = {
  first: { least: 1, most: 9 },
  every: { least: 1, most: 9 },
  most: { least: 1, most: 10 },
}

/** What a form begins with. */
export const usualPlan: ReminderPlan = { from: 'request', first: 3, every: 3, most: 3 }

/** The plan as typed: what is no whole number in its range is refused with its field. */
export function readPlan(typed: { from: string; first: string; every: string; most: string }): {
  plan: ReminderPlan
  objections: Refusal[]
} {
  const objections: Refusal[] = []
  const whole = (name: keyof typeof reminderLimits) => {
    const { least, most } = reminderLimits[name]
    const number = /^[0-9]{1,3}$/.test(typed[name]) ? Number(typed[name]) : Number.NaN
    if (number >= least && number <= most) return number
    objections.push(refusal('field_malformed', `reminder_${name}`, { least, most }))
    return usualPlan[name]
  }
  const from = typed.from === 'end' ? 'end' : 'request'
  return { plan: { from, first: whole('first'), every: whole('every'), most: whole('most') }, objections }
}

const hourMilliseconds = 60 * 60 * 1000
const dayMilliseconds = 24 * hourMilliseconds
/** Hours of Tokyo in which nobody is reminded. */
const night = { begins: 21, ends: 8 }

/**
 * When the next reminder is due. `asked`: the request, or the reminder that was last; `ends`: when the link ends; `count`:
 * reminders by the plan so far. Null: the plan is over.
 */
export function nextReminder(
  plan: ReminderPlan,
  { asked, ends, count }: { asked: Date; ends: Date; count: number },
  documentId: string,
): Date | null {
  if (count >= plan.most) return null
  const before = count === 0 && plan.from === 'end'
  const days = count === 0 ? plan.first : plan.every
  const at = before ? ends.getTime() - days * dayMilliseconds : asked.getTime() + days * dayMilliseconds
  return outsideTheNight(new Date(at), documentId)
}

/** Somebody may be reminded at this instant. */
export function isDaytime(at: Date): boolean {
  const hour = Number(tokyoTime(at).slice(11, 13))
  return hour >= night.ends && hour < night.begins
}

/** By day as it is; by night within the hour after eight, each document at its own second, so that not all mails leave at once. */
export function outsideTheNight(at: Date, documentId: string): Date {
  if (isDaytime(at)) return at
  const morning = tokyoDayStart(tokyoDay(new Date(at.getTime() + (24 - night.begins) * hourMilliseconds)))
  return new Date(morning.getTime() + night.ends * hourMilliseconds + spreadOf(documentId) * 1000)
}

/** How long a reminder has to wait: by day not at all. */
export function untilDaytime(now: Date, documentId: string): number {
  return outsideTheNight(now, documentId).getTime() - now.getTime()
}

/** A second of an hour, of which each is as likely. */
function spreadOf(id: string): number {
  return [...id].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 3600, 7)
}
