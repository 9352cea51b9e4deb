import { expect, test } from 'vitest'
import { examineIssuer } from './issuer.ts'

test('in production it is said which line about the issuer certificates will lack, and how to give it', () => {
  const found = (address: string | null, contact: string | null) =>
    examineIssuer({ mode: 'production', issuer: { address, contact } })
  expect(found(null, null)).toMatchObject([
    { result: 'warn', cure: 'set OPERATOR_ADDRESS and OPERATOR_CONTACT' },
  ])
  expect(found('東京都', null)).toMatchObject([{ result: 'warn', cure: 'set OPERATOR_CONTACT' }])
  expect(found('東京都', 'a@example.jp')).toMatchObject([{ result: 'ok', cure: null }])
  expect(examineIssuer({ mode: 'evaluation', issuer: { address: null, contact: null } })).toEqual([])
})
