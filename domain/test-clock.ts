import { remindOfAlert, type StoredAlert } from './alert.ts'
import type { CalendarDay } from './attribute.ts'
import { type ContractDay, remindOfContractDays } from './contract-day.ts'
import { type Decision, refused } from './decision.ts'
import type { Document } from './document.ts'
import type { DocumentEvent } from './document-event.ts'
import { type Moment, morningOf } from './mail-day.ts'
import { refusal } from './refusal.ts'
import { remindByPlan, reminderDue } from './reminding.ts'
import { timeOf } from './test-document.ts'

const dayMilliseconds = 24 * 60 * 60 * 1000

/** How far the clock of a test document may be ahead of ours: beyond every time that a document waits for. */
export const mostDaysAhead = 366

/** What of a document waits for its day. `colleagues`: of its people to inform, those who hear of contract days. */
export type WaitsForDay = { alert: StoredAlert | null; days: ContractDay[]; colleagues: string[] }

/** The document, the day of its alert that came meanwhile (null: none did), and the contract days that did. */
export type MovedClock = { document: Document; mailedFor: CalendarDay | null; told: ContractDay[] }

/**
 * A test document's clock goes forward by so many milliseconds, and what would have been due meanwhile happens now, each at its own
 * time: reminders by plan, the alert, contract days. Everything else that time ends (URLs, codes, sessions, turns) is judged by the clock when
 * somebody comes. `now`: ours; `zone`: the team's.
 */
export function moveClock(
  document: Document,
  { alert, days, colleagues }: WaitsForDay,
  by: number,
  { now, zone }: Moment,
): Decision<MovedClock> {
  const unchanged = { document, mailedFor: null, told: [] }
  if (!document.test) return refused(unchanged, refusal('document_not_found'))
  if (document.status === 'template') return refused(unchanged, refusal('clock_of_template', 'document_id'))
  const clockAhead = document.clockAhead + by
  if (!(by > 0) || clockAhead > mostDaysAhead * dayMilliseconds) {
    return refused(unchanged, refusal('clock_too_far', 'days', { days: mostDaysAhead }))
  }
  const before = timeOf(document, now)
  const after = new Date(before.getTime() + by)
  const reminded = remindMeanwhile(document, before, after)
  const span = { before, after, zone }
  const alerted = alert === null ? null : alertMeanwhile(document, alert, span)
  const come = days.flatMap((each) => contractDayMeanwhile(document, each, colleagues, span) ?? [])
  const passed = [reminded, ...(alerted === null ? [] : [alerted]), ...come]
  const events = passed
    .flatMap((each) => each.events)
    .sort((one, other) => one.at.getTime() - other.at.getTime())
  const moved = { type: 'test_clock.moved' as const, seconds: Math.round(by / 1000) }
  return {
    next: {
      document: { ...reminded.document, clockAhead },
      mailedFor: alerted?.next ?? null,
      told: come.flatMap(({ next }) => next),
    },
    events: [...events, { ...moved, at: after, documentId: document.id }],
  }
}

/** A plan reminds ten times at most, and what it puts off comes a day later. */
const mostSteps = 100

function remindMeanwhile(
  document: Document,
  before: Date,
  after: Date,
): { document: Document; events: DocumentEvent[] } {
  const events: DocumentEvent[] = []
  let current = document
  for (let step = 0; step < mostSteps; step++) {
    const due = reminderDue(current)
    if (due === null || due > after) break
    const decided = remindByPlan(current, false, due > before ? due : before)
    events.push(...decided.events)
    if (decided.next === current) break
    current = decided.next
  }
  return { document: current, events }
}

/** From where to where the clock goes. */
type Span = { before: Date; after: Date; zone: string }

function alertMeanwhile(
  document: Document,
  alert: StoredAlert,
  span: Span,
): Decision<CalendarDay | null> | null {
  const moment = momentOf(alert.alertAt, span)
  return moment === null ? null : remindOfAlert(document, alert, moment)
}

function contractDayMeanwhile(
  document: Document,
  day: ContractDay,
  colleagues: string[],
  span: Span,
): Decision<ContractDay[]> | null {
  const moment = momentOf(day.day, span)
  return moment === null ? null : remindOfContractDays(document, [day], colleagues, moment)
}

/** When a day is told: on its own morning, or at once where that is over already; null where it is still to come. */
function momentOf(day: CalendarDay, { before, after, zone }: Span): Moment | null {
  const due = morningOf(day, zone)
  return due > after ? null : { now: due > before ? due : before, zone }
}
