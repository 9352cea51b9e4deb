import { describe, expect, test } from 'vitest'
import { circlesOf } from '../scripts/house/circles.ts'
import { figures } from '../scripts/house/figures.ts'
import { rules } from '../scripts/house/rules.ts'
import { casts, imports, product } from '../scripts/house/sources.ts'

/** What the compiler cannot see of the house (docs/architecture.md); `npm run house` prints the same. */
describe('the house', () => {
  test('is looked at: sources, imports and casts are found', () => {
    expect(product.length).toBeGreaterThan(150)
    expect(imports.length).toBeGreaterThan(600)
    expect(imports).toContainEqual({
      from: 'server/adapters/sign-in/sign-in.ts',
      to: 'server/adapters/sign-in/accounts.ts',
      typeOnly: false,
    })
    expect(casts.size).toBeGreaterThan(10)
    expect(rules.length).toBeGreaterThan(9)
  })

  for (const { sentence, broken } of rules) {
    test(sentence, () => {
      expect(broken).toEqual([])
    })
  }

  for (const { name, value, limit } of figures) {
    test(`the figure stays within its limit: ${name}`, () => {
      if ('most' in limit) expect(value).toBeLessThanOrEqual(limit.most)
      else expect(value).toBeGreaterThanOrEqual(limit.least)
    })
  }

  test('a circle is seen, a way that only comes together again is none', () => {
    const pairs = (text: string) => text.split(' ').map((pair) => [pair[0] ?? '', pair[1] ?? ''] as const)
    expect(circlesOf(pairs('ab bc ca cd ef fe'))).toEqual([
      ['a', 'b', 'c'],
      ['e', 'f'],
    ])
    expect(circlesOf(pairs('ab ac bd cd aa'))).toEqual([])
  })
})
