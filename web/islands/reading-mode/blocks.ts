import type { Region } from './regions.ts'
import { regionsOf } from './regions.ts'
import { firstPiece, joined, type Row, rowsOf, type Segment } from './rows.ts'
import type { Rules } from './rules.ts'
import type { Run } from './runs.ts'
import { withCells } from './table-rows.ts'

/** A piece of a page's text as it is read. `top`: points from the page's upper edge. */
export type Block =
  | { kind: 'heading'; level: 3 | 4; text: string; top: number }
  | { kind: 'paragraph'; text: string; top: number }
  | { kind: 'item'; text: string; top: number }
  | { kind: 'cells'; cells: string[]; top: number }

/** What begins an item of a list or a numbered clause. */
const ITEM =
  /^(?:[・•◦▪●○■□◆◇‣※][\s　]*(?=\S)|[（(](?:[0-9０-９]{1,3}|[ア-ンa-zA-Z]|[ivx]{1,4}|[一二三四五六七八九十]{1,3})[)）]|[0-9０-９]{1,3}(?:[.．](?![0-9０-９])|[)）、])|[①-⑳]|[a-zA-Zア-ン][.．)）][\s　]|[-–—][\s　])/u

/** A clause's number before its text, as in 「２　甲は」; only where no line runs on into it. */
const NUMBERED = /^(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}|[ア-コ])[\s　]+(?=\S)/u

const ARTICLE = /^第[\s　]*[0-9０-９一二三四五六七八九十百]+[\s　]*[条章節編款項]/u
const ENGLISH_ARTICLE = /^(?:article|section|chapter)\s+[0-9ivx]+\b/i

const longestHeading = 40

/**
 * Reads a page's text: headings, paragraphs, items and rows of tables, in order. Null where the order of the page cannot
 * be told from the places of its texts.
 */
export function blocksOf(
  runs: readonly Run[],
  page: { number: number; height: number },
  rules: Rules = { across: [], down: [] },
): Block[] | null {
  const rows = rowsOf(runs, rules.down)
  if (rows === null) return null
  const told = rows.filter((row) => !isFolio(row, page))
  const regions = regionsOf(withCells(told, rules))
  if (regions === null) return null
  const body = bodyOf(told)
  const blocks = regions.flatMap((region) =>
    region.kind === 'table' ? cellsOf(region, body) : textOf(region, body),
  )
  return levelled(blocks)
}

/** The page's own number at its edge: the page's heading says it. Another number stays. */
function isFolio({ baseline, segments }: Row, page: { number: number; height: number }): boolean {
  const text = segments.map((segment) => segment.text).join('')
  const [, number] =
    /^[-–—\s]*([0-9０-９]{1,4})(?:\s*[/／]\s*[0-9０-９]{1,4})?[-–—\s]*(?:ページ|頁)?$/u.exec(text) ?? []
  const atEdge = baseline < page.height * 0.09 || baseline > page.height * 0.9
  return atEdge && number !== undefined && Number(number.normalize('NFKC')) === page.number
}

type Body = { size: number; bold: boolean }

/** How most of the page is set. */
function bodyOf(rows: readonly Row[]): Body {
  const weights = new Map<string, number>()
  for (const { size, bold, text } of rows.flatMap(({ segments }) => segments)) {
    const key = `${Math.round(size * 2) / 2} ${bold}`
    weights.set(key, (weights.get(key) ?? 0) + text.length)
  }
  const [[key = '12 false'] = []] = [...weights].sort(([, a], [, b]) => b - a)
  const [size, bold] = key.split(' ')
  return { size: Number(size), bold: bold === 'true' }
}

function cellsOf(region: Region, body: Body): (Block & { size?: number })[] {
  return region.rows.flatMap((row) => {
    if (row.segments.length === 1) return textOf({ kind: 'text', rows: [row] }, body)
    return [{ kind: 'cells', cells: row.segments.map(({ text }) => text), top: row.baseline - row.size }]
  })
}

type Line = Segment & { top: number }
type Growing = { kind: 'heading' | 'paragraph' | 'item'; lines: Line[] }

