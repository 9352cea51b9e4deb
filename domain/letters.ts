import { letterWidths, strongExtra, tallLetters } from './letter-widths.ts'

/** Neighbouring code points that share a value. */
export type Runs = { starts: number[]; ends: number[]; values: number[] }

/** Reads what scripts/letters.mjs wrote: gap, how many, value, in base 36. */
export function readRuns(text: string): Runs {
  const [starts, ends, values]: [number[], number[], number[]] = [[], [], []]
  let end = 0
  for (const run of text.split(' ')) {
    const [left = '', value = '0'] = run.split('.')
    const [gap = '0', length = '1', longValue = value] = left.split(',')
    const start = end + Number.parseInt(gap, 36)
    end = start + Number.parseInt(length, 36)
    starts.push(start)
    ends.push(end)
    values.push(Number.parseInt(longValue, 36))
  }
  return { starts, ends, values }
}

/** The value of the run that holds the code point; null where none does. */
export function valueIn({ starts, ends, values }: Runs, codePoint: number): number | null {
  let low = 0
  let high = starts.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    if (codePoint < (starts[middle] ?? 0)) high = middle - 1
    else if (codePoint >= (ends[middle] ?? 0)) low = middle + 1
    else return values[middle] ?? null
  }
  return null
}

let widths: Runs | null = null
let tall: Runs | null = null

/** Takes no room of its own: variation selectors, and the joiners of Arabic and Indian scripts. */
const WITHOUT_WIDTH = /\u200c|\u200d|[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u

/**
 * How far the next letter stands, in thousandths of the size. Exact for letters that stand alone; for those that change
 * their form, or carry marks, the widest they get: what fits by this measure fits when it is drawn.
 */
function advanceOf(char: string): number {
  if (WITHOUT_WIDTH.test(char)) return 0
  widths ??= readRuns(letterWidths)
  return valueIn(widths, char.codePointAt(0) ?? 0) ?? 1000
}

/** Advance of a whole text, in thousandths of the size; `strong` as in seals. */
export function advanceOfText(text: string, weight: 'regular' | 'strong' = 'regular'): number {
  let sum = 0
  for (const char of text) {
    const advance = advanceOf(char)
    sum += advance + (weight === 'strong' && advance > 0 && advance < 1000 ? strongExtra : 0)
  }
  return sum
}

/** 0: within the room of a capital and a comma; 1: an accent above it; 2: far above or below, as Arabic and Thai. */
export function tallnessOf(text: string): 0 | 1 | 2 {
  tall ??= readRuns(tallLetters)
  let most = 0
  for (const char of text) most = Math.max(most, valueIn(tall, char.codePointAt(0) ?? 0) ?? 0)
  return most as 0 | 1 | 2
}

/**
 * Letters with their marks composed where Unicode has one character for both: what is drawn. Line ends become `\n`. A letter
 * with more than thirty marks, which no script has (UAX #15, Stream-Safe Text Format), stays as it is: putting marks in
 * order takes the square of their number.
 */
export function composed(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\P{M}\p{Mn}{1,30}(?!\p{Mn})/gu, (letter) => letter.normalize('NFC'))
}

const JOINS_THE_LETTER_BEFORE = /\u200c|\u200d|[\p{M}\u0e33\u0eb3]/u
const DEVANAGARI = /\p{Script=Devanagari}/u
const VIRAMA = '\u094d'
const ZERO_WIDTH_JOINER = '\u200d'

/** What people take for one letter: a base with its marks, a Devanagari conjunct. Lines break between these only. */
export function lettersOf(text: string): string[] {
  // Most texts have nothing that joins: asked once of all, not of each letter.
  if (!JOINS_THE_LETTER_BEFORE.test(text)) return [...text]
  const letters: string[] = []
  // Where the letter begins that is not over yet, and what of it decides whether another belongs to it.
  let start = 0
  let at = 0
  let last = ''
  let beforeLast = ''
  for (const char of text) {
    const conjunct = last === VIRAMA || (last === ZERO_WIDTH_JOINER && beforeLast === VIRAMA)
    const joined =
      at > start &&
      last !== '\n' &&
      (JOINS_THE_LETTER_BEFORE.test(char) || (conjunct && DEVANAGARI.test(char)))
    if (!joined && at > start) {
      letters.push(text.slice(start, at))
      start = at
    }
    beforeLast = joined ? last : ''
    last = char
    at += char.length
  }
  if (at > start) letters.push(text.slice(start))
  return letters
}
