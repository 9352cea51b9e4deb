/** How a name is set on a round seal: one answer for the picture on the page, the Web API and the PDF. */
import { advanceOfText, lettersOf, tallnessOf } from './letters.ts'
import { breakLines, mostThatFit, smallestSize } from './text-layout.ts'

/**
 * A letter (or, `row`, a line) within the ring, in inner radii from its centre, y downwards: where its middle is and
 * how much room it has. `turned`: a dash or a bracket that lies down in a column.
 */
export type SealLetter = {
  text: string
  x: number
  y: number
  w: number
  h: number
  kind: 'upright' | 'turned' | 'row'
}

const ROTATED_WHEN_VERTICAL = new Set([...'ー－—–-~〜～…‥（）()「」『』〔〕［］【】〈〉《》'])
const SET_IN_COLUMNS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u
const SET_IN_ROWS = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}]/u
const BETWEEN_WORDS = /[\s\u3000]+/u

/** Shape of the name within the circle by letters per column: width and height in radii. */
const SHAPES: Record<string, [number, number]> = {
  '1x1': [1.32, 1.32],
  '1x2': [1.02, 1.5],
  '1x3': [0.78, 1.64],
  '1x4': [0.62, 1.7],
  '2x1': [1.56, 0.98],
  '2x2': [1.4, 1.34],
  '2x3': [1.2, 1.46],
  '2x4': [1, 1.54],
}
/** Letters up to which a name without family and given name stands in this many columns. */
const COLUMNS: [letters: number, columns: number][] = [
  [3, 1],
  [8, 2],
  [12, 3],
  [20, 4],
  [30, 5],
]

/** The ring of a seal of this side, in points: its radius, its stroke, and the radius within it. */
export function ringOf(side: number): { radius: number; stroke: number; inner: number } {
  const stroke = side * 0.032
  const radius = side / 2 - stroke / 2 - side * 0.01
  return { radius, stroke, inner: radius - stroke / 2 }
}

/** Where the letters of a name stand; smaller the more there are, none left out. */
export function sealLetters(name: string): SealLetter[] {
  const text = name.trim()
  if (text === '') return []
  return SET_IN_COLUMNS.test(text) && !SET_IN_ROWS.test(text) ? inColumns(sealColumns(text)) : inRows(text)
}

/** Null when every letter of the name is six points or more; otherwise how many characters would be. */
export function sealOverflow(name: string, side: number): { characters: number } | null {
  if (fitsSeal(name, side)) return null
  const letters = lettersOf(name)
  const count = mostThatFit(letters.length, (some) => fitsSeal(letters.slice(0, some).join(''), side))
  return { characters: [...letters.slice(0, count).join('')].length }
}

/** The name as columns, the right one first. Family and given name each get a column when both are short. */
export function sealColumns(name: string): string[][] {
  const words = name.split(BETWEEN_WORDS).filter(Boolean).map(lettersOf)
  const all = words.flat()
  if (words.length === 2 && all.length > 2 && words.every((word) => word.length <= 4)) return words
  if (words.length === 2 && all.length === 2) return [all]
  const count = COLUMNS.find(([letters]) => all.length <= letters)?.[1] ?? Math.ceil(Math.sqrt(all.length))
  const rows = Math.ceil(all.length / count)
  const columns: string[][] = []
  for (let at = 0; at < all.length; at += rows) columns.push(all.slice(at, at + rows))
  return columns
}

function fitsSeal(name: string, side: number): boolean {
  const { inner } = ringOf(side)
  return sealLetters(name).every(
    ({ w, h, kind }) => (kind === 'row' ? h : Math.min(w, h)) * inner >= smallestSize,
  )
}

function inColumns(columns: string[][]): SealLetter[] {
  const rows = Math.max(...columns.map((column) => column.length), 0)
  if (rows === 0) return []
  const [width, height] = SHAPES[`${columns.length}x${rows}`] ?? inscribed(columns.length, rows)
  const w = width / columns.length
  return columns.flatMap((column, index) => {
    // A column that is one shorter is spread, as an engraver would, so that both fill the circle.
    const h = height / Math.max(column.length, rows - 1, 1)
    return column.map((text, row) => ({
      text,
      x: width / 2 - w * (index + 0.5),
      y: h * (row + 0.5 - column.length / 2),
      w,
      h,
      kind: ROTATED_WHEN_VERTICAL.has(text) ? ('turned' as const) : ('upright' as const),
    }))
  })
}

/** Cells that are square, as large as the circle lets them be. */
function inscribed(columns: number, rows: number): [number, number] {
  const cell = (columns * rows > 20 ? 1.99 : 1.9) / Math.hypot(columns, rows)
  return [columns * cell, rows * cell]
}

/** Words in lines, as large as may be; a word is broken only when it would be too small otherwise. */
function inRows(text: string): SealLetter[] {
  const widest = Math.max(...text.split(BETWEEN_WORDS).map(widthOf))
  const pitch = [1.15, 1.4, 2][tallnessOf(text)] ?? 2
  const whole = bestRows(text, pitch, widest)
  const best = whole.size * ringOf(56).inner >= smallestSize ? whole : bestRows(text, pitch, 1)
  return best.lines.map((line, index) => ({
    text: line,
    x: 0,
    y: best.size * pitch * (index + 0.5 - best.lines.length / 2),
    w: widthOf(line) * best.size,
    h: best.size,
    kind: 'row',
  }))
}

function bestRows(text: string, pitch: number, narrowest: number): { lines: string[]; size: number } {
  let best: { lines: string[]; size: number } = { lines: [text], size: 0 }
  const total = widthOf(text)
  for (let count = 1; count <= 8; count += 1) {
    const width = Math.max(narrowest, (total / count) * 1.15)
    const lines = breakLines(text, width, widthOf).filter((line) => line !== '')
    const size = 1.8 / Math.hypot(Math.max(...lines.map(widthOf)), lines.length * pitch)
    if (size > best.size + 0.01) best = { lines, size }
  }
  return best
}

function widthOf(text: string): number {
  return advanceOfText(text, 'strong') / 1000
}
