import { expect, test } from 'vitest'
import { groupEvents } from './timeline-groups.ts'

let sequence = 0
const event = (type: string, participantId?: string, more: Record<string, unknown> = {}) => {
  sequence += 1
  const detail = participantId === undefined ? more : { participantId, ...more }
  return { sequence, type, at: new Date(Date.UTC(2026, 10, 30, 0, sequence)), detail }
}
const sameDay = () => '2026-11-30'

const signs = (id: string, act: number) => [
  event('turn.started', id),
  event('signing_url.issued', id),
  event('tel.matched', id),
  event('sms_code.requested', id),
  event('sms.submitted', id),
  event('participant.authenticated', id),
  event('terms.agreed', id),
  event('document.viewed', id),
  event('pages.shown', id),
  event('inputs.saved', id),
  event('participant.consented', id),
  event('act.signed', undefined, { act }),
]
const wholeContract = () => [
  event('document.created'),
  event('file.added'),
  event('participant.added', 'a'),
  event('participant.added', 'b'),
  ...Array.from({ length: 6 }, () => event('widget.added')),
  event('document.sent'),
  event('act.signed', undefined, { act: 0 }),
  ...signs('a', 1),
  ...signs('b', 2),
  event('document.concluded'),
]
const acts = new Map([
  [1, 'a'],
  [2, 'b'],
])

test('a contract of two recipients is told in nine lines, and nothing of it is lost', () => {
  const events = wholeContract()
  expect(events.length).toBeGreaterThan(36)
  const groups = groupEvents(events, acts, sameDay)
  expect(groups.map(({ head }) => head.type)).toEqual([
    'document.created',
    'document.sent',
    'participant.authenticated',
    'document.viewed',
    'participant.consented',
    'participant.authenticated',
    'document.viewed',
    'participant.consented',
    'document.concluded',
  ])
  expect(groups.flatMap((group) => group.events).toSorted((a, b) => a.sequence - b.sequence)).toEqual(events)
})

test('what went wrong stands by itself, and what comes after it begins anew', () => {
  const groups = groupEvents(
    [
      event('sms_code.requested', 'a'),
      event('sms.submitted', 'a'),
      event('sms.undelivered', 'a'),
      event('sms_code.requested', 'a'),
      event('participant.locked', 'a'),
      event('participant.unlocked', 'a'),
    ],
    acts,
    sameDay,
  )
  expect(groups.map(({ head, events }) => [head.type, events.length])).toEqual([
    ['sms.submitted', 2],
    ['sms.undelivered', 1],
    ['sms_code.requested', 1],
    ['participant.locked', 1],
    ['participant.unlocked', 1],
  ])
})

test('recipients who act at the same time are told apart, and another day begins another line', () => {
  const mixed = [
    event('tel.matched', 'a'),
    event('tel.matched', 'b'),
    event('participant.authenticated', 'a'),
  ]
  expect(groupEvents(mixed, acts, sameDay).map(({ events }) => events.length)).toEqual([2, 1])
  let day = 0
  expect(groupEvents(mixed, acts, () => String(day++)).map(({ events }) => events.length)).toEqual([1, 1, 1])
})
