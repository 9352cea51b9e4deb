import type { Attribute, CalendarDay } from './attribute.ts'
import type { Document } from './document.ts'
import type { RetentionRule } from './retention-rule.ts'
import { tokyoDay } from './tokyo.ts'

/** Nothing is deleted before the administrators were told of it thirty days ago. */
const noticeMilliseconds = 30 * 24 * 3_600_000

/** Months after the end of a business year until its tax return is due; the law counts from there. */
const monthsUntilReturn = 2

type Dated = Pick<Document, 'status' | 'concludedAt' | 'createdAt' | 'updatedAt' | 'test'>

/**
 * The last day on which a document is kept, or null: it is not over, or nobody can say when it will be. The time counts from
 * the conclusion, the day of the contract or the end of its term, whichever is last; an agreement that renews itself has no
 * end until somebody enters one and says so.
 */
export function keptUntil(
  rule: RetentionRule,
  document: Dated,
  attribute: Pick<Attribute, 'contractAt' | 'validityEndAt' | 'autoUpdate'> | null,
): CalendarDay | null {
  const over = overSince(document)
  if (over === null || document.test || attribute?.autoUpdate === 'yes') return null
  const days = [tokyoDay(over), attribute?.contractAt, attribute?.validityEndAt].filter(
    (day): day is CalendarDay => typeof day === 'string',
  )
  const last = days.reduce((one, other) => (one > other ? one : other))
  const [year = 0, month = 0] = last.split('-').map(Number)
  const yearOfEnd = month <= rule.yearEnds ? year : year + 1
  return lastDayOfMonth(yearOfEnd + rule.years, rule.yearEnds + monthsUntilReturn)
}

/** Is the document's time over on this day, which is Tokyo's? */
export function isPast(until: CalendarDay, now: Date): boolean {
  return until < tokyoDay(now)
}

/** Of what is kept until this day or a day before, the administrators are to be told now. */
export function announcedUpTo(now: Date): CalendarDay {
  return tokyoDay(new Date(now.getTime() + noticeMilliseconds))
}

/** Were the administrators told long enough ago? */
export function wasTold(toldAt: Date, now: Date): boolean {
  return now.getTime() - toldAt.getTime() >= noticeMilliseconds
}

/** Since when nothing happens to it any more; null while something may. An import was concluded elsewhere, before. */
function overSince({ status, concludedAt, createdAt, updatedAt }: Dated): Date | null {
  if (status === 'concluded') return concludedAt
  if (status === 'imported') return createdAt
  return status === 'cancelled' ? updatedAt : null
}

/** The last day that can be written; many enter it as the end of what has none. */
const lastOfAll = '9999-12-31'

/** `month` may be more than 12. What would be later than every day that can be written is that one. */
function lastDayOfMonth(year: number, month: number): CalendarDay {
  const day = new Date(Date.UTC(year, month, 0))
  return day.getUTCFullYear() > 9999 ? lastOfAll : day.toISOString().slice(0, 10)
}

/** One mail to one administrator: so many documents come to their end. `first`: the first of their days. `occasion`: when it was found. */
export type MailRetention = {
  job: 'mail-retention'
  memberId: string
  count: number
  first: CalendarDay
  occasion: string
}

/** What may be said about a hold; a reason is for people. */
export const holdLimits = { reason: 200 }

/** 保全 is for what was sent or came in from elsewhere. */
export function mayBeHeld({ status }: Pick<Document, 'status'>): boolean {
  return status !== 'draft' && status !== 'template'
}
