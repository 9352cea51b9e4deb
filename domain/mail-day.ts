import type { CalendarDay } from './attribute.ts'
import { dayIn, daysAfter, instantIn, timeIn } from './time-zone.ts'

/** A day of which somebody is reminded by mail. `setAt`: since when it is this one; `mailedFor`: the last day that was told. */
type DayToTell = { day: CalendarDay; setAt: Date; mailedFor: CalendarDay | null }

/** An instant as clocks of a team's zone show it. */
export type Moment = { now: Date; zone: string }

/** Nobody is reminded by night: mails of a day go out from nine in the morning on, where the team is. */
const morning = '09:00:00'
/** A server that was away for longer reminds nobody of what is long over. */
const longestDelayInDays = 7

/** Days of which mails go out at this instant, if they did not before. */
export function daysToMail({ now, zone }: Moment): { first: CalendarDay; last: CalendarDay } {
  const [today = '', time = ''] = timeIn(zone, now).split('T')
  const last = time < morning ? daysAfter(today, -1) : today
  return { first: daysAfter(last, -longestDelayInDays), last }
}

/** A day of which teams of this zone are mailed, and the instant at which it is over there. */
export type MailDay = { zone: string; day: CalendarDay; over: Date }

/** Every day of which teams of these zones are mailed at this instant. */
export function mailDays(now: Date, zones: string[]): MailDay[] {
  return zones.flatMap((zone) => {
    const { last } = daysToMail({ now, zone })
    return Array.from({ length: longestDelayInDays + 1 }, (_, back) => {
      const day = daysAfter(last, -back)
      return { zone, day, over: instantIn(zone, daysAfter(day, 1), '00:00:00') }
    })
  })
}

/** Is it told now? Once for each day that was set; one that was over when it was set is not told. */
export function isTold({ day, setAt, mailedFor }: DayToTell, moment: Moment): boolean {
  const { first, last } = daysToMail(moment)
  return mailedFor !== day && day >= first && day <= last && dayIn(moment.zone, setAt) <= day
}

/** From when on mails of this day go out. */
export function morningOf(day: CalendarDay, zone: string): Date {
  return instantIn(zone, day, morning)
}
