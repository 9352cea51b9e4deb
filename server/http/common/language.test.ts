import { describe, expect, test } from 'vitest'
import { withoutParameters } from './language.ts'

describe('the address of the language switch', () => {
  test.each([
    ['/console/history', '/console/history'],
    ['/console/history?lang=en', '/console/history'],
    ['/console/history?lang=en&done=saved', '/console/history'],
    ['/console/history?done=saved&lang=en&kind=clients', '/console/history?kind=clients'],
    [
      '/console/history?kind=clients&lang=en&lang=ja&first=2026-11-30',
      '/console/history?kind=clients&first=2026-11-30',
    ],
    ['/console/history?language=x&donee=1&lang', '/console/history?language=x&donee=1'],
    ['/console/documents?q=a?b&lang=en', '/console/documents?q=a?b'],
  ])('of %s is %s', (url, left) => {
    expect(withoutParameters(url, ['lang', 'done'])).toBe(left)
  })
})
