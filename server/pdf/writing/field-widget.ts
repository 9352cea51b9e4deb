import {
  dictOf,
  isRef,
  isStream,
  isString,
  nameOf,
  type PdfDict,
  type PdfStream,
  type PdfValue,
} from '#server/pdf/format/pdf-objects.ts'
import { catalogOf } from '#server/pdf/format/pdf-pages.ts'
import { fieldText, plainOfRichText } from './field-text-string.ts'
import { streamContent } from './page-content.ts'
import type { Rectangle } from './page-geometry.ts'
import type { Revision } from './revision.ts'
import { Undrawable } from './undrawable.ts'

/** Flags of fields (ISO 32000-2, tables 227, 229, 231 and 233). */
export const FIELD_FLAG = {
  multiline: 1 << 12,
  password: 1 << 13,
  radio: 1 << 15,
  pushButton: 1 << 16,
  combo: 1 << 17,
  comb: 1 << 24,
}
const DEEPEST = 32

/** A form as the catalog holds it. */
export type Form = { entries: ReadonlyMap<string, PdfValue>; needsAppearances: boolean }

/** The form of an upload; empty when it has none. */
export function formOf(revision: Revision): Form {
  const form = revision.dictionary(catalogOf(revision.file).entries.get('AcroForm'))
  const entries = form?.entries ?? new Map<string, PdfValue>()
  return { entries, needsAppearances: revision.resolve(entries.get('NeedAppearances')) === true }
}

/** One widget of a field, with what it inherits from its field and the form (12.7.4.1). */
export class FieldWidget {
  readonly revision: Revision
  readonly dict: PdfDict
  readonly form: Form

  constructor(revision: Revision, dict: PdfDict, form: Form) {
    this.revision = revision
    this.dict = dict
    this.form = form
  }

  /** `Tx`, `Ch`, `Btn`, `Sig`, or empty. */
  get type(): string {
    return nameOf(this.inherited('FT')) ?? ''
  }

  get flags(): number {
    const flags = this.inherited('Ff')
    return typeof flags === 'number' ? flags : 0
  }

  /** Flags of the annotation. */
  get annotationFlags(): number {
    return this.number('F') ?? 0
  }

  has(flag: keyof typeof FIELD_FLAG): boolean {
    return (this.flags & FIELD_FLAG[flag]) !== 0
  }

  /** An entry of the widget itself, resolved. */
  own(key: string): PdfValue {
    return this.#charged(this.revision.resolve(this.dict.entries.get(key)))
  }

  number(key: string): number | null {
    const value = this.own(key)
    return typeof value === 'number' ? value : null
  }

  /** An entry of the widget, of its field or of a field above. */
  inherited(key: string): PdfValue {
    let node: PdfDict | null = this.dict
    for (let depth = 0; node && depth < DEEPEST; depth += 1) {
      const value = this.revision.resolve(node.entries.get(key))
      if (value !== null) return this.#charged(value)
      node = this.revision.dictionary(node.entries.get('Parent'))
    }
    return null
  }

  /** The same, or what the form says for all its fields. */
  inheritedOrForm(key: string): PdfValue {
    return this.inherited(key) ?? this.#charged(this.revision.resolve(this.form.entries.get(key)))
  }

  /** An entry of the appearance characteristics, `/MK` (12.5.6.19). */
  characteristic(key: string): PdfValue {
    return this.#charged(this.revision.resolve(dictOf(this.own('MK'))?.entries.get(key)))
  }

  rectangle(): Rectangle | null {
    return rectangleOf(this.revision, this.dict.entries.get('Rect'))
  }

  /** The text value of a field; empty when it has none. Throws `Undrawable` for what is no text. */
  text(): string {
    const value = this.inherited('V')
    if (value === null) {
      const rich = this.inherited('RV')
      return rich === null ? '' : plainOfRichText(this.#textOf(rich))
    }
    return this.#textOf(value)
  }

  /** The chosen values of a choice field. */
  choices(): string[] {
    const value = this.inherited('V')
    if (value === null) return []
    const values = Array.isArray(value) ? value.map((item) => this.revision.resolve(item)) : [value]
    return values.map((item) => this.#textOf(item)).filter((text) => text !== '')
  }

  /** Fields may share one value, and each draws it anew. */
  #charged(value: PdfValue): PdfValue {
    if (isString(value)) this.revision.charge(value.bytes.length)
    else if (Array.isArray(value)) this.revision.charge(value.length)
    return value
  }

  #textOf(value: PdfValue): string {
    if (isString(value)) return fieldText(value.bytes)
    const name = nameOf(value)
    if (name !== undefined) return name
    const bytes = isStream(value) ? this.#contentOf(value) : null
    if (!bytes) throw new Undrawable('form_unclear', 'a value that is no text')
    return fieldText(bytes)
  }

  #contentOf(value: PdfStream): Uint8Array | null {
    const bytes = streamContent(this.revision.file, value)
    this.revision.charge(bytes?.length ?? 0)
    return bytes
  }
}

/** A rectangle with its corners in order, or null. */
export function rectangleOf(revision: Revision, object: PdfValue | undefined): Rectangle | null {
  const values = numbersOf(revision, object)
  if (values?.length !== 4) return null
  const [a, b, c, d] = values as Rectangle
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)]
}

/** An array of nothing but numbers, or null. */
export function numbersOf(revision: Revision, object: PdfValue | undefined): number[] | null {
  const values = revision.list(object)?.map((item) => (isRef(item) ? revision.resolve(item) : item))
  return values?.every((value) => typeof value === 'number') ? (values as number[]) : null
}
