import { expect, test } from 'vitest'
import { printable } from './fonts.ts'

test.each([
  ['a\u202ebc@example.jp', 'a[U+202E]bc@example.jp'],
  ['山\u200b田', '山[U+200B]田'],
  ['a\u0007b', 'a[U+0007]b'],
  ['a\u2800b', 'a[U+2800]b'],
  ['合意🤝', '合意[U+1F91D]'],
])('a text that is older than the rules is spelled out, not mended: %j', (given, printed) => {
  expect(printable(given)).toBe(printed)
})

test.each([
  ['一\r\n二\r三', '一\n二\n三'],
  ['a\tb', 'a b'],
  ['葛\u{e0100}西 辻\u{e01ef}', '葛\u{e0100}西 辻'],
  ['क्\u200dष', 'क्\u200dष'],
  ['平仮名 ABC', '平仮名 ABC'],
])('what people write is printed as it is: %j', (given, printed) => {
  expect(printable(given)).toBe(printed)
})
