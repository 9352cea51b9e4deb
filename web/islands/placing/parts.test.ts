import { expect, test } from 'vitest'
import { mostPosted, partsOf, type WireChange } from './parts.ts'

const changes = (count: number, label: string): WireChange[] =>
  Array.from({ length: count }, (_, index) => ({ act: 'add', id: String(index), label }))
const bodyOf = (part: WireChange[]) =>
  new URLSearchParams({ form_token: 't'.repeat(64), changes: JSON.stringify(part) }).toString()

test('a step is one request, until the server would not take it', () => {
  expect(partsOf(changes(300, ''))).toHaveLength(1)
  expect(partsOf([])).toEqual([])
  const parts = partsOf(changes(2001, ''))
  for (const part of parts) expect(part.length).toBeLessThanOrEqual(1000)
  expect(parts.flat()).toEqual(changes(2001, ''))
})

test('long Japanese texts are counted as they are posted, and no change is left out or put before another', () => {
  const all = changes(100, '東'.repeat(1000))
  const parts = partsOf(all)
  expect(parts.length).toBeGreaterThan(4)
  for (const part of parts) expect(bodyOf(part).length).toBeLessThan(mostPosted)
  expect(parts.flat()).toEqual(all)
})

test('what is larger by itself goes alone', () => {
  expect(partsOf(changes(3, 'x'.repeat(2000)), 1500).map(({ length }) => length)).toEqual([1, 1, 1])
})
