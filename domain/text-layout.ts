/**
 * How a text is set into a box: one answer for the page, the Web API and the PDF. A text that this refuses is refused
 * where it is entered; one that it accepts is drawn whole, inside its box, at six points or more.
 */
import { advanceOfText, composed, lettersOf, tallnessOf } from './letters.ts'

export type TextBox = { w: number; h: number }

/** Lines in a box, origin lower left: baselines of the lines, from the first. */
export type TextBlock = { lines: string[]; size: number; baselines: number[]; inset: number }

/** What would fit: characters as they are counted on the wire, and lines. */
export type Room = { characters: number; lines: number }

export const smallestSize = 6
const USUAL_SIZE = 12
const STEP = 0.5
/** Room at the left and the right edge; letters may lean over their width a little. */
const INSET = 2
const VERTICAL_INSET = 0.2

/** By `tallnessOf`: above the baseline, below it, and from line to line, in sizes. */
const METRICS = [
  { ascent: 0.9, descent: 0.28, leading: 1.35 },
  { ascent: 1.1, descent: 0.4, leading: 1.55 },
  { ascent: 1.5, descent: 0.6, leading: 2.1 },
] as const

const NOT_AT_LINE_START = new Set([
  ...'、。，．・：；？！゛゜´｀¨＾￣＿ヽヾゝゞ々ー―‐／＼～∥｜…‥’”）〕］｝〉》」』】°′″℃％‰',
  ...'ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ',
  ...'｡､｣･ｧｨｩｪｫｬｭｮｯｰﾞﾟ',
  ...',.:;?!)]}%»›',
])
const NOT_AT_LINE_END = new Set([...'‘“（〔［｛〈《「『【￥＄￡＠§〒＃｢([{«‹'])
const IN_WORD =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}\p{Script=Hangul}\p{N}\p{M}'’_@&#$%+\-=~/\\.,:;!?"()]/u
const BLANK = /^\p{Zs}$/u

/** Sets the text at the size asked for, 12 points when none is; smaller when it must be. Null: not even at six points. */
export function layText(text: string, box: TextBox, fontSize: number | null): TextBlock | null {
  for (let size = fontSize ?? USUAL_SIZE; size > smallestSize; size -= STEP) {
    const block = layAtSize(text, box, size)
    if (block !== null) return block
  }
  return layAtSize(text, box, smallestSize)
}

/** Sets the text at this very size; null when it does not fit. */
export function layAtSize(given: string, box: TextBox, size: number): TextBlock | null {
  const text = composed(given)
  const inset = Math.min(INSET, box.w / 10)
  const room = (box.w - 2 * inset) / size
  const lines = breakLines(text, room, (part) => advanceOfText(part) / 1000)
  const { ascent, descent, leading } = METRICS[tallnessOf(text)]
  const height = (ascent + descent + (lines.length - 1) * leading) * size
  const slack = box.h - height
  if (slack < 2 * VERTICAL_INSET) return null
  if (lines.some((line) => advanceOfText(line) / 1000 > room + 1e-9)) return null
  // One line stands in the middle, by the letters' middle; several start at the top.
  const top =
    box.h - (lines.length === 1 ? VERTICAL_INSET : Math.min(slack - VERTICAL_INSET, INSET)) - ascent * size
  const middle = Math.max(descent * size + VERTICAL_INSET, box.h / 2 - 0.37 * size)
  const first = lines.length === 1 ? Math.min(top, middle) : top
  return { lines, size, inset, baselines: lines.map((_, index) => first - index * leading * size) }
}

/** How much of a text that does not fit would: its beginning, and how many lines the box has. */
export function roomFor(text: string, box: TextBox): Room {
  const letters = lettersOf(text)
  const fits = (count: number) => layAtSize(letters.slice(0, count).join(''), box, smallestSize) !== null
  const count = mostThatFit(letters.length, fits)
  return { characters: [...letters.slice(0, count).join('')].length, lines: linesOf(text, box) }
}

/** How many more full-width characters certainly fit after this text. */
export function roomLeft(text: string, box: TextBox): number {
  const most = Math.ceil((box.w * box.h) / (smallestSize * smallestSize))
  return mostThatFit(most, (count) => layAtSize(text + '漢'.repeat(count), box, smallestSize) !== null)
}

/**
 * Breaks text into lines no wider than `width`, by the Japanese rules (kinsoku, JIS X 4051): no comma, closing bracket or
 * small kana at the start of a line, no opening bracket at its end, words in Latin letters and figures kept whole.
 * Something wider than a whole line is broken where it must be. Blanks at the end of a line take no room.
 */
export function breakLines(text: string, width: number, measure: (text: string) => number): string[] {
  return text.split('\n').flatMap((paragraph) => breakParagraph(lettersOf(paragraph), width, measure))
}

function breakParagraph(letters: string[], width: number, measure: (text: string) => number): string[] {
  const lines: string[] = []
  const widths = letters.map((letter) => measure(letter))
  for (let start = 0; start < letters.length; ) {
    const end = lineEnd(letters, widths, start, width)
    lines.push(letters.slice(start, end).join('').trimEnd())
    start = end
    while (lines.length > 0 && letters[start] === ' ') start += 1
  }
  return lines.length === 0 ? [''] : lines
}

/** Where the line that begins at `start` ends: at the last place where it may, or where it must. */
function lineEnd(letters: string[], widths: number[], start: number, width: number): number {
  let used = 0
  let breakAt = -1
  for (let index = start; index < letters.length; index += 1) {
    if (index > start && mayBreak(letters[index - 1] ?? '', letters[index] ?? '')) breakAt = index
    used += widths[index] ?? 0
    if (used <= width + 1e-9 || index === start || BLANK.test(letters[index] ?? '')) continue
    return breakAt > start ? breakAt : index
  }
  return letters.length
}

function mayBreak(before: string, after: string): boolean {
  if (NOT_AT_LINE_START.has(after) || NOT_AT_LINE_END.has(before) || BLANK.test(after)) return false
  if (BLANK.test(before)) return true
  return !(IN_WORD.test(before) && IN_WORD.test(after))
}

function linesOf(text: string, box: TextBox): number {
  const { ascent, descent, leading } = METRICS[tallnessOf(text)]
  const room = (box.h - 2 * VERTICAL_INSET) / smallestSize - ascent - descent
  return room < 0 ? 0 : Math.floor(room / leading + 1e-9) + 1
}

/** The largest count that fits. Rules of line breaking make a longer text shorter now and then, so the answer is tried. */
export function mostThatFit(most: number, fits: (count: number) => boolean): number {
  let [low, high] = [0, most]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(middle)) low = middle
    else high = middle - 1
  }
  return low
}
