import { expect, test } from 'vitest'
import type { ReminderPlan } from './reminder-choice.ts'
import { nextReminder, outsideTheNight, readPlan } from './reminder-plan.ts'
import { tokyoTime } from './tokyo.ts'

const plan: ReminderPlan = { from: 'request', first: 3, every: 2, most: 2 }
const tokyo = (text: string) => new Date(`${text}+09:00`)
const asked = tokyo('2027-04-01T14:00:00')
const ends = tokyo('2027-04-11T14:00:00')

const next = (changes: Partial<ReminderPlan>, count: number, from = asked) => {
  const at = nextReminder({ ...plan, ...changes }, { asked: from, ends, count }, 'a')
  return at === null ? null : tokyoTime(at)
}

test('the first is counted from the request or from the end, the others from the reminder before, and then it is over', () => {
  expect(next({}, 0)).toBe('2027-04-04T14:00:00')
  expect(next({ from: 'end' }, 0)).toBe('2027-04-08T14:00:00')
  expect(next({}, 1)).toBe('2027-04-03T14:00:00')
  expect(next({ from: 'end' }, 1)).toBe('2027-04-03T14:00:00')
  expect(next({}, 2)).toBeNull()
})

test('by night a reminder waits for the hour after eight in Tokyo, each document for a second of its own', () => {
  const at = (text: string, id = 'a') => tokyoTime(outsideTheNight(tokyo(text), id))
  expect(at('2027-04-01T20:59:59')).toBe('2027-04-01T20:59:59')
  expect(at('2027-04-01T21:00:00')).toMatch(/^2027-04-02T08:/)
  expect(at('2027-04-01T23:59:59')).toMatch(/^2027-04-02T08:/)
  expect(at('2027-04-02T00:00:00')).toMatch(/^2027-04-02T08:/)
  expect(at('2027-04-02T07:59:59')).toMatch(/^2027-04-02T08:/)
  expect(at('2027-04-02T08:00:00')).toBe('2027-04-02T08:00:00')
  expect(at('2027-12-31T22:00:00')).toMatch(/^2028-01-01T08:/)
  const ids = Array.from({ length: 200 }, (_, n) => `0190${n.toString(16).padStart(28, 'c')}`)
  expect(new Set(ids.map((id) => at('2027-04-01T22:00:00', id))).size).toBeGreaterThan(150)
  expect(next({}, 0, tokyo('2027-04-01T22:00:00'))).toMatch(/^2027-04-05T08:/)
})

test('days out of their range, and what is no whole number, are refused with their field', () => {
  const typed = { from: 'request', first: '3', every: '2', most: '2' }
  expect(readPlan(typed)).toEqual({ plan, objections: [] })
  expect(readPlan({ ...typed, from: 'end' }).plan.from).toBe('end')
  for (const wrong of ['', '0', '10', '-1', '1.5', '三', '1e0', '9999999']) {
    const { objections } = readPlan({ ...typed, first: wrong, every: wrong })
    expect(objections.map(({ field }) => field)).toEqual(['reminder_first', 'reminder_every'])
  }
  expect(readPlan({ ...typed, most: '11' }).objections[0]?.detail).toEqual({ least: 1, most: 10 })
})
