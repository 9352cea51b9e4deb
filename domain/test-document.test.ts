import { expect, test } from 'vitest'
import { isWithinReach } from './test-document.ts'

const [live, testing] = [{ test: false }, { test: true }]

test('a client reaches the documents of its own kind alone', () => {
  for (const status of ['draft', 'concluded', 'template', 'imported'] as const) {
    for (const asks of ['reads', 'writes'] as const) {
      expect(isWithinReach(live, { test: false, status }, asks)).toBe(true)
      expect(isWithinReach(testing, { test: true, status }, asks)).toBe(true)
      expect(isWithinReach(live, { test: true, status }, asks)).toBe(false)
    }
  }
})

test('a test client reads a template that is none, and nothing else of the kind', () => {
  expect(isWithinReach(testing, { test: false, status: 'template' }, 'reads')).toBe(true)
  expect(isWithinReach(testing, { test: false, status: 'template' }, 'writes')).toBe(false)
  expect(isWithinReach(testing, { test: false, status: 'draft' }, 'reads')).toBe(false)
})
