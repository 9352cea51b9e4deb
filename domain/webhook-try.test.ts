import { expect, test } from 'vitest'
import { healthAfter, isToldNow, judgeTry, retryGaps, roundsOverAt } from './webhook-try.ts'

const now = new Date('2026-11-30T09:00:00Z')
const hours = (count: number) => count * 3_600_000

function judge(answer: Parameters<typeof judgeTry>[0], given: Partial<Parameters<typeof judgeTry>[1]> = {}) {
  return judgeTry(answer, { format: 'standard', tries: 1, now, chance: 0, ...given })
}
const status = (code: number, retryAfter: string | null = null) => ({ status: code, retryAfter })
const seconds = (answer: ReturnType<typeof judge>) =>
  answer.outcome === 'again' ? (answer.at.getTime() - now.getTime()) / 1000 : answer.outcome

test('ten tries take about 75 hours, and at most a tenth more', () => {
  const all = retryGaps.reduce((sum, gap) => sum + gap, 0)
  expect(retryGaps).toHaveLength(9)
  expect(all).toBeGreaterThan(hours(75))
  expect(all * 1.1).toBeLessThan(hours(84))
  expect(seconds(judge(status(500), { chance: 1 }))).toBe(5.5)
  expect(judge(status(500), { tries: 9 })).toMatchObject({ outcome: 'again' })
  expect(judge(status(500), { tries: 10 })).toEqual({ outcome: 'parked' })
})

test.each([
  [200, 'delivered', 'delivered'],
  [204, 'delivered', 'delivered'],
  [299, 'delivered', 'delivered'],
  [301, 5, 5],
  [308, 5, 5],
  [400, 5, 'refused'],
  [401, 5, 'refused'],
  [404, 5, 'refused'],
  [410, 'gone', 'refused'],
  [429, 5, 'refused'],
  [500, 5, 5],
  [503, 5, 5],
])('%s ends it or not, by its format', (code, standard, compatible) => {
  expect(seconds(judge(status(code)))).toBe(standard)
  expect(seconds(judge(status(code), { format: 'compatible' }))).toBe(compatible)
})

test.each([
  ['120', 120],
  ['1', 5],
  ['Mon, 30 Nov 2026 09:10:00 GMT', 600],
  ['Mon, 30 Nov 2026 08:00:00 GMT', 5],
  ['99999999', 86_400],
  ['soon', 5],
  ['-3', 5],
])('Retry-After %s of 429 and 503 is waited for', (text, wait) => {
  expect(seconds(judge(status(429, text)))).toBe(wait)
  expect(seconds(judge(status(503, text)))).toBe(wait)
  expect(seconds(judge(status(500, text)))).toBe(5)
})

test('no answer is tried again like any failure', () => {
  expect(seconds(judge({ failure: 'timeout_after_writing' }, { format: 'compatible' }))).toBe(5)
})

test('a receiver that fails five times in a row rests, longer each time, and an answer ends it', () => {
  const well = { failures: 0, restingUntil: null }
  expect(healthAfter({ ...well, failures: 3 }, false, now)).toEqual({ failures: 4, restingUntil: null })
  const rest = (failures: number) =>
    (Number(healthAfter({ ...well, failures }, false, now).restingUntil) - now.getTime()) / 1000
  expect([4, 5, 13, 100].map(rest)).toEqual([30, 60, 300, 300])
  expect(healthAfter({ failures: 9, restingUntil: now }, true, now)).toEqual(well)
})

test('what waits for a receiver that rests is given up after all the time that ten tries would take', () => {
  const waited = (now.getTime() - roundsOverAt(now).getTime()) / 1000
  expect(waited).toBe(76 * 3600)
  expect(waited).toBeGreaterThan(retryGaps.reduce((sum, gap) => sum + gap, 0) / 1000)
})

test('a team is told of a trouble at its beginning, and at most once a day', () => {
  const ago = (count: number) => new Date(now.getTime() - hours(count))
  const told = (troubledAt: Date | null, toldAt: Date | null) =>
    isToldNow({ troubledAt, toldAt }, troubledAt ?? now, now)
  expect(told(null, null)).toBe(true)
  expect(told(null, ago(1))).toBe(false)
  expect(told(null, ago(24))).toBe(true)
  // It was told of this one, however long it lasts.
  expect(told(ago(50), ago(50))).toBe(false)
  // It began within the day of another that was told of, and lasts.
  expect(told(ago(20), ago(25))).toBe(true)
  // As a release of before left it.
  expect(told(ago(50), null)).toBe(false)
})