function textOf({ rows }: Region, body: Body): (Block & { size?: number })[] {
  const lines = rows.flatMap(({ segments }) =>
    segments.map((segment): Line => ({ ...segment, top: segment.baseline - segment.size })),
  )
  const leading = usualLeading(lines)
  const grown: Growing[] = []
  for (const line of lines) {
    const open = grown.at(-1)
    const edge = edgeOf(line, lines)
    const kind = kindOf(line, body, edge)
    if (open !== undefined && runsOn(open, line, { kind, edge, leading })) open.lines.push(line)
    else grown.push({ kind, lines: [line] })
  }
  return grown.map(({ kind, lines: own }) => {
    const text = own.map((line) => line.text).reduce(joined)
    const { top = 0, size = body.size } = own[0] ?? {}
    // What ran on to more than a heading can hold is text in larger type.
    if (kind === 'heading' && text.length <= 2 * longestHeading) return { kind, level: 4, text, top, size }
    return { kind: kind === 'heading' ? 'paragraph' : kind, text, top }
  })
}

/** Where lines of this size end when they are full. */
function edgeOf({ size }: Line, lines: readonly Line[]): number {
  return Math.max(
    ...lines.filter((each) => Math.abs(each.size - size) < size * 0.05).map(({ right }) => right),
  )
}

function usualLeading(lines: readonly Line[]): number {
  const steps = lines
    .slice(1)
    .map((line, at) => line.baseline - (lines[at]?.baseline ?? 0))
    .filter((step) => step > 0)
    .sort((a, b) => a - b)
  return steps[Math.floor(steps.length / 2)] ?? Number.POSITIVE_INFINITY
}

function kindOf(line: Line, body: Body, edge: number): Growing['kind'] {
  const { text, size, bold, right } = line
  const sentence = /[。．.、,;；]$/u.test(text)
  const short = text.length <= longestHeading && !sentence
  if (short && /\p{L}/u.test(text)) {
    const standsOut = size >= body.size * 1.15 || (bold && !body.bold)
    // Its line is not filled: what fills it goes on as text.
    const article = (ARTICLE.test(text) || ENGLISH_ARTICLE.test(text)) && right < edge - size * 3
    if (standsOut || (article && text.length <= 30)) return 'heading'
  }
  return ITEM.test(text) || NUMBERED.test(text) ? 'item' : 'paragraph'
}

/** Whether a line is the rest of what the lines before it began. */
function runsOn(
  { kind, lines }: Growing,
  line: Line,
  { kind: own, edge, leading }: { kind: Growing['kind']; edge: number; leading: number },
): boolean {
  const first = lines[0] as Line
  const before = lines.at(-1) as Line
  const { size } = before
  if (Math.abs(line.size - size) > size * 0.1) return false
  const step = line.baseline - before.baseline
  const usual = lines.length > 1 ? before.baseline - (lines.at(-2)?.baseline ?? 0) : leading
  if (step <= 0 || step > Math.max(Math.min(usual * 1.3, size * 2.6), size * 1.45)) return false
  if (ITEM.test(line.text) || ARTICLE.test(line.text)) return false
  if (NUMBERED.test(line.text) && /[。．.]$/u.test(before.text)) return false
  if (kind === 'heading')
    return own === 'heading' && line.bold === before.bold && isCentred(before, line) && step < size * 1.8
  // A line that ended before it was full ended its text, unless it was broken between phrases.
  const full = edge - before.right < (firstPiece(line.text) + 1.6) * size
  const broken = !/[。．.：:]$/u.test(before.text) && before.right - first.left > (edge - first.left) * 0.85
  if (!full && !broken) return false
  const indent = (line.left - (lines.length > 1 ? before.left : first.left)) / size
  // The first line of a paragraph stands further in, that of an item or a numbered clause further out.
  if (lines.length > 1) return Math.abs(indent) < 0.6
  return kind === 'item' || ARTICLE.test(first.text)
    ? indent > -2.6 && indent < 4
    : indent > -2.6 && indent < 0.6
}

function isCentred(a: Line, b: Line): boolean {
  return (
    Math.abs(a.left + a.right - b.left - b.right) < a.size * 2 || Math.abs(a.left - b.left) < a.size * 0.3
  )
}

/** The page's own heading is of level 2. The largest ones of a page come next; none is skipped. */
function levelled(blocks: (Block & { size?: number })[]): Block[] {
  const largest = Math.max(...blocks.map(({ size }) => size ?? 0))
  let seen = false
  return blocks.map(({ size, ...block }): Block => {
    if (block.kind !== 'heading') return block
    const top = !seen || (size ?? 0) >= largest * 0.95
    seen = true
    return { ...block, level: top ? 3 : 4 }
  })
}
