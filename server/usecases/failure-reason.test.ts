import { expect, test } from 'vitest'
import { reasonOf } from './failure-reason.ts'
import { DatabaseSlow, Unavailable } from './refused.ts'

test('our own errors are told in their words', () => {
  expect(reasonOf(new Unavailable('the mail server did not take the mail'))).toBe(
    'the mail server did not take the mail',
  )
  expect(reasonOf(new DatabaseSlow(new Error('花子')))).not.toContain('花子')
})

test('of any other error its kind, its code and its place are told, and nothing that it quotes', () => {
  const quoting = Object.assign(new Error('no row with 花子 09012345678'), { code: '23514' })
  expect(reasonOf(quoting)).toMatch(/^Error 23514 at .*failure-reason\.test\.ts:\d+:\d+/)
  expect(reasonOf(quoting)).not.toMatch(/花子|0901/)
  let broken: unknown
  try {
    JSON.parse('{"name":花子}')
  } catch (error) {
    broken = error
  }
  expect(reasonOf(broken)).toMatch(/^SyntaxError at /)
  expect(reasonOf('花子')).toBe('unknown')
})

test('of the system the code and the call are told, and no path', () => {
  const gone = Object.assign(new Error("ENOSPC: no space left on device, write '/srv/花子.pdf'"), {
    code: 'ENOSPC',
    syscall: 'write',
  })
  expect(reasonOf(gone)).toMatch(/^Error ENOSPC write at /)
})
