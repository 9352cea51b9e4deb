import { letters, markedLetters, variationSequences } from './letter-coverage.ts'
import { composed, lettersOf, type Runs, readRuns, valueIn } from './letters.ts'

/**
 * What the seal's fonts can print. Known from tables, so that the server answers without reading a font; the pages do
 * not carry these tables and learn from the server.
 */
let covered: Runs | null = null
let marked: Runs[] | null = null
const sequences = new Map<string, Runs>()

const VARIATION_SELECTOR = /[\u180b-\u180d\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u
const ANY_VARIATION_SELECTOR = /[\u180b-\u180d\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu
const JOINER = /[\u200c\u200d]/u
const JOINED_SCRIPT = /[\p{Script=Arabic}\p{Script=Devanagari}]/u
const MARK = /\p{M}/u
/** More marks on one letter than any language sets; they would reach into other lines. */
const MOST_MARKS = 4

/** Without the variation selectors that the Japanese font does not know; the letters themselves stay. */
export function withoutUnknownVariations(text: string): string {
  if (text.search(VARIATION_SELECTOR) < 0) return text
  let before = ''
  let out = ''
  for (const char of text) {
    if (VARIATION_SELECTOR.test(char) && !hasVariation(before, char)) continue
    out += char
    before = char
  }
  return out
}

/** The letters of `text` that cannot be printed faithfully, each once. */
export function unprintable(text: string): string[] {
  const missing = new Set<string>()
  for (const letter of lettersOf(composed(text))) {
    if (letter !== '\n' && !isPrintable(letter)) missing.add(letter)
  }
  return [...missing]
}

function isPrintable(letter: string): boolean {
  if (letter.length === 1) return !MARK.test(letter) && !JOINER.test(letter) && isCovered(letter)
  // A mark without a letter has nothing to sit on: a shaper draws a dotted circle for it.
  if (MARK.test([...letter][0] ?? '')) return false
  const marks = letter.match(/\p{M}/gu)?.length ?? 0
  if (marks > MOST_MARKS && !/\p{Script=Devanagari}/u.test(letter)) return false
  const chars = [...letter.replace(ANY_VARIATION_SELECTOR, '')].filter((char) => !JOINER.test(char))
  if (JOINER.test(letter) && !JOINED_SCRIPT.test(letter)) return false
  return chars.every(isCovered) && (chars.length === 1 || isInOneFont(chars))
}

/** A letter and its marks come from one font, or the marks would not find their places. */
function isInOneFont(chars: string[]): boolean {
  marked ??= markedLetters.map(readRuns)
  return marked.some((runs) => chars.every((char) => valueIn(runs, char.codePointAt(0) ?? 0) !== null))
}

function isCovered(char: string): boolean {
  // The mark of bytes that were lost on the way is no text.
  if (char === '\ufffd') return false
  covered ??= readRuns(letters)
  return valueIn(covered, char.codePointAt(0) ?? 0) !== null
}

function hasVariation(base: string, selector: string): boolean {
  const name = (selector.codePointAt(0) ?? 0).toString(16)
  const text = variationSequences[name]
  if (text === undefined || base === '') return false
  const runs = sequences.get(name) ?? readRuns(text)
  sequences.set(name, runs)
  return valueIn(runs, base.codePointAt(0) ?? 0) !== null
}
