import { Type } from 'typebox'

/** RFC 3339, UTC. */
export const time = Type.String({ format: 'date-time' })

/** A time that has not happened is null. */
export const nullableTime = Type.Unsafe<string | null>({ type: ['string', 'null'], format: 'date-time' })

/** `2026-11-22T03:04:05Z`. */
export function toTheSecond(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`
}

/** `2026-11-22T03:04:05.123456Z`; our clock knows milliseconds. */
export function toTheMicrosecond(instant: Date): string {
  return `${instant.toISOString().slice(0, 23)}000Z`
}

export function toTheMicrosecondOrNull(instant: Date | null): string | null {
  return instant === null ? null : toTheMicrosecond(instant)
}
