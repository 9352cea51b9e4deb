import { describe, expect, test } from 'vitest'
import { encodingFits } from './encoding.ts'
import { heavyFonts, inkFits } from './ink.ts'
import { textFits } from './page-text.ts'
import { isPaintedAsText } from './paint.ts'
import type { Picture } from './picture.ts'
import type { Run } from './runs.ts'

const view = { transform: [1, 0, 0, -1, 0, 842], width: 595, height: 842 }

function run(text: string, more: Partial<Run> = {}): Run {
  const ems = [...text].reduce((sum, letter) => sum + (letter < '\u0080' ? 0.5 : 1), 0)
  return { text, left: 60, right: 60 + ems * 12, baseline: 100, size: 12, font: 'f1', bold: false, ...more }
}

describe('characters', () => {
  test.each([
    ['賃貸借契約書（第1条）'],
    ['The tenant pays 68,000 yen.'],
    ['Übergabe der Wohnung für größere Mieter'],
    ['氏名 ＿＿＿＿＿＿＿＿＿＿ 印'],
    ['\uf0b7 a point in a symbol font'],
    ['임대차 계약서'],
  ])('%j can be what a page shows', (text) => {
    expect(encodingFits([run(text)])).toBe(true)
  })

  test.each([
    ['glyphs without a name', '賃貸\ufffd契約'],
    ['private ones', '賃貸\ue012契約'],
    ['controls', '\u0024\u0003\u0026\u0003tenant'],
    ['UTF-8 read as Latin', 'è³ƒè²¸å€Ÿ ã‚ã„ã†ãˆã¨ã€ã‚’'],
    ['UTF-8 read as Shift_JIS', '縺ゅ＞縺・∴縺翫°縺阪￥縺代％縺輔＠縺'],
    ['signs only', '!"#$%&()*+,-./:;<=>?@[]^_'],
  ])('%s are no text: %j', (_what, text) => {
    expect(encodingFits([run(text)])).toBe(false)
  })

  test('as narrow as letters, Kanji are glyph numbers; as wide as Kanji, letters are', () => {
    expect(encodingFits([run('賃貸借契約条項', { right: 60 + 7 * 12 * 0.3 })])).toBe(false)
    expect(encodingFits([run('abcdefgh', { right: 60 + 8 * 12 * 1.5 })])).toBe(false)
  })

  test('outside the page they fit nothing', () => {
    expect(textFits([run('本文である')], view)).toBe(true)
    expect(textFits([run('本文である'), run('外', { left: 700, right: 712 })], view)).toBe(false)
    expect(textFits([run('本文である'), run('下', { baseline: 900 })], view)).toBe(false)
    expect(textFits([], view)).toBe(false)
  })
})

/** White paper on which rectangles of a grey are drawn: left, top, width, height, grey. */
function paper(...marks: [number, number, number, number, number][]): Picture {
  const data = new Uint8ClampedArray(595 * 842 * 4).fill(255)
  for (const [left, top, width, height, grey] of marks) {
    for (let y = top; y < top + height; y++) {
      for (let x = left; x < left + width; x++) data.fill(grey, (y * 595 + x) * 4, (y * 595 + x) * 4 + 3)
    }
  }
  return { data, width: 595, height: 842 }
}

/** Strokes like those of letters, over this part of the page. */
const strokes = (left: number, top: number, width: number, height: number, step = 4) => {
  const marks: [number, number, number, number, number][] = []
  for (let y = top; y < top + height; y += 12) {
    for (let x = left; x < left + width; x += step) marks.push([x, y, 2, 8, 20])
  }
  return marks
}

describe('ink', () => {
  const word = run('本文の一行である')

  test('under every word there is some', () => {
    expect(inkFits([word], view, paper(...strokes(60, 91, 96, 12)))).toBe(true)
  })

  test('a word on blank paper, or on a black bar, is not what the page shows', () => {
    const shown = strokes(60, 91, 96, 12)
    const hidden = run('隠れた一行である', { baseline: 300 })
    expect(inkFits([word, hidden], view, paper(...shown))).toBe(false)
    expect(inkFits([word, hidden], view, paper(...shown, [50, 280, 200, 30, 0]))).toBe(false)
  })

  test('a table, a seal and a coloured field beside the words are no text', () => {
    const rules = Array.from({ length: 30 }, (_, at): [number, number, number, number, number] => [
      40,
      120 + at * 20,
      500,
      1,
      0,
    ])
    const seal = strokes(450, 700, 50, 50)
    const field: [number, number, number, number, number] = [40, 60, 500, 20, 200]
    expect(inkFits([word], view, paper(field, ...strokes(60, 91, 96, 12), ...rules, ...seal))).toBe(true)
  })

  test('lines of outlines beside the words may be text, and are not passed over', () => {
    expect(inkFits([word], view, paper(...strokes(60, 91, 96, 12), ...strokes(60, 200, 450, 120)))).toBe(
      false,
    )
  })

  test('tells a bold font by how much of it there is', () => {
    const bold = run('見出しの一行', { baseline: 60, font: 'f2' })
    const picture = paper(...strokes(60, 91, 96, 12), ...strokes(60, 51, 72, 12, 3))
    expect([...heavyFonts([word, bold], view, picture)]).toEqual(['f2'])
  })
})

describe('painting', () => {
  const operators = {
    save: 1,
    restore: 2,
    transform: 3,
    setTextRenderingMode: 4,
    showText: 5,
    paintImageXObject: 6,
  }
  const list = (...each: [number, unknown[]?][]) => ({
    fnArray: each.map(([operator]) => operator),
    argsArray: each.map(([, args]) => args ?? null),
  })
  const fits = (...each: [number, unknown[]?][]) => isPaintedAsText(list(...each), operators, 595 * 842)

  test('letters and a small picture are a page of text', () => {
    expect(fits([5], [1], [3, [100, 0, 0, 60, 60, 700]], [6], [2])).toBe(true)
  })

  test('a picture that covers much of the page is part of what is read', () => {
    expect(fits([5], [1], [3, [595, 0, 0, 842, 0, 0]], [6], [2])).toBe(false)
    expect(fits([5], [1], [3, [0.24, 0, 0, 0.24, 0, 0]], [3, [1400, 0, 0, 900, 0, 0]], [6], [2])).toBe(false)
  })

  test('letters that are laid over unseen are not what the page shows; the state ends with its block', () => {
    expect(fits([4, [3]], [5])).toBe(false)
    expect(fits([1], [4, [3]], [2], [5])).toBe(true)
  })
})
