import type { Row } from './rows.ts'

/**
 * Rows that are read one after the other: running text, or a table, read row by row. The columns of a page are regions
 * one after the other.
 */
export type Region = { kind: 'text' | 'table'; rows: Row[] }

type Gutter = { from: number; to: number }

/** Rows from which two columns of running text are taken for such; less is a table or a form. */
const leastColumn = 4

/** Share of its column that a line of running text fills at least, as a rule. */
const fullLine = 0.7

/**
 * Parts rows, from the top of the page, into regions in the order in which they are read. Null where labels stand in the
 * middle of their cell's lines: nobody can tell there which line goes with which label.
 */
export function regionsOf(rows: readonly Row[]): Region[] | null {
  const labelled = withLabels(rows)
  return labelled === null ? null : regionsIn(labelled)
}

function regionsIn(rows: readonly Row[]): Region[] | null {
  const regions: Region[] = []
  let plain: Row[] = []
  const endPlain = (): void => {
    if (plain.length > 0) regions.push({ kind: 'text', rows: plain })
    plain = []
  }
  for (let at = 0; at < rows.length; ) {
    const block = blockAt(rows, at)
    if (block === null) {
      plain.push(rows[at] as Row)
      at++
      continue
    }
    let inBlock = rows.slice(at, block.end)
    if (areColumns(inBlock, block.gutter)) {
      // The first lines of two columns need not stand at the same height.
      while (belongsAbove(plain.at(-1), inBlock[0], block.gutter)) inBlock = [plain.pop() as Row, ...inBlock]
      const middle = (block.gutter.from + block.gutter.to) / 2
      const left = regionsIn(sideOf(inBlock, (right) => right <= middle))
      const right = regionsIn(sideOf(inBlock, (right) => right > middle))
      if (left === null || right === null) return null
      endPlain()
      regions.push(...left, ...right)
    } else {
      if (areUnclear(inBlock, rows[at - 1], block.gutter)) return null
      endPlain()
      regions.push({ kind: 'table', rows: inBlock })
    }
    at = block.end
  }
  endPlain()
  return regions.some(({ kind, rows: own }) => kind === 'text' && alternate(own)) ? null : regions
}

/**
 * A line beside the gap between two others, as a label beside its cell or a line of another column is: the order is not that
 * of the heights.
 */
function alternate(rows: readonly Row[]): boolean {
  return rows.some((row, at) => {
    const before = rows[at - 1]
    const first = rows[at - 2]
    if (before === undefined || first === undefined) return false
    const near = row.baseline - first.baseline < 4 * row.size
    return near && areApart(first, before) && areApart(before, row) && !areApart(first, row)
  })
}

function areApart(a: Row, b: Row): boolean {
  const ends = ({ segments }: Row) => ({ left: segments[0]?.left ?? 0, right: segments.at(-1)?.right ?? 0 })
  return ends(a).left > ends(b).right || ends(b).left > ends(a).right
}

/** The rows from here on that leave one blank strip free from top to bottom, with text on both sides. */
function blockAt(rows: readonly Row[], start: number): { end: number; gutter: Gutter } | null {
  const first = rows[start]
  if (first === undefined || first.segments.length < 2) return null
  let gutters = gapsOf(first)
  let end = start + 1
  let lastWide = end
  for (let row = rows[end]; row !== undefined; row = rows[++end]) {
    const previous = rows[end - 1] as Row
    // A row far below begins something else.
    if (row.baseline - previous.baseline > 4 * Math.max(row.size, previous.size)) break
    const left = gutters.flatMap((gutter) => freeOf(row as Row, gutter))
    if (left.length === 0) break
    gutters = left
    if (row.segments.length > 1) lastWide = end + 1
  }
  // Lines below the last one with both sides may be the text that follows: only those of the right side belong here.
  const [gutter] = [...gutters].sort((a, b) => b.to - b.from - (a.to - a.from))
  if (gutter === undefined) return null
  while (lastWide < end && (rows[lastWide]?.segments[0]?.left ?? 0) >= gutter.to - 1) lastWide++
  const whole = rows.slice(start, end)
  return { end: areColumns(whole, gutter) ? end : lastWide, gutter }
}

