import { expect, test } from 'vitest'
import { mayBegin, type WebhookUnderWay } from './webhook-places.ts'

const of = (target: string, teamId: string, slow = false): WebhookUnderWay => ({ target, teamId, slow })
const times = (count: number, one: WebhookUnderWay) => Array.from({ length: count }, () => one)

/** As many as may begin, one after the other, of these that want to. */
function begun(wanted: WebhookUnderWay[]): WebhookUnderWay[] {
  const underWay: WebhookUnderWay[] = []
  for (const next of wanted) if (mayBegin(underWay, next)) underWay.push(next)
  return underWay
}

test('a quick receiver has six places, a slow one two', () => {
  expect(begun(times(40, of('a', 'one')))).toHaveLength(6)
  expect(begun(times(40, of('a', 'one', true)))).toHaveLength(2)
})

test('a team with twenty URLs has ten places', () => {
  const wanted = Array.from({ length: 20 }, (_, n) => times(5, of(`url ${n}`, 'one'))).flat()
  expect(begun(wanted)).toHaveLength(10)
  expect(mayBegin(begun(wanted), of('b', 'two'))).toBe(true)
})

test('slow receivers of however many teams leave half of the places to quick ones', () => {
  const wanted = Array.from({ length: 30 }, (_, n) => times(2, of(`url ${n}`, `team ${n}`, true))).flat()
  const underWay = begun(wanted)
  expect(underWay).toHaveLength(8)
  expect(begun([...wanted, ...times(40, of('quick', 'b')), ...times(40, of('other', 'c'))])).toHaveLength(
    8 + 12,
  )
})

test('a receiver that has become slow gets no third place while it holds more from before', () => {
  expect(mayBegin(times(5, of('a', 'one')), of('a', 'one', true))).toBe(false)
})
