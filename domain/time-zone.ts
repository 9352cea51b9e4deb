import type { CalendarDay } from './attribute.ts'

/** Of a team that chose none. */
export const usualTimeZone = 'Asia/Tokyo'

/** The names of the zones that may be chosen (IANA), in their order. */
export function timeZones(): string[] {
  return [...Intl.supportedValuesOf('timeZone'), 'UTC']
}

/** A zone by the name that it goes by; null where there is none of this name. */
export function timeZoneIn(text: string): string | null {
  // An offset such as `+09:00` is no zone: it has no summer time.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(text)) return null
  try {
    return clockOf(text).resolvedOptions().timeZone
  } catch {
    return null
  }
}

/** What clocks in the zone show at this instant: `2026-11-29T19:05:07`. */
export function timeIn(zone: string, instant: Date): string {
  return shownBy(knownClockOf(zone), instant)
}

function shownBy(clock: Intl.DateTimeFormat, instant: Date): string {
  const parts = new Map(clock.formatToParts(instant).map(({ type, value }) => [type, value]))
  const of = (...names: Intl.DateTimeFormatPartTypes[]) => names.map((name) => parts.get(name) ?? '')
  return `${of('year', 'month', 'day').join('-')}T${of('hour', 'minute', 'second').join(':')}`
}

/** The day in the zone at this instant. */
export function dayIn(zone: string, instant: Date): CalendarDay {
  return timeIn(zone, instant).slice(0, 10)
}

/** The instant at which clocks in the zone show this time of this day. Where they skip it, they show a later one then. */
export function instantIn(zone: string, day: CalendarDay, time: string): Date {
  const clock = knownClockOf(zone)
  const asked = Date.parse(`${day}T${time}Z`)
  let instant = asked
  // The offset is that of the instant, which is found by it: a second look finds it beside a change of the clocks.
  for (let look = 0; look < 2; look++) {
    const shown = Date.parse(`${shownBy(clock, new Date(instant))}Z`)
    instant += asked - shown
  }
  return new Date(instant)
}

/** So many days later by the calendar. */
export function daysAfter(day: CalendarDay, days: number): CalendarDay {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
}

/** A zone that another release knew and this runtime does not is Tokyo's: a mail at the wrong hour, and not none. */
function knownClockOf(zone: string): Intl.DateTimeFormat {
  try {
    return clockOf(zone)
  } catch {
    return clockOf(usualTimeZone)
  }
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-CA-u-ca-iso8601', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  })
}
