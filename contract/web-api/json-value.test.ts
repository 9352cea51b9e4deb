import { describe, expect, test } from 'vitest'
import { jsonInt64 } from './json-fields.ts'
import { JsonNumber, type JsonValue, readJson } from './json-value.ts'

/** As `JSON.parse` gives it. */
function plain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return Number(value.text)
  if (Array.isArray(value)) return value.map(plain)
  if (!(value instanceof Map)) return value
  return Object.fromEntries([...value].map(([key, each]) => [key, plain(each)]))
}

const valid = [
  'null',
  ' true ',
  '[]',
  '{}',
  '[1,-2.5e-3,0,10E+2]',
  '{"a":{"b":[null,false,"x\\n\\u00e9\\ud83d\\ude00\\\\\\""]},"":0}',
  '\t\n\r [ { "日本" : "語" } , [ [ ] ] ] ',
  '"\\/"',
  '{"__proto__":{"x":1},"constructor":2}',
]

describe('JSON', () => {
  test.each(valid)('%s is read as everybody reads it', (text) => {
    const reading = readJson(text)
    expect(reading.ok && JSON.stringify(plain(reading.value))).toBe(JSON.stringify(JSON.parse(text)))
  })

  test.each([
    '',
    ' ',
    'nul',
    'nulll',
    'NaN',
    'undefined',
    "'a'",
    '{',
    '[',
    '[1',
    '[1,]',
    '[,1]',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{a:1}',
    '{1:1}',
    '01',
    '1.',
    '.5',
    '+1',
    '-',
    '1e',
    '0x1',
    '"',
    '"\\"',
    '"\\x"',
    '"\\u12"',
    '"a\nb"',
    '"\u0000"',
    '{} {}',
    '[1] 2',
    '\u00a01',
    '//\n1',
  ])('%j is told to be none', (text) => {
    expect(readJson(text)).toEqual({ ok: false, why: 'it is not valid JSON' })
    expect(() => JSON.parse(text)).toThrow()
  })

  test('is judged as the platform judges it, whatever is cut off, swapped or put in', () => {
    let seed = 20_261_122
    const chance = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return Math.floor((seed / 2_147_483_648) * below)
    }
    const marks = '{}[],:"\\0123456789.eE+-tfn ul\u0000\ud800é'
    const judged = { good: 0, bad: 0 }
    for (let round = 0; round < 20_000; round++) {
      let text = valid[chance(valid.length)] ?? ''
      for (let cuts = chance(3); cuts >= 0; cuts--) {
        const at = chance(text.length + 1)
        text = text.slice(0, at) + (marks[chance(marks.length)] ?? '') + text.slice(at + chance(3))
      }
      let expected: unknown
      let parses = true
      try {
        expected = JSON.parse(text)
      } catch {
        parses = false
      }
      const reading = readJson(text)
      expect([text, reading.ok]).toEqual([text, parses])
      judged[parses ? 'good' : 'bad'] += 1
      const repeats = /"(\w*)".*"\1"\s*:/s.test(text)
      if (reading.ok && !repeats) expect(plain(reading.value)).toEqual(expected)
    }
    expect(Math.min(judged.good, judged.bad)).toBeGreaterThan(1000)
  })

  test('keeps the digits of numbers and the first of repeated keys', () => {
    const reading = readJson('{"a":9007199254740993,"a":2,"b":1e999}')
    expect(reading.ok && reading.value).toEqual(
      new Map([
        ['a', new JsonNumber('9007199254740993')],
        ['b', new JsonNumber('1e999')],
      ]),
    )
  })

  test.each(['[', '{"a":'])('of a million %s is nested too deeply, and nothing overflows', (opening) => {
    const reading = readJson(opening.repeat(1_000_000))
    expect(reading).toEqual({ ok: false, why: 'it is nested more than 64 levels deep' })
  })

  test('of millions of digits, escapes and spaces overflows nothing', () => {
    for (const text of [
      '9'.repeat(5_000_000),
      `"${'\\"'.repeat(3_000_000)}"`,
      `${' '.repeat(5_000_000)}1`,
      `[${'[],'.repeat(1_000_000)}[]]`,
    ])
      expect(readJson(text).ok).toBe(true)
    expect(readJson(`"${'\\"'.repeat(3_000_000)}`).ok).toBe(false)
  })
})

describe('a whole number of 64 bits', () => {
  const read = (text: string) => {
    const reading = readJson(text)
    return reading.ok ? jsonInt64().readValue(reading.value, 'amount') : null
  }

  test.each([
    ['0', 0n],
    ['-0', 0n],
    ['9007199254740993', 9007199254740993n],
    ['9223372036854775807', 9223372036854775807n],
    ['-9223372036854775808', -9223372036854775808n],
    ['1000.0', 1000n],
    ['1.5e1', 15n],
    ['1200e-2', 12n],
    ['0e9999', 0n],
    ['"9007199254740993"', 9007199254740993n],
    ['""', undefined],
    ['null', null],
  ])('is read from %s', (text, value) => {
    expect(read(text)).toEqual({ value })
  })

  test.each([
    '9223372036854775808',
    '-9223372036854775809',
    '1.5',
    '1e19',
    '1e999999999',
    '1e-9999',
    '9'.repeat(100_000),
    '"abc"',
    '"１２"',
    '"1,000"',
    'true',
    '[]',
    '[1]',
    '{}',
  ])('is not read from %.40s', (text) => {
    expect(read(text)).toMatchObject({ refusal: { code: 'field_malformed', field: 'amount' } })
  })
})
