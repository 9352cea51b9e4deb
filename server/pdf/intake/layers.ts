import { entryOf, type PdfFile, resolve } from '#server/pdf/format/pdf-file.ts'
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

/**
 * Whether anything but "every layer is drawn, on screen and in print" holds when the file is opened (ISO 32000-2 §8.11.4):
 * a layer that is off can be shown by anyone, and one that is off in print only is not what was seen.
 */
export function hidesLayers(file: PdfFile): boolean {
  const properties = dictOf(entryOf(file, catalogOf(file), 'OCProperties'))
  if (!properties) return false
  const layers = rawListOf(file, properties, 'OCGs')
  const configuration = dictOf(entryOf(file, properties, 'D'))
  if (configuration && !startsWithAllOn(file, configuration, layers)) return true
  return layers.some((layer) => isOffByUsage(file, dictOf(resolve(file, layer))))
}

/** Whether a membership hides its content while all layers are on (§8.11.2.2). Only some viewers read its expression. */
export function hidesMembers(file: PdfFile, dict: PdfDict): boolean {
  if (nameOf(entryOf(file, dict, 'Type')) !== 'OCMD') return false
  const policy = nameOf(entryOf(file, dict, 'P'))
  return policy === 'AllOff' || policy === 'AnyOff' || negates(file, entryOf(file, dict, 'VE'))
}

function startsWithAllOn(file: PdfFile, configuration: PdfDict, layers: PdfValue[]): boolean {
  if (rawListOf(file, configuration, 'OFF').length > 0) return false
  const base = nameOf(entryOf(file, configuration, 'BaseState')) ?? 'ON'
  const on = new Set(rawListOf(file, configuration, 'ON').map(numberOf))
  if (base !== 'ON' && !layers.every((layer) => on.has(numberOf(layer)))) return false
  return !rawListOf(file, configuration, 'AS').some((item) => {
    const usage = dictOf(resolve(file, item))
    if (!usage || rawListOf(file, usage, 'OCGs').length === 0) return false
    const categories = rawListOf(file, usage, 'Category').map((name) => nameOf(resolve(file, name)) ?? '')
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

function negates(file: PdfFile, expression: PdfValue, depth = 0): boolean {
  if (!Array.isArray(expression)) return false
  if (depth > DEEPEST || nameOf(resolve(file, expression[0])) === 'Not') return true
  return expression.slice(1).some((item) => {
    const operand = resolve(file, item)
    return !isDict(operand) && negates(file, operand, depth + 1)
  })
}

function rawListOf(file: PdfFile, dict: PdfDict, key: string): PdfValue[] {
  const list = entryOf(file, dict, key)
  return Array.isArray(list) ? list : []
}

function numberOf(value: PdfValue): number | null {
  return isRef(value) ? value.number : null
}
