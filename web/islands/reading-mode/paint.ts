import { type Matrix, type OperatorList, type Operators, paintedBy, times, unchanged } from './operators.ts'

/** Share of the page above which pictures are part of what is read: a scan, a plan, a form as a background. */
const mostPictured = 0.1

/**
 * Whether a page is painted as text: no letters that are laid over it unseen (as recognition puts them over a scan), and
 * no pictures of a size that matters. `area` is the page's, in square units of its user space.
 */
export function isPaintedAsText(list: OperatorList, operators: Operators, area: number): boolean {
  let pictured = 0
  for (const { name, args, matrix, unseen } of paintedBy(list, operators)) {
    if (unseen && (name === 'showText' || name === 'showSpacedText')) return false
    if (/^paint(Inline)?Image/.test(name)) pictured += pictureArea(name, args, matrix)
  }
  return pictured <= area * mostPictured
}

function pictureArea(name: string, args: unknown[], matrix: Matrix): number {
  if (name.endsWith('Repeat')) {
    const numbers = args.filter((each) => typeof each === 'number')
    const positions = args.at(-1) as ArrayLike<number> | undefined
    const each = Math.abs((numbers[0] ?? 1) * (numbers.at(-1) ?? 1))
    return each * areaOf(matrix) * ((positions?.length ?? 2) / 2)
  }
  if (name.endsWith('Group')) {
    const parts = args.find((each) => Array.isArray(each)) as { transform?: unknown }[] | undefined
    const sum = (parts ?? []).reduce((total, { transform }) => total + areaOf(times(unchanged, transform)), 0)
    return sum * areaOf(matrix)
  }
  return areaOf(matrix)
}

function areaOf([a, b, c, d]: Matrix): number {
  return Math.abs(a * d - b * c)
}
