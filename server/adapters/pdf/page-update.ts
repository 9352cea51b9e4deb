import { PdfArray, PdfDict, type PdfObject, PdfRef } from '@libpdf/core'
import { numbers } from './drawing.ts'
import type { FontsInUse } from './fonts.ts'
import type { Matrix } from './page-geometry.ts'
import type { Page } from './page-tree.ts'
import { array, copyOf, dict, name, stream } from './pdf-syntax.ts'
import type { Revision } from './revision.ts'

/** What is open while a revision is put together. */
export type Sheets = { revision: Revision; pages: Page[]; updates: PageUpdates; fonts: FontsInUse }

type Pending = { content: string; forms: Map<string, PdfRef>; added: PdfRef[]; removed: Set<PdfObject> }

/**
 * Collects what is added to the pages in one revision, and writes each touched page once. The original content streams
 * stay as they are between `q` and `Q`; resources, inherited ones too, are copied and added to, never replaced
 * (libpdf replaces inherited ones, and the original text disappears).
 */
export class PageUpdates {
  readonly #revision: Revision
  readonly #prefix: string
  readonly #pending = new Map<Page, Pending>()
  readonly #names = new Map<PdfRef, string>()
  readonly #contents = new Map<string, PdfRef>()
  readonly #resources = new Map<string, PdfRef>()

  /** `prefix` makes the resource names of this revision unlike any in the file. */
  constructor(revision: Revision, prefix: string) {
    this.#revision = revision
    this.#prefix = prefix
  }

  /** Shows a form XObject on the page, above what is there. */
  show(page: Page, form: PdfRef, matrix: Matrix): void {
    const pending = this.#of(page)
    let resource = this.#names.get(form)
    if (!resource) {
      resource = `${this.#prefix}${this.#names.size}`
      this.#names.set(form, resource)
    }
    pending.forms.set(resource, form)
    pending.content += `q ${numbers(...matrix)} cm /${resource} Do Q\n`
  }

  /** Adds an annotation. */
  annotate(page: Page, annotation: PdfRef): void {
    this.#of(page).added.push(annotation)
  }

  /** Takes an annotation off the page, as it stands in the array. */
  remove(page: Page, annotation: PdfObject): void {
    this.#of(page).removed.add(annotation)
  }

  /** Writes the touched pages into the revision. To be called once. */
  write(): void {
    for (const [page, pending] of this.#pending) this.#writePage(page, pending)
  }

  #of(page: Page): Pending {
    let pending = this.#pending.get(page)
    if (!pending) {
      pending = { content: '', forms: new Map(), added: [], removed: new Set() }
      this.#pending.set(page, pending)
    }
    return pending
  }

  #writePage(page: Page, pending: Pending): void {
    const annotationsRef = page.dict.get('Annots')
    const annotations = this.#revision.list(annotationsRef)
    const changed = pending.added.length > 0 || pending.removed.size > 0
    const kept = [...(annotations ?? [])].filter((item) => !pending.removed.has(item))
    const list = new PdfArray([...kept, ...pending.added])
    // An array with a number of its own is changed there: a signed file's page objects are best left alone.
    if (changed && annotationsRef instanceof PdfRef && annotations && pending.content === '') {
      this.#revision.put(annotationsRef, list)
      return
    }
    const copy = copyOf(page.dict)
    if (changed) copy.set('Annots', list)
    if (pending.content !== '') {
      copy.set('Resources', this.#withForms(page, pending.forms))
      copy.set('Contents', this.#withContent(page, pending.content))
    }
    this.#revision.put(page.ref, copy)
  }

  #withContent(page: Page, content: string): PdfArray {
    const contents = this.#revision.resolve(page.dict.get('Contents'))
    const raw = page.dict.get('Contents')
    const before =
      contents instanceof PdfArray ? [...contents] : raw instanceof PdfRef && contents ? [raw] : []
    if (before.length === 0) return array([this.#contentStream(content)])
    return array([this.#contentStream('q\n'), ...before, this.#contentStream(`\nQ\n${content}`)])
  }

  /** Pages of one size share their foot, so equal contents are written once. */
  #contentStream(content: string): PdfRef {
    const known = this.#contents.get(content)
    if (known) return known
    const ref = this.#revision.add(stream({}, Buffer.from(content, 'latin1')))
    this.#contents.set(content, ref)
    return ref
  }

  #withForms(page: Page, forms: Map<string, PdfRef>): PdfObject {
    const source = page.dict.get('Resources') ?? page.inherited.get('Resources')
    const key = source instanceof PdfRef ? `${source.objectNumber} ${[...forms.keys()].join(' ')}` : null
    const known = key === null ? undefined : this.#resources.get(key)
    if (known) return known
    const original = this.#revision.dictionary(source)
    const resources = original ? copyOf(original) : new PdfDict()
    const objects = this.#revision.dictionary(resources.get('XObject'))
    const extended = objects ? copyOf(objects) : dict({})
    for (const [resource, ref] of forms) extended.set(name(resource), ref)
    resources.set('XObject', extended)
    if (key === null) return resources
    const ref = this.#revision.add(resources)
    this.#resources.set(key, ref)
    return ref
  }
}
