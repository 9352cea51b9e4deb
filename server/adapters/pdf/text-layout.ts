import { widthOf } from './fonts.ts'

/** Lines that fit a box, and the size that makes them fit. */
export type TextBlock = { lines: string[]; size: number; lineHeight: number }

const NOT_AT_LINE_START = new Set([
  ...'、。，．・：；？！゛゜´｀¨＾￣＿ヽヾゝゞ々ー―‐／＼～∥｜…‥’”）〕］｝〉》」』】°′″℃％‰',
  ...'ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ',
  ...'｡､｣･ｧｨｩｪｫｬｭｮｯｰﾞﾟ',
  ...',.:;?!)]}%»›',
])
const NOT_AT_LINE_END = new Set([...'‘“（〔［｛〈《「『【￥＄￡＠§〒＃｢([{«‹'])
const IN_WORD = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}\p{M}'’_@&#$%+\-=~/\\.,:;!?"()]/u
const SMALLEST = 4
const STEP = 0.5
const LINE_HEIGHT = 1.35

/**
 * Breaks text into lines no wider than `width`, by the Japanese rules (kinsoku, JIS X 4051): no comma, closing bracket or
 * small kana at the start of a line, no opening bracket at its end, words in Latin letters and figures kept whole.
 * Something wider than a whole line is broken where it must be.
 */
export function breakLines(text: string, width: number, measure: (text: string) => number): string[] {
  return text.split('\n').flatMap((paragraph) => breakParagraph([...paragraph], width, measure))
}

/**
 * Sets text into a box at the size asked for (12 points, or less for a low box, when none is). The text shrinks before
 * it overflows; at 4 points it is let be.
 */
export function fitText(text: string, box: { w: number; h: number }, fontSize: number | null): TextBlock {
  let size = fontSize ?? Math.max(SMALLEST, Math.min(12, box.h / LINE_HEIGHT))
  for (;;) {
    const measure = (part: string): number => widthOf(part, size)
    const lines = breakLines(text, box.w, measure)
    // One line needs only the height of its letters, further ones their leading as well.
    const height = size + (lines.length - 1) * size * LINE_HEIGHT
    const fits = height <= box.h && lines.every((line) => measure(line) <= box.w + 0.01)
    if (fits || size <= SMALLEST) return { lines, size, lineHeight: size * LINE_HEIGHT }
    size = Math.max(SMALLEST, size - STEP)
  }
}

/** The text, cut with … when it is wider than `width`. */
export function ellipsized(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text
  const chars = [...text]
  while (chars.length > 0 && measure(`${chars.join('')}…`) > width) chars.pop()
  return `${chars.join('')}…`
}

function breakParagraph(chars: string[], width: number, measure: (text: string) => number): string[] {
  const lines: string[] = []
  const widths = chars.map((char) => measure(char))
  let start = 0
  let used = 0
  let breakAt = -1
  for (let index = 0; index < chars.length; index += 1) {
    if (index > start && mayBreak(chars[index - 1] as string, chars[index] as string)) breakAt = index
    used += widths[index] as number
    if (used <= width || chars[index] === ' ' || index === start) continue
    const end = breakAt > start ? breakAt : index
    lines.push(chars.slice(start, end).join('').trimEnd())
    start = end
    while (chars[start] === ' ' && start < index) start += 1
    used = widths.slice(start, index + 1).reduce((sum, one) => sum + one, 0)
    breakAt = -1
    for (let before = start + 1; before <= index; before += 1) {
      if (mayBreak(chars[before - 1] as string, chars[before] as string)) breakAt = before
    }
  }
  lines.push(chars.slice(start).join('').trimEnd())
  return lines
}

function mayBreak(before: string, after: string): boolean {
  if (NOT_AT_LINE_START.has(after) || NOT_AT_LINE_END.has(before) || after === ' ') return false
  if (before === ' ') return true
  return !(IN_WORD.test(before) && IN_WORD.test(after))
}
