import { expect, test } from 'vitest'
import type { StoredAlert } from './alert.ts'
import { newDocument } from './document.ts'
import { senderParticipant } from './participant.ts'
import { mostDaysAhead, moveClock } from './test-clock.ts'
import { timeOf } from './test-document.ts'

const day = 24 * 60 * 60 * 1000
const now = new Date('2027-04-01T05:00:00Z')
const sender = senderParticipant('p0', { id: 'm1', email: 'taro@example.jp', name: '太郎', organization: '' })
const draftOf = (test: boolean) =>
  newDocument({ id: 'd1', teamId: 't1', senderId: 'm1', test }, sender, {}, now)
const alertOn = (alertAt: string): StoredAlert => ({
  ...{ id: 1, memo: '', alertAt, enabled: true, mailedFor: null },
  ...{ createdAt: now, updatedAt: now },
})
const nothing = { alert: null, days: [], colleagues: [] }

test('it goes forward, and is told under the time that it then has', () => {
  const { next, events } = moveClock(draftOf(true), nothing, 11 * day, { now, zone: 'Asia/Tokyo' })
  expect(next.document.clockAhead).toBe(11 * day)
  expect(timeOf(next.document, now).toISOString()).toBe('2027-04-12T05:00:00.000Z')
  expect(events).toEqual([
    { type: 'test_clock.moved', at: timeOf(next.document, now), documentId: 'd1', seconds: 11 * 86_400 },
  ])
})

test.each([
  0,
  -1,
  Number.NaN,
  mostDaysAhead * day + 1,
  Number.POSITIVE_INFINITY,
])('by %s it does not move', (by) => {
  const { next, events, refusal } = moveClock(draftOf(true), nothing, by, { now, zone: 'Asia/Tokyo' })
  expect([next.document.clockAhead, events, refusal?.code]).toEqual([0, [], 'clock_too_far'])
})

test('a document that is no test has no clock of its own, and a template none at all', () => {
  expect(moveClock(draftOf(false), nothing, day, { now, zone: 'Asia/Tokyo' }).refusal?.code).toBe(
    'document_not_found',
  )
  const template = { ...draftOf(true), status: 'template' as const }
  expect(moveClock(template, nothing, day, { now, zone: 'Asia/Tokyo' }).refusal?.code).toBe(
    'clock_of_template',
  )
})

test('the alert of a day that it passes is due on its own morning, and no other', () => {
  const dueIn = (alertAt: string, by: number) =>
    moveClock(draftOf(true), { ...nothing, alert: alertOn(alertAt) }, by, {
      now,
      zone: 'Asia/Tokyo',
    }).events.map(({ type, at }) => [type, at.toISOString()])
  expect(dueIn('2027-04-05', 11 * day)[0]).toEqual(['alert.due', '2027-04-05T00:00:00.000Z'])
  expect(dueIn('2027-04-13', 11 * day).map(([type]) => type)).toEqual(['test_clock.moved'])
  // Set for a day that is over: nobody is reminded, as without a clock.
  expect(dueIn('2027-03-01', 11 * day).map(([type]) => type)).toEqual(['test_clock.moved'])
})

test('a contract day that it passes is told of what is kept, on its own morning and once', () => {
  const days = (mailedFor: string | null) => [
    { kind: 'contract_end' as const, day: '2027-04-05', setAt: now, mailedFor },
  ]
  const moved = (status: 'concluded' | 'draft', mailedFor: string | null = null) =>
    moveClock({ ...draftOf(true), status }, { ...nothing, days: days(mailedFor) }, 11 * day, {
      now,
      zone: 'Asia/Tokyo',
    })
  const { next, events } = moved('concluded')
  expect(next.told.map((each) => each.day)).toEqual(['2027-04-05'])
  expect(events[0]).toEqual({
    ...{ type: 'contract_end.due', at: new Date('2027-04-05T00:00:00Z'), documentId: 'd1' },
    ...{ day: '2027-04-05', readers: ['p0'] },
  })
  for (const none of [moved('draft'), moved('concluded', '2027-04-05')])
    expect([none.next.told, none.events.map(({ type }) => type)]).toEqual([[], ['test_clock.moved']])
})
