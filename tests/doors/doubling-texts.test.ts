/** What is typed into fields of a contract, names and settings: letters with marks, conjuncts and joiners without end. */
import { describe, test } from 'vitest'
import { overflowOf, widgetText } from '#domain/widget-text.ts'
import { expectLinear } from '#tests/support/doubling.ts'

const kilobytes = 1024
const repeated = (piece: string) => (size: number) => piece.repeat(Math.ceil(size / piece.length))

const pieces = {
  'one kind of mark': '\u0301',
  'marks that change places': '\u0301\u0316',
  'letters with a mark': 'e\u0301',
  conjuncts: 'क्',
  'conjuncts with joiners': 'क्\u200d',
  'letters of Thai with a mark': 'ก็',
  'letters of Arabic with marks': 'ا\u0651\u064e',
  'joiners of Arabic': 'ا\u200d',
  joiners: '\u200d',
  'joined emoji': '👩\u200d',
  'letters with a variation': '葛\u{e0100}',
  'variations of nothing': '\u{e0100}',
  'syllables in parts': '\u1100\u1161\u11a8',
  'line ends': '\r\n',
  'blanks and letters': ' 漢',
  letters: '漢',
  dashes: 'ー',
  'letters of a word': 'W',
}

describe.each(Object.entries(pieces))('a text of %s', (_what, piece) => {
  const make = (size: number) => `ab${repeated(piece)(size)}`

  test('is judged as a field’s', async () => {
    const read = (text: string) => {
      for (const kind of ['text', 'seal'] as const) widgetText(kind, text, 'field')
    }
    await expectLinear(read, make, 8 * kilobytes)
  })

  test('is laid into a box', async () => {
    const read = (text: string) => {
      overflowOf({ kind: 'text', w: 200, h: 24, fontSize: null }, text, 'field')
      overflowOf({ kind: 'seal', w: 56, h: 56, fontSize: null }, text, 'field')
    }
    await expectLinear(read, make, 4 * kilobytes)
  })
})
