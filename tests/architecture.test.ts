import { describe, expect, test } from 'vitest'
import { circlesOf } from '../scripts/house/circles.ts'
import { figures } from '../scripts/house/figures.ts'
import { rules } from '../scripts/house/rules.ts'
import { casts, imports, product } from '../scripts/house/sources.ts'
import { stylesheets, unguardedBalance, unnamedColours } from '../scripts/house/stylesheets.ts'

/** What the compiler cannot see of the house (docs/architecture.md); `npm run house` prints the same. */
describe('the house', () => {
  test('is looked at: sources, imports and casts are found', () => {
    expect(product.length).toBeGreaterThan(150)
    expect(imports.length).toBeGreaterThan(600)
    expect(imports).toContainEqual({
      from: 'server/adapters/sign-in/sign-in.ts',
      to: 'server/adapters/sign-in/passwords.ts',
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

  test('balanced lines are found wherever a stylesheet says so, and guarded ones are passed over', () => {
    expect(stylesheets.length).toBeGreaterThan(9)
    expect(stylesheets.some(({ text }) => /text-wrap:\s*balance/.test(text))).toBe(true)
    const guarded = '@supports (word-break: auto-phrase) { h1, h2 { text-wrap: balance; } }'
    expect(unguardedBalance(guarded)).toEqual([])
    expect(unguardedBalance(`${guarded} h3 { color: red; text-wrap:balance }`)).toEqual(['h3'])
    expect(unguardedBalance('@media (width > 9em) { p { text-wrap: wrap balance; } }')).toEqual([
      '@media (width > 9em) p',
    ])
    expect(unguardedBalance('p { text-wrap-style: balance; } /* h1 { text-wrap: balance; } */')).toEqual([
      'p',
    ])
    expect(
      unguardedBalance('@supports not (word-break: auto-phrase) { p { text-wrap: balance; } }'),
    ).toHaveLength(1)
  })

  test('a colour without a name is seen, but in a palette', () => {
    const found = (text: string, path = 'web/styles/console/x.css') => unnamedColours({ path, text })
    for (const colour of ['#fff', '#1F4E79', '#1f4e7980', 'rgb(0 0 0 / 0.1)', 'hsla(1, 2%, 3%, 0.4)']) {
      expect(found(`a { color: ${colour} }`)).toHaveLength(1)
      expect(found(`a { color: ${colour} }`, 'web/styles/dark.css')).toEqual([])
    }
    expect(found('a { color: white }')).toHaveLength(1)
    expect(found('a { color: var(--ink); white-space: nowrap } /* #fff */')).toEqual([])
  })

  test('a circle is seen, a way that only comes together again is none', () => {
    const pairs = (text: string) => text.split(' ').map((pair) => [pair[0] ?? '', pair[1] ?? ''] as const)
    expect(circlesOf(pairs('ab bc ca cd ef fe'))).toEqual([
      ['a', 'b', 'c'],
      ['e', 'f'],
    ])
    expect(circlesOf(pairs('ab ac bd cd aa'))).toEqual([])
  })
})
