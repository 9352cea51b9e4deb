import { expect, test } from 'vitest'
import { isMobileNumber, maskNumber, problemOfNumber, readTypedNumber, toE164 } from './phone-number.ts'

test.each([
  ['09012345678', 'plain'],
  ['０９０１２３４５６７８', 'full width'],
  ['090-1234-5678', 'hyphens'],
  ['０９０－１２３４－５６７８', 'full-width hyphens'],
  ['090ー1234ー5678', 'prolonged sound marks for hyphens'],
  ['090ｰ1234ｰ5678', 'half-width prolonged sound marks'],
  ['090−1234−5678', 'minus signs'],
  ['090‐1234—5678', 'other dashes'],
  [' 090 1234　5678 ', 'spaces of both widths'],
  ['(090)1234-5678', 'brackets'],
  ['（090）1234-5678', 'full-width brackets'],
  ['090.1234.5678', 'dots'],
  ['+819012345678', 'the country code'],
  ['＋８１ ９０－１２３４－５６７８', 'the country code in full width'],
  ['+81 (0)90-1234-5678', 'the country code with the zero in brackets'],
  ['+81 090 1234 5678', 'the country code before the zero'],
  ['819012345678', 'the country code without its plus'],
  ['0081 90 1234 5678', 'the international prefix'],
  ['\u202a090-1234-5678\u202c', 'invisible marks of an address book'],
])('%j is understood (%s)', (typed) => {
  expect(readTypedNumber(typed)).toBe('09012345678')
})

test('060 is a mobile number since July 2026', () => {
  expect(readTypedNumber('060-1234-5678')).toBe('06012345678')
  expect(toE164('06012345678')).toBe('+816012345678')
})

test.each([
  '',
  '0312345678',
  '05012345678',
  '02012345678',
  '0901234567',
  '090123456789',
  '+1 2025550123',
  '九〇',
])('%j is no mobile number', (typed) => {
  expect(readTypedNumber(typed)).toBeNull()
})

test.each([
  ['0901234567', 'too_short'],
  ['0', 'too_short'],
  ['090', 'too_short'],
  ['+81 90 1234 567', 'too_short'],
  ['090123456789', 'too_long'],
  ['0312345678', 'not_mobile'],
  ['045-123-4567', 'not_mobile'],
  ['050-1234-5678', 'not_mobile'],
  ['+1 202 555 0123', 'not_mobile'],
  ['123456', 'not_mobile'],
  ['090-1234-56七八', 'letters'],
  ['O9O12345678', 'letters'],
  ['taro@example.jp', 'letters'],
  ['090-1234-5678', null],
])('of %j it is said: %s', (typed, problem) => {
  expect(problemOfNumber(typed)).toBe(problem)
})

test('the Web API takes the national form only', () => {
  expect(isMobileNumber('09012345678')).toBe(true)
  for (const other of ['090-1234-5678', '+819012345678', '０９０12345678', '0901234567８', '09012345678\n']) {
    expect(isMobileNumber(other), other).toBe(false)
  }
})

test('a masked number keeps its kind and its last two digits', () => {
  expect(maskNumber('09012345678')).toBe('090-****-**78')
})
