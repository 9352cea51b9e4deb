import { type Matrix, type OperatorList, type Operators, paintedBy, times } from './operators.ts'
import type { PageView, Run } from './runs.ts'

/** A straight line of a table, or the edge of a coloured field: where it is, and from where to where it goes, in points. */
export type Rule = { at: number; from: number; to: number }

/** `across` from left to right, `down` from top to bottom. */
export type Rules = { across: readonly Rule[]; down: readonly Rule[] }

/** Points: shorter lines part nothing. */
const shortest = 5
/** Points: lines this near are one, drawn as a narrow field or piece by piece. */
const near = 1.5
/** Lines; a drawing may have more, and is no table. */
const most = 20_000

/** How pdf.js writes a path: a number for each step, then its coordinates (`DrawOPS`). */
const step = { move: 0, line: 1, curve: 2, quadratic: 3, close: 4 }
const coordinates = [2, 2, 6, 4, 0]

/** The upright and level lines that a page paints; those of letters that are drawn as outlines are shorter or curved. */
export function rulesIn(list: OperatorList, operators: Operators, view: PageView): Rules {
  const across: Rule[] = []
  const down: Rule[] = []
  const toPage = times([1, 0, 0, 1, 0, 0], view.transform)
  for (const { name, args, matrix } of paintedBy(list, operators)) {
    // A path that only clips paints nothing.
    if (name !== 'constructPath' || args[0] === operators.endPath) continue
    const path = Array.isArray(args[1]) ? (args[1][0] as ArrayLike<number> | null) : null
    if (path === null || typeof path.length !== 'number') continue
    for (const [fromX, fromY, toX, toY] of linesOf(path, times(toPage, matrix))) {
      const width = Math.abs(toX - fromX)
      const height = Math.abs(toY - fromY)
      if (height < near && width > shortest) {
        across.push({ at: (fromY + toY) / 2, from: Math.min(fromX, toX), to: Math.max(fromX, toX) })
      } else if (width < near && height > shortest) {
        down.push({ at: (fromX + toX) / 2, from: Math.min(fromY, toY), to: Math.max(fromY, toY) })
      }
    }
    if (across.length + down.length > most) return { across: [], down: [] }
  }
  return { across: merged(across), down: merged(down) }
}

type Line = [fromX: number, fromY: number, toX: number, toY: number]

function linesOf(path: ArrayLike<number>, [a, b, c, d, e, f]: Matrix): Line[] {
  const lines: Line[] = []
  let start: [number, number] = [0, 0]
  let here = start
  for (let at = 0; at < path.length; ) {
    const what = path[at] ?? step.close
    const last = at + (coordinates[what] ?? 0)
    const x = path[last - 1] ?? 0
    const y = path[last] ?? 0
    const next: [number, number] = what === step.close ? start : [a * x + c * y + e, b * x + d * y + f]
    if (what === step.line || what === step.close) lines.push([...here, ...next])
    if (what === step.move) start = next
    here = next
    at = last + 1
  }
  return lines
}

/** Pieces of one line become one. */
function merged(rules: Rule[]): Rule[] {
  const found: Rule[] = []
  for (const rule of rules.sort((a, b) => a.at - b.at || a.from - b.from)) {
    const same = found
      .slice(-60)
      .find(({ at, from, to }) => rule.at - at < near && rule.from < to + near && from < rule.to + near)
    if (same === undefined) found.push({ ...rule })
    else {
      same.from = Math.min(same.from, rule.from)
      same.to = Math.max(same.to, rule.to)
    }
  }
  return found
}

/** Whether a line goes down between what ends here and this text. */
export function isRuledBetween(
  down: readonly Rule[],
  right: number,
  { left, baseline, size }: Omit<Run, 'text'>,
): boolean {
  const spare = size * 0.12
  return down.some(
    ({ at, from, to }) =>
      to - from > size &&
      at > right - spare &&
      at < left + spare &&
      from < baseline - size * 0.3 &&
      to > baseline - size * 0.4,
  )
}
