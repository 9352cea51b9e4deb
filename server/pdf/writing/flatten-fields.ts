import { rawDataOf } from '#server/pdf/format/pdf-file.ts'
import {
  isDict,
  isRef,
  isStream,
  nameOf,
  type PdfRef,
  type PdfStream,
  type PdfValue,
  withEntries,
} from '#server/pdf/format/pdf-objects.ts'
import { numbers } from './drawing.ts'
import { drawField } from './field-appearance.ts'
import { FieldWidget, formOf, numbersOf, rectangleOf } from './field-widget.ts'
import type { FontsInUse } from './fonts.ts'
import { PageContents } from './page-content.ts'
import { IDENTITY, type Matrix, multiplied, type Rectangle } from './page-geometry.ts'
import type { Page } from './page-tree.ts'
import type { PageUpdates } from './page-update.ts'
import { array, dict, name, stream } from './pdf-syntax.ts'
import type { Revision } from './revision.ts'
import { Undrawable } from './undrawable.ts'

const HIDDEN_OR_NO_VIEW = 2 | 32
const NO_ROTATE = 16
const SHOWS_TEXT = /(?:\]|\)|>)\s*(?:TJ|Tj|'|")|\bDo\b|\bBI\b|\sc\s/
const EMPTY_STRINGS = /\(\s*\)\s*Tj|<\s*>\s*Tj|\[\s*(?:\(\s*\)\s*)?\]\s*TJ/g

/**
 * Turns the form fields of an unsigned upload into page content, as a viewer shows them at this moment; otherwise anyone
 * could refill them after sealing. The annotations leave their pages; the caller replaces the AcroForm. Throws
 * `Undrawable` where that would lose or change something.
 */
export function flattenFields(
  revision: Revision,
  pages: Page[],
  updates: PageUpdates,
  fonts: FontsInUse,
): void {
  const form = formOf(revision)
  const appearances = new Appearances(revision)
  for (const page of pages) {
    for (const item of revision.list(page.dict.entries.get('Annots')) ?? []) {
      const found = revision.dictionary(item)
      if (!found || nameOf(revision.resolve(found.entries.get('Subtype'))) !== 'Widget') continue
      updates.remove(page, item)
      const widget = new FieldWidget(revision, found, form)
      const rectangle = widget.rectangle()
      if (widget.annotationFlags & HIDDEN_OR_NO_VIEW || !rectangle) continue
      const shown = appearanceOf(widget, fonts, rectangle, appearances)
      if (!shown) continue
      const turn = widget.annotationFlags & NO_ROTATE ? turnedBack(rectangle, page.geometry.rotate) : IDENTITY
      const matrix = multiplied(placement(revision, shown, rectangle), turn)
      if (widget.own('OC') === null) updates.show(page, shown, matrix)
      else updates.show(page, inLayer(widget, shown, matrix, page.geometry.box), IDENTITY)
    }
  }
}

/** The appearance that counts: the widget's own, or one that is drawn from its value. */
function appearanceOf(
  widget: FieldWidget,
  fonts: FontsInUse,
  rectangle: Rectangle,
  appearances: Appearances,
): PdfRef | null {
  const { type } = widget
  if (type === 'Tx' && widget.has('password') && widget.text() !== '') {
    throw new Undrawable('form_unclear', 'a password')
  }
  const normal = widget.revision.dictionary(widget.dict.entries.get('AP'))?.entries.get('N')
  const resolved = widget.revision.resolve(normal)
  if (isStream(resolved)) {
    return isOutdated(widget, resolved, appearances)
      ? drawField(widget, fonts, rectangle)
      : appearances.asForm(widget, normal, resolved)
  }
  if (isDict(resolved)) return stateOf(widget, resolved.entries, appearances)
  if (type === '' && widget.inherited('V') !== null)
    throw new Undrawable('form_unclear', 'a field of no kind')
  return ['Tx', 'Ch', 'Btn'].includes(type) ? drawField(widget, fonts, rectangle) : null
}

/** The appearance of the state that is on; none where a button that is off has none. */
function stateOf(
  widget: FieldWidget,
  states: ReadonlyMap<string, PdfValue>,
  appearances: Appearances,
): PdfRef | null {
  const value = nameOf(widget.own('AS')) ?? nameOf(widget.inherited('V')) ?? 'Off'
  const state = widget.own('AS') === null && !states.has(value) ? 'Off' : value
  const chosen = states.get(state)
  const stream = widget.revision.resolve(chosen)
  if (isStream(stream)) return appearances.asForm(widget, chosen, stream)
  if (state !== 'Off') throw new Undrawable('form_unclear', 'a button whose state has no appearance')
  return null
}

/** Whether viewers would draw the value anew: the form asks for it, or the appearance shows no text at all. */
function isOutdated(widget: FieldWidget, appearance: PdfStream, appearances: Appearances): boolean {
  const hasValue =
    (widget.type === 'Tx' && widget.text() !== '') || (widget.type === 'Ch' && widget.choices().length > 0)
  if (!hasValue) return false
  if (widget.form.needsAppearances) return true
  return !appearances.showsText(appearance)
}

/** Appearances that widgets may share: each is read, and where it must be completed written, once. */
class Appearances {
  readonly #revision: Revision
  readonly #contents: PageContents
  readonly #showText = new Map<PdfStream, boolean>()
  readonly #completed = new Map<PdfStream, PdfRef>()

  constructor(revision: Revision) {
    this.#revision = revision
    this.#contents = new PageContents(revision.file)
  }

  showsText(appearance: PdfStream): boolean {
    const known = this.#showText.get(appearance)
    if (known !== undefined) return known
    const content = this.#contents.decoded(appearance)
    if (!content) throw new Undrawable('form_unclear', 'an appearance that cannot be read')
    const shows = SHOWS_TEXT.test(Buffer.from(content).toString('latin1').replace(EMPTY_STRINGS, ''))
    this.#showText.set(appearance, shows)
    return shows
  }

  /** The stream as a form XObject; where it names no resources, those of the form are meant. */
  asForm({ form }: FieldWidget, object: PdfValue | undefined, stream: PdfStream): PdfRef {
    const { entries } = stream.dict
    const complete = nameOf(entries.get('Subtype')) === 'Form' && entries.has('Resources')
    if (isRef(object) && complete) return object
    const known = this.#completed.get(stream)
    if (known) return known
    const Resources = entries.get('Resources') ?? form.entries.get('DR')
    const dictionary = withEntries(stream.dict, { Subtype: name('Form'), Resources })
    const data = rawDataOf(this.#revision.file, stream)
    const ref = this.#revision.add({ ...stream, dict: dictionary, data })
    this.#completed.set(stream, ref)
    return ref
  }
}

/** Wrapped so that it is seen exactly when the layer of its annotation is (8.11.3.3). */
function inLayer(widget: FieldWidget, form: PdfRef, matrix: Matrix, box: Rectangle): PdfRef {
  const content = Buffer.from(`q ${numbers(...matrix)} cm /F Do Q`, 'latin1')
  const entries = {
    Type: name('XObject'),
    Subtype: name('Form'),
    BBox: array(box),
    OC: widget.dict.entries.get('OC'),
    Resources: dict({ XObject: dict({ F: form }) }),
  }
  return widget.revision.add(stream(entries, content))
}

/** An annotation that does not turn with its page stays upright about its upper left corner (12.5.3, flag NoRotate). */
function turnedBack([left, , , top]: Rectangle, rotate: number): Matrix {
  const [cos, sin] = { 0: [1, 0], 90: [0, 1], 180: [-1, 0], 270: [0, -1] }[rotate] ?? [1, 0]
  return multiplied(
    [1, 0, 0, 1, -left, -top],
    multiplied([cos ?? 1, sin ?? 0, -(sin ?? 0), cos ?? 1, 0, 0], [1, 0, 0, 1, left, top]),
  )
}

/** The matrix that brings an appearance into its rectangle (ISO 32000-2, 12.5.5, algorithm 8.1). */
function placement(revision: Revision, form: PdfRef, [left, bottom, right, top]: Rectangle): Matrix {
  const stream = revision.dictionary(form)
  const box = rectangleOf(revision, stream?.entries.get('BBox')) ?? [0, 0, right - left, top - bottom]
  const given = numbersOf(revision, stream?.entries.get('Matrix'))
  const [a, b, c, d, e, f] = given?.length === 6 ? (given as Matrix) : IDENTITY
  const corners = [0, 2].flatMap((x) => [1, 3].map((y) => [box[x] as number, box[y] as number] as const))
  const xs = corners.map(([x, y]) => a * x + c * y + e)
  const ys = corners.map(([x, y]) => b * x + d * y + f)
  const [minX, minY] = [Math.min(...xs), Math.min(...ys)]
  const [across, along] = [Math.max(...xs) - minX, Math.max(...ys) - minY]
  const scaleX = across > 0 ? (right - left) / across : 1
  const scaleY = along > 0 ? (top - bottom) / along : 1
  return [scaleX, 0, 0, scaleY, left - minX * scaleX, bottom - minY * scaleY]
}
