import { entryOf, type PdfFile, rawListOf, resolve } from '#server/pdf/format/pdf-file.ts'
import { dictOf, isDict, isRef, nameOf, type PdfDict, type PdfValue } from '#server/pdf/format/pdf-objects.ts'
import { catalogOf } from '#server/pdf/format/pdf-pages.ts'

/** Usages that some viewers follow on their own, others only where the configuration says so (ISO 32000-2, table 100). */
const STATES = [
  ['View', 'ViewState'],
  ['Print', 'PrintState'],
  ['Export', 'ExportState'],
] as const
/** Categories that show a layer to some people, or at some size, only. */
const BY_VIEWER = new Set(['Zoom', 'User', 'Language'])
const DEEPEST = 32
const ENDLESS = Number.POSITIVE_INFINITY

/**
 * Whether anything but "every layer is drawn, on screen and in print" holds when the file is opened (ISO 32000-2 §8.11.4):
 * a layer that is off can be shown by anyone, and one that is off in print only is not what was seen.
 */
export function hidesLayers(file: PdfFile): boolean {
  const properties = dictOf(entryOf(file, catalogOf(file), 'OCProperties'))
  if (!properties) return false
  const layers = rawListOf(file, entryOf(file, properties, 'OCGs'))
  const configuration = dictOf(entryOf(file, properties, 'D'))
  if (configuration && !startsWithAllOn(file, configuration, layers)) return true
  return layers.some((layer) => isOffByUsage(file, dictOf(resolve(file, layer))))
}

/** How deep each expression of a file goes, by its array: many memberships may have one, and operands are shared. */
export type ExpressionDepths = Map<PdfValue[], number>

/** Whether a membership hides its content while all layers are on (§8.11.2.2). Only some viewers read its expression. */
export function hidesMembers(file: PdfFile, dict: PdfDict, depths: ExpressionDepths): boolean {
  if (nameOf(entryOf(file, dict, 'Type')) !== 'OCMD') return false
  const policy = nameOf(entryOf(file, dict, 'P'))
  return (
    policy === 'AllOff' || policy === 'AnyOff' || depthOf(file, entryOf(file, dict, 'VE'), depths) > DEEPEST
  )
}

function startsWithAllOn(file: PdfFile, configuration: PdfDict, layers: PdfValue[]): boolean {
  if (rawListOf(file, entryOf(file, configuration, 'OFF')).length > 0) return false
  const base = nameOf(entryOf(file, configuration, 'BaseState')) ?? 'ON'
  const on = new Set(rawListOf(file, entryOf(file, configuration, 'ON')).map(numberOf))
  if (base !== 'ON' && !layers.every((layer) => on.has(numberOf(layer)))) return false
  return !rawListOf(file, entryOf(file, configuration, 'AS')).some((item) => {
    const usage = dictOf(resolve(file, item))
    if (!usage || rawListOf(file, entryOf(file, usage, 'OCGs')).length === 0) return false
    const categories = rawListOf(file, entryOf(file, usage, 'Category')).map(
      (name) => nameOf(resolve(file, name)) ?? '',
    )
    return categories.some((category) => BY_VIEWER.has(category))
  })
}

function isOffByUsage(file: PdfFile, layer: PdfDict | null): boolean {
  const usage = layer && dictOf(entryOf(file, layer, 'Usage'))
  if (!usage) return false
  return STATES.some(([category, key]) => {
    const state = dictOf(entryOf(file, usage, category))
    return state !== null && nameOf(entryOf(file, state, key)) === 'OFF'
  })
}

/**
 * Levels of an expression (§8.11.2.2, table 97); endless where it negates, goes round in a circle or is deeper than viewers
 * follow. Each array is looked at once: operands that fork at each step would take twice as long at each.
 */
function depthOf(file: PdfFile, expression: PdfValue, depths: ExpressionDepths, above = 0): number {
  if (!Array.isArray(expression)) return 0
  const known = depths.get(expression)
  if (known !== undefined) return known
  // What is met again within itself stays as deep as this.
  depths.set(expression, ENDLESS)
  const depth = above > DEEPEST ? ENDLESS : depthOfOperands(file, expression, depths, above)
  depths.set(expression, depth)
  return depth
}

function depthOfOperands(
  file: PdfFile,
  expression: PdfValue[],
  depths: ExpressionDepths,
  above: number,
): number {
  if (nameOf(resolve(file, expression[0])) === 'Not') return ENDLESS
  let deepest = 0
  for (const item of expression.slice(1)) {
    const operand = resolve(file, item)
    if (!isDict(operand)) deepest = Math.max(deepest, depthOf(file, operand, depths, above + 1))
  }
  return deepest + 1
}

function numberOf(value: PdfValue): number | null {
  return isRef(value) ? value.number : null
}
