import { tokyoDay, tokyoDayStart } from '#domain/tokyo.ts'

/** Instants from `from` on, before `before`; null where nothing is said. */
export type Period = { from: Date | null; before: Date | null }

const dayMilliseconds = 24 * 60 * 60 * 1000

/** Whole days of Tokyo as forms give them, `2026-11-29` or nothing; what is wrong is said by its field. */
export function daysOf({ first, last }: { first: string; last: string }): {
  period: Period | null
  error: { field: 'first' | 'last'; problem: 'day' | 'order' } | null
} {
  const from = first === '' ? null : dayStart(first)
  const end = last === '' ? null : dayStart(last)
  if (first !== '' && from === null) return { period: null, error: { field: 'first', problem: 'day' } }
  if (last !== '' && end === null) return { period: null, error: { field: 'last', problem: 'day' } }
  if (from !== null && end !== null && end < from) {
    return { period: null, error: { field: 'last', problem: 'order' } }
  }
  return {
    period: { from, before: end === null ? null : new Date(end.getTime() + dayMilliseconds) },
    error: null,
  }
}

/** The beginning of a day that was typed as `2026-11-29`; null where there is no such day. */
export function dayStart(text: string): Date | null {
  if (!/^2[0-9]{3}-[0-9]{2}-[0-9]{2}$/.test(text)) return null
  const start = tokyoDayStart(text)
  if (Number.isNaN(start.getTime())) return null
  // 2026-02-30 would be 2 March.
  return tokyoDay(start) === text ? start : null
}
