import { expect, test } from 'vitest'
import type { PlacedField } from '#web/console/placing/placed-field.ts'
import {
  applied,
  type Change,
  inverse,
  neighbourOf,
  newId,
  onWire,
  placedAt,
  repeated,
  resized,
} from './steps.ts'

const a4 = { width: 595.3, height: 841.9 }
const base = { id: 'a', kind: 'seal' as const, participantId: 'p1', page: 0, text: '' }
const field = (more: Partial<PlacedField> = {}): PlacedField => ({
  ...base,
  ...{ x: 100, y: 100, w: 56, h: 56, fontSize: null, label: '', required: true },
  ...more,
})

test('a field has its middle where it is pressed, and is pushed into its page', () => {
  expect(placedAt(base, { x: 300, y: 400 }, [a4])).toMatchObject({ x: 272, y: 372 })
  expect(placedAt(base, { x: 594, y: 840 }, [a4])).toMatchObject({ x: 539, y: 785 })
  expect(placedAt(base, { x: 2, y: 2 }, [a4])).toMatchObject({ x: 0, y: 0 })
})

test('what was done is undone by its inverse, whatever it was', () => {
  const [one, two] = [field(), field({ id: 'b' })]
  const steps: Change[] = [
    { act: 'add', field: field({ id: 'c' }) },
    { act: 'update', before: one, field: field({ x: 7 }) },
    { act: 'remove', field: two },
  ]
  const after = applied([one, two], steps)
  expect(after.map(({ id, x }) => [id, x])).toEqual([
    ['a', 7],
    ['c', 100],
  ])
  const back = applied(after, inverse(steps)).sort((a, b) => (a.id < b.id ? -1 : 1))
  expect(back).toEqual([one, two])
})

test('a corner is pulled, the opposite one stays, and seals stay square', () => {
  expect(resized(field(), 'se', { x: 20, y: 4 }, a4)).toMatchObject({ x: 100, y: 100, w: 76, h: 76 })
  expect(resized(field(), 'nw', { x: 10, y: 10 }, a4)).toMatchObject({ x: 110, y: 110, w: 46, h: 46 })
  expect(resized(field(), 'se', { x: -90, y: -90 }, a4)).toMatchObject({ w: 30, h: 30 })
  const text = field({ kind: 'text', w: 200, h: 24, x: 390 })
  expect(resized(text, 'se', { x: 100, y: 10 }, a4)).toMatchObject({ w: 205, h: 34 })
})

test('a field is repeated where it fits and is not yet', () => {
  const pages = [a4, a4, { width: 120, height: 842 }, a4]
  const fields = [field(), field({ id: 'z', page: 3 })]
  expect(repeated(field(), fields, pages, () => 'new').map(({ page }) => page)).toEqual([1])
})

test('the neighbour is the nearest of the same page', () => {
  const fields = [
    field(),
    field({ id: 'far', y: 500 }),
    field({ id: 'near', y: 200 }),
    field({ id: 'other', page: 1 }),
  ]
  expect(neighbourOf(field(), fields)?.id).toBe('near')
  expect(neighbourOf(field(), [field()])).toBeNull()
})

test('ids are 32 hexadecimal digits and sort by time', () => {
  const bytes = Uint8Array.from({ length: 10 }, (_, index) => index)
  expect(newId(1_795_000_000_000, bytes)).toMatch(/^[0-9a-f]{32}$/)
  expect(newId(1, bytes) < newId(2, bytes)).toBe(true)
})

test('a default text comes back with its field: it is given by a change, which may give it', () => {
  const wire = onWire([{ act: 'add', field: field({ kind: 'text', text: '東京都' }) }], 'f1', 'p0')
  expect(wire).toMatchObject([
    { act: 'add', text: '' },
    { act: 'update', text: '東京都' },
  ])
  const own = onWire([{ act: 'add', field: field({ text: '山田', participantId: 'p0' }) }], 'f1', 'p0')
  expect(own).toMatchObject([{ act: 'add', text: '山田' }])
})
