import { describe, expect, test } from 'vitest'
import {
  asciiText,
  boolean,
  calendarDay,
  choice,
  email,
  type Field,
  fileName,
  filledText,
  id,
  instant,
  integer,
  oneLine,
  optional,
  readForm,
  required,
  said,
  text,
} from './forms.ts'

/** What one field makes of one text: the value, or the refusal's code. */
function reading(field: Field<unknown>, given: string) {
  const parsed = readForm(new Map([['field', given]]), { field: { ...field, required: false } })
  if (!parsed.ok) {
    expect(parsed.refusal.field).toBe('field')
    return parsed.refusal.code
  }
  return parsed.value.field
}

describe('booleans', () => {
  test.each(['1', 't', 'T', 'TRUE', 'true', 'True'])('%s is true', (given) => {
    expect(reading(boolean(), given)).toBe(true)
  })
  test.each(['0', 'f', 'F', 'FALSE', 'false', 'False'])('%s is false', (given) => {
    expect(reading(boolean(), given)).toBe(false)
  })
  test.each(['yes', 'y', 'tRUE', '2', '1 1', 'constructor', '__proto__'])('%s is refused', (given) => {
    expect(reading(boolean(), given)).toBe('field_malformed')
  })
  test('an empty one is not given', () => {
    expect(reading(boolean(), '')).toBeUndefined()
  })
})

describe('integers', () => {
  test.each([
    ['0', 0],
    ['12', 12],
    ['-3', -3],
    ['007', 7],
  ])('%s is read', (given, value) => {
    expect(reading(integer(), given)).toBe(value)
  })
  test.each(['1.5', '1e3', '0x10', 'a', '１', '99999999999', '1 1'])('%s is refused', (given) => {
    expect(reading(integer(), given)).toBe('field_malformed')
  })
  test('an empty one is not given', () => {
    expect(reading(integer(), '')).toBeUndefined()
  })
})

describe('text', () => {
  test('lengths count Unicode code points', () => {
    expect(reading(text(2), '𠮷野')).toBe('𠮷野')
    expect(reading(text(2), '𠮷野家')).toBe('field_too_long')
  })
  test('an empty text is a value', () => {
    expect(reading(text(2), '')).toBe('')
  })
  test('what a database cannot keep is refused, never repaired', () => {
    expect(reading(text(), 'a\0b')).toBe('field_malformed')
    expect(reading(text(), 'a\ud800b')).toBe('field_malformed')
  })
  test('text that must be there is missing when it is empty', () => {
    expect(readForm(new Map([['name', '']]), { name: filledText(64) })).toEqual({
      ok: false,
      refusal: { code: 'field_missing', field: 'name' },
    })
  })
  test('a recipient id is printable ASCII', () => {
    expect(reading(asciiText(4), 'a-1~')).toBe('a-1~')
    expect(reading(asciiText(4), 'あ')).toBe('field_malformed')
    expect(reading(asciiText(4), 'a\tb')).toBe('field_malformed')
    expect(reading(asciiText(4), 'abcde')).toBe('field_too_long')
  })
})

describe('e-mail addresses', () => {
  test.each(['a@b', 'taro.yamada+x@example.co.jp', ''])('%s is taken', (given) => {
    expect(reading(email(254), given)).toBe(given)
  })
  test.each([
    ['a\u202eb@c.jp', 'text_invisible_character'],
    ['a\u200b@c.jp', 'text_invisible_character'],
    ['a\u0007@c.jp', 'text_invisible_character'],
    ['😀@c.jp', 'text_unprintable'],
  ])('%j, which a certificate could not show as it is, is refused', (given, code) => {
    expect(reading(email(254), given)).toBe(code)
  })
  test.each(['a', 'a@', '@b', 'a b@c', 'a@b@c'])('%s is refused', (given) => {
    expect(reading(email(254), given)).toBe('field_malformed')
  })
})

describe('blanks and line ends around a value, as one client ends every value', () => {
  const around = (value: string) => ` \t${value}\r\n\r\n`
  test.each([
    ['a boolean', boolean(), 'true', true],
    ['an integer', integer(), '12', 12],
    ['a choice', choice({ a: 1 }), 'a', 1],
    ['an address', email(254), 'a@b.jp', 'a@b.jp'],
    ['a recipient id', asciiText(4), 'a b', 'a b'],
    ['an id', id(), '0123', '0123'],
    ['a text of one line', oneLine(4), '契約 書', '契約 書'],
    ['a name that must be there', filledText(4), '山田', '山田'],
    ['a file name', fileName(9), 'a.pdf', 'a.pdf'],
    ['a day', calendarDay(), '2026-11-22', '2026-11-22'],
    ['a time', instant(), '2026-11-22T03:04:05Z', new Date('2026-11-22T03:04:05Z')],
  ])('%s is read without them', (_what, field, given, value) => {
    expect(reading(field as Field<unknown>, around(given))).toEqual(value)
  })
  test('nothing else is "not given", or missing', () => {
    expect(reading(boolean(), around(''))).toBeUndefined()
    expect(reading(filledText(4), around(''))).toBeUndefined()
    expect(reading(oneLine(4), around(''))).toBe('')
  })
  test('a text of several lines keeps its own, each end spelled in one way', () => {
    expect(reading(text(), around('a'))).toBe('  a\n\n')
  })
})

test.each(['a"b.pdf', 'a.pdf\\', 'a.pdf\\ '])('no file is called %s', (name) => {
  expect(reading(fileName(), name)).toBe('field_malformed')
})

test('a choice knows its spellings only', () => {
  expect(reading(choice({ a: 1 }), 'a')).toBe(1)
  expect(reading(choice({ a: 1 }), '')).toBeUndefined()
  expect(reading(choice({ a: 1 }), 'toString')).toBe('field_malformed')
})

describe('times', () => {
  test.each([
    ['2026-11-22T03:04:05Z', '2026-11-22T03:04:05.000Z'],
    ['2026-11-22T12:04:05+09:00', '2026-11-22T03:04:05.000Z'],
    ['2026-11-22T12:04:05 09:00', '2026-11-22T03:04:05.000Z'],
    ['2026-11-22T03:04:05.123456Z', '2026-11-22T03:04:05.123Z'],
  ])('%s is read', (given, value) => {
    expect(reading(instant(), given)).toEqual(new Date(value))
  })
  test.each(['2026-11-22', 'yesterday', '2026-13-01T00:00:00Z'])('%s is refused', (given) => {
    expect(reading(instant(), given)).toBe('field_malformed')
  })
})

describe('forms', () => {
  const fields = { name: filledText(4), page: required(integer()), flag: boolean() }

  test('the first declared field that cannot be read refuses', () => {
    expect(readForm(new Map([['flag', 'maybe']]), fields)).toMatchObject({ refusal: { field: 'name' } })
  })
  test('a required integer that is empty is missing', () => {
    const parsed = readForm(new Map(Object.entries({ name: 'a', page: '' })), fields)
    expect(parsed).toMatchObject({ refusal: { code: 'field_missing', field: 'page' } })
  })
  test('unknown parameters are passed over', () => {
    const parsed = readForm(new Map(Object.entries({ name: 'a', page: '1', other: 'x' })), fields)
    expect(parsed).toEqual({ ok: true, value: { name: 'a', page: 1 } })
  })
  test('a change may say nothing at all', () => {
    expect(readForm(new Map(), optional(fields))).toEqual({ ok: true, value: {} })
  })
  test('what was not said is left out, what was said empty is kept', () => {
    expect(said({ a: undefined, b: '', c: false })).toEqual({ b: '', c: false })
  })
})