function gapsOf({ segments }: Row): Gutter[] {
  return segments
    .slice(1)
    .map((segment, at) => ({ from: segments[at]?.right ?? 0, to: segment.left }))
    .filter(({ from, to }) => to > from)
}

function belongsAbove(row: Row | undefined, below: Row | undefined, gutter: Gutter): boolean {
  if (row === undefined || below === undefined) return false
  const near = below.baseline - row.baseline < 2.4 * Math.max(row.size, below.size)
  return near && freeOf(row, gutter).length > 0
}

/** What a row leaves free of a strip; nothing when it is too narrow to be seen as one. */
function freeOf(row: Row, { from, to }: Gutter): Gutter[] {
  let strip = { from, to }
  for (const { left, right } of row.segments) {
    if (right <= strip.from || left >= strip.to) continue
    if (left <= strip.from) strip = { from: right, to: strip.to }
    else if (right >= strip.to) strip = { from: strip.from, to: left }
    else return []
  }
  return strip.to - strip.from >= row.size * 0.9 ? [strip] : []
}

function sideOf(rows: readonly Row[], belongs: (right: number) => boolean): Row[] {
  return rows.flatMap((row) => {
    const segments = row.segments.filter(({ right }) => belongs(right))
    return segments.length === 0 ? [] : [{ ...row, segments }]
  })
}

/** Running text fills its column; the cells of a table are short. */
function areColumns(rows: readonly Row[], gutter: Gutter): boolean {
  const middle = (gutter.from + gutter.to) / 2
  const sides = [sideOf(rows, (right) => right <= middle), sideOf(rows, (right) => right > middle)]
  return sides.every((side) => {
    if (side.length < leastColumn) return false
    const boxes = side.map(({ segments }) => ({
      left: segments[0]?.left ?? 0,
      right: segments.at(-1)?.right ?? 0,
    }))
    const left = Math.min(...boxes.map((box) => box.left))
    const width = Math.max(...boxes.map((box) => box.right)) - left
    const size = side[0]?.size ?? 1
    const full = boxes.filter((box) => box.right - box.left >= width * fullLine).length
    return width >= size * 10 && full >= side.length / 2
  })
}

/**
 * Puts a label that stands beside the middle of its cell's lines into one row with these. Null where rows stand so close
 * that they lie side by side, and it cannot be told which belong together.
 */
function withLabels(rows: readonly Row[]): Row[] | null {
  const labelled: Row[] = []
  for (let at = 0; at < rows.length; ) {
    let end = at + 1
    while (end < rows.length && areBeside(rows[end - 1] as Row, rows[end] as Row)) end++
    const together = rows.slice(at, end)
    at = end
    const [first] = together
    if (first === undefined || together.length === 1) {
      labelled.push(...together)
      continue
    }
    const leftmost = Math.min(...together.map(({ segments }) => segments[0]?.left ?? 0))
    const label = together.find(({ segments }) => segments[0]?.left === leftmost) ?? first
    const lines = together.filter((row) => row !== label)
    const edge = label.segments.at(-1)?.right ?? 0
    const beside = lines.every(({ size, segments }) => (segments[0]?.left ?? 0) > edge + size * 0.5)
    if (label.segments.length > 1 || !beside) return null
    labelled.push({ ...label, segments: [label, ...lines].flatMap(({ segments }) => segments) })
  }
  return labelled
}

/** Lines of one cell do not come so near; a label beside them does. */
function areBeside(a: Row, b: Row): boolean {
  return b.baseline - a.baseline < Math.min(a.size, b.size) * 0.9
}

/** Lines of a right cell that stand above their label, or nearer to the next label than to the line before them. */
function areUnclear(rows: readonly Row[], above: Row | undefined, gutter: Gutter): boolean {
  const isRightOnly = (row: Row): boolean => (row.segments[0]?.left ?? 0) >= gutter.to - 1
  const [first] = rows
  if (first !== undefined && above !== undefined && isRightOnly(above)) {
    if (first.baseline - above.baseline < first.size * 2) return true
  }
  return rows.some((row, at) => {
    const before = rows[at - 1]
    const after = rows[at + 1]
    if (before === undefined || after === undefined || !isRightOnly(row) || isRightOnly(after)) return false
    return after.baseline - row.baseline < (row.baseline - before.baseline) * 0.8
  })
}
