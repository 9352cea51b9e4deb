import {
  PdfArray,
  PdfDict,
  PdfName,
  PdfNumber,
  type PdfObject,
  PdfRef,
  PdfStream,
  PdfString,
} from '@libpdf/core'
import { formXObject } from './drawing.ts'
import type { FontsInUse } from './fonts.ts'
import { drawMark } from './mark.ts'
import { type Matrix, type Rectangle, uprightMatrix } from './page-geometry.ts'
import type { Page } from './page-tree.ts'
import type { PageUpdates } from './page-update.ts'
import { name } from './pdf-syntax.ts'
import type { Revision } from './revision.ts'

const HIDDEN_OR_NO_VIEW = 2 | 32
const DEEPEST = 32

/**
 * Turns the form fields of an unsigned upload into page content, as they look at this moment; otherwise anyone could
 * refill them after sealing. The annotations leave their pages; the caller replaces the AcroForm.
 */
export function flattenFields(
  revision: Revision,
  pages: Page[],
  updates: PageUpdates,
  fonts: FontsInUse,
): void {
  for (const page of pages) {
    for (const item of revision.list(page.dict.get('Annots')) ?? []) {
      const widget = revision.dictionary(item)
      if (widget?.getName('Subtype')?.value !== 'Widget') continue
      updates.remove(page, item)
      const flags = revision.resolve(widget.get('F'))
      if (flags instanceof PdfNumber && flags.value & HIDDEN_OR_NO_VIEW) continue
      const rectangle = rectangleOf(revision, widget.get('Rect'))
      const shown =
        rectangle && (appearanceOf(revision, widget) ?? drawnValue(revision, widget, page, rectangle, fonts))
      if (shown) updates.show(page, shown, placement(revision, shown, rectangle))
    }
  }
}

/** The normal appearance as it stands: the stream, or the state that is on. */
function appearanceOf(revision: Revision, widget: PdfDict): PdfRef | null {
  const normal = revision.dictionary(widget.get('AP'))?.get('N')
  const resolved = revision.resolve(normal)
  if (resolved instanceof PdfStream) return asForm(revision, normal, resolved)
  if (!(resolved instanceof PdfDict)) return null
  const state = revision.resolve(widget.get('AS'))
  const chosen = state instanceof PdfName ? resolved.get(state) : undefined
  const stream = revision.resolve(chosen)
  return stream instanceof PdfStream ? asForm(revision, chosen, stream) : null
}

function asForm(revision: Revision, object: PdfObject | undefined, stream: PdfStream): PdfRef {
  if (object instanceof PdfRef && stream.getName('Subtype')?.value === 'Form') return object
  const copy = new PdfStream([...stream], stream.data)
  copy.set('Subtype', name('Form'))
  return revision.add(copy)
}

/** A text or choice field that has a value and no appearance (its viewer was to make one). */
function drawnValue(
  revision: Revision,
  widget: PdfDict,
  page: Page,
  [left, bottom, right, top]: Rectangle,
  fonts: FontsInUse,
): PdfRef | null {
  const type = inheritedEntry(revision, widget, 'FT')
  const value = inheritedEntry(revision, widget, 'V')
  if (!(type instanceof PdfName && ['Tx', 'Ch'].includes(type.value) && value instanceof PdfString))
    return null
  const sideways = page.geometry.rotate === 90 || page.geometry.rotate === 270
  const [w, h] = sideways ? [top - bottom, right - left] : [right - left, top - bottom]
  const content = drawMark(fonts, { kind: 'text', w, h, fontSize: null, value: value.asString() })
  return content === ''
    ? null
    : formXObject(revision, { content, w, h, matrix: uprightMatrix(page.geometry), fonts })
}

function inheritedEntry(revision: Revision, field: PdfDict, key: string): PdfObject | null {
  let node: PdfDict | null = field
  for (let depth = 0; node && depth < DEEPEST; depth += 1) {
    const value = revision.resolve(node.get(key))
    if (value) return value
    node = revision.dictionary(node.get('Parent'))
  }
  return null
}

/** The matrix that brings an appearance into its rectangle (ISO 32000-2, 12.5.5, algorithm 8.1). */
function placement(revision: Revision, form: PdfRef, [left, bottom, right, top]: Rectangle): Matrix {
  const stream = revision.dictionary(form)
  const box = rectangleOf(revision, stream?.get('BBox')) ?? [0, 0, right - left, top - bottom]
  const given = numbersOf(revision, stream?.get('Matrix'))
  const [a, b, c, d, e, f] = given?.length === 6 ? (given as Matrix) : ([1, 0, 0, 1, 0, 0] satisfies Matrix)
  const corners = [0, 2].flatMap((x) => [1, 3].map((y) => [box[x] as number, box[y] as number] as const))
  const xs = corners.map(([x, y]) => a * x + c * y + e)
  const ys = corners.map(([x, y]) => b * x + d * y + f)
  const [minX, minY] = [Math.min(...xs), Math.min(...ys)]
  const [across, along] = [Math.max(...xs) - minX, Math.max(...ys) - minY]
  const scaleX = across > 0 ? (right - left) / across : 1
  const scaleY = along > 0 ? (top - bottom) / along : 1
  return [scaleX, 0, 0, scaleY, left - minX * scaleX, bottom - minY * scaleY]
}

function rectangleOf(revision: Revision, object: PdfObject | undefined): Rectangle | null {
  const values = numbersOf(revision, object)
  if (values?.length !== 4) return null
  const [a, b, c, d] = values as Rectangle
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)]
}

function numbersOf(revision: Revision, object: PdfObject | undefined): number[] | null {
  const list = revision.resolve(object)
  if (!(list instanceof PdfArray)) return null
  const values = [...list].map((item) => {
    const value = revision.resolve(item)
    return value instanceof PdfNumber ? value.value : Number.NaN
  })
  return values.every(Number.isFinite) ? values : null
}
