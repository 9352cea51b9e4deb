import { isRuledBetween, type Rule } from './rules.ts'
import type { Run } from './runs.ts'

/** Text that stands together in one line, without a gap that a column or a table's cell would make. */
export type Segment = Omit<Run, 'text'> & { text: string }

/** What stands at one height, from left to right. */
export type Row = { baseline: number; size: number; segments: Segment[] }

/** Ems: a gap this wide parts columns and cells. */
const widestBlank = 1.3

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u

/**
 * Puts a page's runs into rows, from the top. Null where texts lie over each other, or stand as ruby or in a stamp: the
 * order is a guess.
 */
export function rowsOf(runs: readonly Run[], down: readonly Rule[] = []): Row[] | null {
  if (runs.some((run) => runs.some((other) => areStamped(run, other)))) return null
  const rows: { baseline: number; size: number; runs: Run[] }[] = []
  for (const run of [...runs].sort((a, b) => b.size - a.size || a.baseline - b.baseline)) {
    const row = rows.find((each) => Math.abs(each.baseline - run.baseline) <= each.size * 0.42)
    if (row === undefined) rows.push({ baseline: run.baseline, size: run.size, runs: [run] })
    else row.runs.push(run)
  }
  rows.sort((a, b) => a.baseline - b.baseline)
  const found: Row[] = []
  for (const { baseline, size, runs: inRow } of rows) {
    inRow.sort((a, b) => a.left - b.left)
    if (inRow.some((run, at) => at > 0 && run.left < (inRow[at - 1]?.right ?? 0) - run.size * 0.6))
      return null
    found.push({ baseline, size, segments: segmentsOf(inRow, down) })
  }
  return found.some((row, at) => isRuby(row, found[at + 1])) ? null : found
}

/** Two lines of a stamp: one or two characters right beneath each other, read from the right. */
function areStamped(upper: Run, lower: Run): boolean {
  const step = (lower.baseline - upper.baseline) / upper.size
  return (
    step > 0.9 &&
    step < 1.06 &&
    Math.abs(upper.size - lower.size) < upper.size * 0.02 &&
    Math.abs(upper.left - lower.left) < upper.size * 0.1 &&
    [upper, lower].every(({ text }) => text.length < 4 && CJK.test(text))
  )
}

/** Readings in small type above a line. */
function isRuby(row: Row, below: Row | undefined): boolean {
  if (below === undefined || row.size > below.size * 0.62) return false
  if (below.baseline - row.baseline > below.size * 1.2) return false
  return row.segments.every((small) =>
    below.segments.some(({ left, right }) => left < small.right && small.left < right),
  )
}

function segmentsOf(runs: Run[], down: readonly Rule[]): Segment[] {
  const segments: Segment[] = []
  for (const run of runs) {
    const before = segments.at(-1)
    const gap = before === undefined ? 0 : run.left - before.right
    const apart = gap > widestBlank * Math.max(run.size, before?.size ?? 0)
    if (before === undefined || apart || isRuledBetween(down, before.right, run)) {
      segments.push({ ...run, text: run.text.trimStart() })
      continue
    }
    before.text += blankBetween(before.text, run.text, gap / run.size) + run.text
    before.right = Math.max(before.right, run.right)
    before.bold = before.bold && run.bold
    before.size = Math.max(before.size, run.size)
  }
  return spacedOut(segments).map((segment) => ({ ...segment, text: withoutBlanks(segment.text.trimEnd()) }))
}

/** 契 約 書 is one word, set wide. */
function withoutBlanks(text: string): string {
  const letters = text.split(/\s+/)
  const wide = letters.length > 2 && letters.every((letter) => [...letter].length === 1 && CJK.test(letter))
  return wide ? letters.join('') : text
}

/** A title like 契　約　書: characters far apart that are one word. */
function spacedOut(segments: Segment[]): Segment[] {
  const [first] = segments
  const last = segments.at(-1)
  const single = segments.every(({ text }) => [...text.trim()].length === 1 && CJK.test(text))
  if (first === undefined || last === undefined || segments.length < 2 || !single) return segments
  return [{ ...first, right: last.right, text: segments.map(({ text }) => text.trim()).join('') }]
}

/** `gap` in ems. */
function blankBetween(before: string, after: string, gap: number): string {
  if (/\s$/.test(before) || /^\s/.test(after)) return ''
  const left = CJK.test(before.at(-1) ?? '')
  const right = CJK.test(after.at(0) ?? '')
  if (left && right && gap > 0.8) return '　'
  return gap > (left || right ? 0.22 : 0.11) ? ' ' : ''
}

/** Joins a line with the one that follows it: Japanese without a blank, words with one, a hyphen's halves as they stand. */
export function joined(before: string, after: string): string {
  const left = before.at(-1) ?? ''
  const right = after.at(0) ?? ''
  if (left === '\u00ad') return before.slice(0, -1) + after
  if (/[-‐]/.test(left) && /\p{L}-?$/u.test(before.slice(0, -1)) && /\p{L}/u.test(right))
    return before + after
  return CJK.test(left) || CJK.test(right) ? before + after : `${before} ${after}`
}

/** How much of a line its first unbreakable piece takes, in ems: what did not fit at the end of the line before. */
export function firstPiece(text: string): number {
  if (CJK.test(text.at(0) ?? '')) return 1
  const [word = ''] = /^[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/u.exec(text) ?? []
  return word.length * 0.6
}
