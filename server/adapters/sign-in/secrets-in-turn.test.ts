import { describe, expect, test } from 'vitest'
import { createSignIn } from './sign-in.ts'

const [former, next, other] = ['f'.repeat(43), 'n'.repeat(43), 'o'.repeat(43)] as const
const having = (...secrets: string[]) => createSignIn({ secrets, publicUrl: 'https://sign.example' })
const pairOf = (cookie: string) => cookie.split(';')[0]

describe('while two secrets of sessions are valid', () => {
  test('sessions go on that either began, in processes before and after the change', () => {
    const begun = [having(former), having(former, next), having(next, former)].map((tools) =>
      pairOf(tools.cookies.cookieFor('a-token', 60)),
    )
    for (const tools of [having(former, next), having(next, former)]) {
      expect(begun.map((cookie) => tools.cookies.tokenIn(cookie))).toEqual(['a-token', 'a-token', 'a-token'])
    }
    const step = pairOf(having(former).cookies.stepFor({ memberId: 'm', until: 1, bound: 'x' }))
    expect(having(next, former).cookies.stepIn(step)).toEqual({ memberId: 'm', until: 1, bound: 'x' })
  })

  test('a browser that was known stays known, and gets the next proof', () => {
    const known = pairOf(having(former).devices.cookieFor('a@example.jp', 'd'.repeat(22)))
    const tools = having(next, former)
    expect(tools.devices.deviceOf('a@example.jp', known)).toBe('d'.repeat(22))
    expect(tools.devices.deviceOf('b@example.jp', known)).toBeNull()
    const renewed = pairOf(tools.devices.cookieFor('a@example.jp', 'd'.repeat(22)))
    expect(having(next).devices.deviceOf('a@example.jp', renewed)).toBe('d'.repeat(22))
  })

  test('the first one signs, and what was taken away proves nothing', () => {
    const begun = pairOf(having(next, former).cookies.cookieFor('a-token', 60))
    expect(having(next).cookies.tokenIn(begun)).toBe('a-token')
    expect(having(former).cookies.tokenIn(begun)).toBeNull()
    const old = pairOf(having(former).cookies.cookieFor('a-token', 60))
    expect(having(next, other).cookies.tokenIn(old)).toBeNull()
    const device = pairOf(having(former).devices.cookieFor('a@example.jp', 'd'.repeat(22)))
    expect(having(next).devices.deviceOf('a@example.jp', device)).toBeNull()
  })
})
