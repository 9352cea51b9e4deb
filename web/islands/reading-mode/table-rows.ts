import { firstPiece, joined, type Row, type Segment } from './rows.ts'
import { isRuledBetween, type Rule, type Rules } from './rules.ts'

/** More rows between two rules are a page between its head and its foot, not a row of a table. */
const mostShared = 14

/**
 * Puts the lines that stand between the same two rules into one row, cell by cell: a label may stand beside the middle of
 * its cell's lines, and is read before them.
 */
export function withCells(rows: readonly Row[], rules: Rules): Row[] {
  const found: Row[] = []
  for (let at = 0; at < rows.length; ) {
    let end = at + 1
    while (end < rows.length && !areParted(rows[end - 1] as Row, rows[end] as Row, rules.across)) end++
    const band = rows.slice(at, end)
    const cells = isRuled(band, rules.across) ? columnsOf(band, rules.down) : []
    const [first] = band
    if (first !== undefined && cells.length > 1 && cells.every((cell) => areClose(cell, rules.across))) {
      const segments = cells.flatMap((cell, column) =>
        textsOf(cell, edgeOf(cells, column, rules), rules.across),
      )
      found.push({ ...first, segments })
    } else found.push(...band)
    at = end
  }
  return found
}

/** Lines of one cell follow each other; a gap is another row, whose rule was not seen. */
function areClose(lines: readonly Segment[], across: readonly Rule[]): boolean {
  return lines.every((line, at) => {
    const before = lines[at - 1]
    if (before === undefined || line.baseline - before.baseline < line.size * 2.3) return true
    return isThere(across, before.baseline, line.baseline - line.size * 0.5, line)
  })
}

type Extent = { left: number; right: number }

function extentOf(rows: readonly Row[]): Extent {
  const segments = rows.flatMap((row) => row.segments)
  return {
    left: Math.min(...segments.map(({ left }) => left)),
    right: Math.max(...segments.map(({ right }) => right)),
  }
}

/** Whether there is a rule between these heights over most of this width. */
function isThere(rules: readonly Rule[], from: number, to: number, { left, right }: Extent): boolean {
  return rules.some((rule) => {
    const covered = Math.min(rule.to, right) - Math.max(rule.from, left)
    return rule.at > from && rule.at < to && covered > (right - left) * 0.8
  })
}

function areParted(upper: Row, lower: Row, rules: readonly Rule[]): boolean {
  return isThere(
    rules,
    upper.baseline - upper.size * 0.2,
    lower.baseline - lower.size * 0.5,
    extentOf([upper, lower]),
  )
}

/** Between a rule above and a rule below, both near. */
function isRuled(band: readonly Row[], rules: readonly Rule[]): boolean {
  const first = band[0] as Row
  const last = band.at(-1) as Row
  const extent = extentOf(band)
  return (
    band.length <= mostShared &&
    isThere(rules, first.baseline - first.size * 4, first.baseline - first.size * 0.5, extent) &&
    isThere(rules, last.baseline - last.size * 0.2, last.baseline + last.size * 3.5, extent)
  )
}

/** Segments of a row of a table, by column from the left. */
function columnsOf(band: readonly Row[], down: readonly Rule[]): Segment[][] {
  const columns: { right: number; segments: Segment[] }[] = []
  for (const segment of band.flatMap(({ segments }) => segments).sort((a, b) => a.left - b.left)) {
    const column = columns.at(-1)
    const apart =
      column === undefined ||
      segment.left > column.right + segment.size * 0.5 ||
      isRuledBetween(down, column.right, segment)
    if (column === undefined || apart) columns.push({ right: segment.right, segments: [segment] })
    else {
      column.right = Math.max(column.right, segment.right)
      column.segments.push(segment)
    }
  }
  return columns.map(({ segments }) => segments.sort((a, b) => a.baseline - b.baseline || a.left - b.left))
}

/** Where the lines of a column end when they are full: at the next rule, the next column, or the end of the table. */
function edgeOf(columns: readonly Segment[][], column: number, { across, down }: Rules): number {
  const lines = columns[column] ?? []
  const right = Math.max(...lines.map((line) => line.right))
  const next = Math.min(...(columns[column + 1] ?? []).map(({ left }) => left))
  const [first] = lines
  const beyond = ({ at, from, to }: Rule): boolean =>
    first !== undefined &&
    at > right - first.size &&
    from < first.baseline &&
    to > first.baseline - first.size
  const end = Math.min(next, ...down.filter(beyond).map(({ at }) => at))
  if (Number.isFinite(end)) return end
  return Math.max(right, ...across.filter(({ from }) => from < right).map(({ to }) => to))
}

/** The lines of a cell as one text, with an end of line where a line was not full; a rule within parts cells. */
function textsOf(lines: readonly Segment[], edge: number, across: readonly Rule[]): Segment[] {
  const cells: { text: string; last: Segment; first: Segment }[] = []
  for (const line of lines) {
    const cell = cells.at(-1)
    if (cell === undefined || isThere(across, cell.last.baseline, line.baseline - line.size * 0.5, line)) {
      cells.push({ text: line.text, first: line, last: line })
      continue
    }
    // Between a text and its cell's edge are some points of blank.
    const full = edge - cell.last.right < (firstPiece(line.text) + 1.5) * line.size
    cell.text = full ? joined(cell.text, line.text) : `${cell.text}\n${line.text}`
    cell.last = line
  }
  return cells.map(({ text, first }) => ({
    ...first,
    text,
    right: Math.max(...lines.map(({ right }) => right)),
  }))
}
