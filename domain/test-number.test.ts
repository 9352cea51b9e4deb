import { expect, test } from 'vitest'
import { isMobileNumber } from './phone-number.ts'
import { testCodeFor, testFateOf } from './test-number.ts'

test.each([
  ['07000000001', 'delivered'],
  ['07000000002', 'undelivered'],
  ['07000000003', 'slow'],
  ['07000000004', 'gateway_down'],
])('%s is a number that a draft takes, is %s, and has the fixed code', (tel, fate) => {
  expect([isMobileNumber(tel), testFateOf(tel), testCodeFor(tel, '123456')]).toEqual([true, fate, '000000'])
})

test('any other number, its neighbours too, gets the random code', () => {
  for (const tel of ['07000000000', '07000000005', '09012345678']) {
    expect([testFateOf(tel), testCodeFor(tel, '123456')]).toEqual([null, '123456'])
  }
})
