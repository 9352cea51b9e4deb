import type { CalendarDay } from './attribute.ts'

/** Japan has one time zone and has had no summer time since 1951. */
const offsetMilliseconds = 9 * 60 * 60 * 1000

/** What clocks in Tokyo show at this instant: `2026-11-29T19:05:07`. */
export function tokyoTime(instant: Date): string {
  return new Date(instant.getTime() + offsetMilliseconds).toISOString().slice(0, 19)
}

/** The day in Tokyo at this instant. */
export function tokyoDay(instant: Date): CalendarDay {
  return tokyoTime(instant).slice(0, 10)
}

/** The instant at which this day begins in Tokyo; no valid date where there is no such day (`2026-02-30` gives another one). */
export function tokyoDayStart(day: CalendarDay): Date {
  return new Date(`${day}T00:00:00+09:00`)
}
