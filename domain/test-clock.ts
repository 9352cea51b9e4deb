import { remindOfAlert, type StoredAlert } from './alert.ts'
import type { CalendarDay } from './attribute.ts'
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

/** The document, and the day of its alert that came meanwhile; null: none did. */
export type MovedClock = { document: Document; mailedFor: CalendarDay | null }

/**
 * A test document's clock goes forward by so many milliseconds, and what would have been due meanwhile happens now, each at its own
 * time: reminders by plan, the alert. Everything else that time ends (URLs, codes, sessions, turns) is judged by the clock when
 * somebody comes. `now`: ours; `zone`: the team's.
 */
export function moveClock(
  document: Document,
  alert: StoredAlert | null,
  by: number,
  { now, zone }: Moment,
): Decision<MovedClock> {
  const unchanged = { document, mailedFor: null }
  if (!document.test) return refused(unchanged, refusal('document_not_found'))
  if (document.status === 'template') return refused(unchanged, refusal('clock_of_template', 'document_id'))
  const clockAhead = document.clockAhead + by
  if (!(by > 0) || clockAhead > mostDaysAhead * dayMilliseconds) {
    return refused(unchanged, refusal('clock_too_far', 'days', { days: mostDaysAhead }))
  }
  const before = timeOf(document, now)
  const after = new Date(before.getTime() + by)
  const reminded = remindMeanwhile(document, before, after)
  const alerted = alert === null ? null : alertMeanwhile(document, alert, { before, after, zone })
  const passed = [...reminded.events, ...(alerted?.events ?? [])].sort(
    (one, other) => one.at.getTime() - other.at.getTime(),
  )
  const moved = { type: 'test_clock.moved' as const, seconds: Math.round(by / 1000) }
  return {
    next: { document: { ...reminded.document, clockAhead }, mailedFor: alerted?.next ?? null },
    events: [...passed, { ...moved, at: after, documentId: document.id }],
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

function alertMeanwhile(
  document: Document,
  alert: StoredAlert,
  { before, after, zone }: { before: Date; after: Date; zone: string },
): Decision<CalendarDay | null> | null {
  const due = morningOf(alert.alertAt, zone)
  return due > after ? null : remindOfAlert(document, alert, { now: due > before ? due : before, zone })
}
