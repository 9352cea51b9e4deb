import type { CalendarDay } from './attribute.ts'
import { tokyoDay } from './tokyo.ts'

/** A day of which somebody is reminded by mail. `setAt`: since when it is this one; `mailedFor`: the last day that was told. */
type DayToTell = { day: CalendarDay; setAt: Date; mailedFor: CalendarDay | null }

const hour = 60 * 60 * 1000
/** Nobody is reminded by night: mails of a day go out from nine in the morning on, in Japan. */
export const morning = 9 * hour
/** A server that was away for longer reminds nobody of what is long over. */
const longestDelayInDays = 7

/** Days of which mails go out at this instant, if they did not before. */
export function daysToMail(now: Date): { first: CalendarDay; last: CalendarDay } {
  const last = new Date(now.getTime() - morning)
  const first = new Date(last.getTime() - longestDelayInDays * 24 * hour)
  return { first: tokyoDay(first), last: tokyoDay(last) }
}

/** Is it told now? Once for each day that was set; one that was over when it was set is not told. */
export function isTold({ day, setAt, mailedFor }: DayToTell, now: Date): boolean {
  const { first, last } = daysToMail(now)
  return mailedFor !== day && day >= first && day <= last && tokyoDay(setAt) <= day
}
