/** What pdf.js names the operators of a page (`OPS`). */
export type Operators = Record<string, number>

/** What a page paints, as pdf.js tells it. */
export type OperatorList = { fnArray: number[]; argsArray: unknown[] }

/** Places and lengths before it → after it, as PDF writes it. */
export type Matrix = readonly [number, number, number, number, number, number]

export const unchanged: Matrix = [1, 0, 0, 1, 0, 0]

/** One operator, in the state in which it paints. `unseen`: text that is written now paints nothing. */
export type Painted = { name: string; args: unknown[]; matrix: Matrix; unseen: boolean }

/** Walks through what a page paints. */
export function* paintedBy(list: OperatorList, operators: Operators): Generator<Painted> {
  const names = new Map(Object.entries(operators).map(([name, number]) => [number, name]))
  let now = { matrix: unchanged, unseen: false }
  const kept: (typeof now)[] = []
  for (const [at, operator] of list.fnArray.entries()) {
    const given = list.argsArray[at]
    const args: unknown[] = Array.isArray(given) ? given : []
    const name = names.get(operator) ?? ''
    if (/^(save|paintFormXObjectBegin|beginAnnotation)$/.test(name)) kept.push(now)
    if (/^(restore|paintFormXObjectEnd|endAnnotation)$/.test(name)) now = kept.pop() ?? now
    const changes = name === 'transform' ? [args] : name === 'paintFormXObjectBegin' ? [args[0]] : []
    if (name === 'beginAnnotation') changes.push(args[2], args[3])
    for (const change of changes) now = { ...now, matrix: times(now.matrix, change) }
    // Modes 3 and 7 paint nothing (ISO 32000-2, table 104).
    if (name === 'setTextRenderingMode') now = { ...now, unseen: args[0] === 3 || args[0] === 7 }
    yield { name, args, ...now }
  }
}

/** `by` is what pdf.js hands over as a matrix: six numbers, or nothing. */
export function times([a, b, c, d, e, f]: Matrix, by: unknown): Matrix {
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] =
    by == null ? unchanged : Array.from(by as ArrayLike<number>)
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f]
}
