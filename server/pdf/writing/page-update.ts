import { isRef, isStream, type PdfRef, type PdfValue, withEntries } from '#server/pdf/format/pdf-objects.ts'
import { numbers } from './drawing.ts'
import type { FontsInUse } from './fonts.ts'
import { PageContents } from './page-content.ts'
import type { Matrix } from './page-geometry.ts'
import type { Page } from './page-tree.ts'
import { dict, stream } from './pdf-syntax.ts'
import type { Revision } from './revision.ts'
import { Undrawable } from './undrawable.ts'

/** What is open while a revision is put together. */
export type Sheets = { revision: Revision; pages: Page[]; updates: PageUpdates; fonts: FontsInUse }

type Pending = { content: string; forms: Map<string, PdfRef>; added: PdfRef[]; removed: Set<PdfValue> }

/**
 * Collects what is added to the pages in one revision, and writes each touched page once. The original content streams
 * stay as they are, and what follows them is drawn on a clean page whatever they leave behind; resources, inherited ones
 * too, are copied and added to, never replaced.
 */
export class PageUpdates {
  readonly #revision: Revision
  readonly #prefix: string
  readonly #pending = new Map<Page, Pending>()
  readonly #names = new Map<number, string>()
  readonly #original: PageContents
  readonly #contents = new Map<string, PdfRef>()
  /** By the dictionary that pages share, and the names of the forms that are added to it. */
  readonly #resources = new Map<PdfValue, Map<string, PdfRef>>()

  /** `prefix` makes the resource names of this revision unlike any in the file. */
  constructor(revision: Revision, prefix: string) {
    this.#revision = revision
    this.#prefix = prefix
    this.#original = new PageContents(revision.file)
  }

  /** Shows a form XObject on the page, above what is there. */
  show(page: Page, form: PdfRef, matrix: Matrix): void {
    const pending = this.#of(page)
    let resource = this.#names.get(form.number)
    if (!resource) {
      resource = `${this.#prefix}${this.#names.size}`
      this.#names.set(form.number, resource)
    }
    pending.forms.set(resource, form)
    pending.content += `q ${numbers(...matrix)} cm /${resource} Do Q\n`
  }

  /** Adds an annotation. */
  annotate(page: Page, annotation: PdfRef): void {
    this.#of(page).added.push(annotation)
  }

  /** Takes an annotation off the page, as it stands in the array. */
  remove(page: Page, annotation: PdfValue): void {
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
    const given = page.dict.entries.get('Annots')
    const annotations = this.#revision.list(given)
    const changed = pending.added.length > 0 || pending.removed.size > 0
    const kept = (annotations ?? []).filter((item) => !pending.removed.has(item))
    const list = [...kept, ...pending.added]
    // An array with a number of its own is changed there: a signed file's page objects are best left alone.
    if (changed && isRef(given) && annotations && pending.content === '') {
      this.#revision.put(given, list)
      return
    }
    const changes: Record<string, PdfValue> = changed ? { Annots: list } : {}
    if (pending.content !== '') {
      const contents = this.#contentsOf(page)
      const { before, after } = this.#isolated(contents)
      changes.Contents = [
        ...(before === '' ? [] : [this.#contentStream(before)]),
        ...contents,
        this.#contentStream(`${after}${pending.content}`),
      ]
      changes.Resources = this.#withForms(page, pending.forms)
    }
    this.#revision.put(page.ref, withEntries(page.dict, changes))
  }

  #contentsOf(page: Page): PdfValue[] {
    const raw = page.dict.entries.get('Contents')
    const contents = this.#revision.resolve(raw)
    if (Array.isArray(contents)) return this.#revision.list(contents) ?? []
    return isRef(raw) && isStream(contents) ? [raw] : []
  }

  /** What stands before and after the page's own content. */
  #isolated(contents: PdfValue[]): { before: string; after: string } {
    if (contents.length === 0) return { before: '', after: '' }
    const isolation = this.#original.isolation(contents)
    if (isolation.kind === 'unclear') throw new Undrawable('content_unclear', isolation.reason)
    return isolation
  }

  /** Pages of one size share their foot, so equal contents are written once. */
  #contentStream(content: string): PdfRef {
    const known = this.#contents.get(content)
    if (known) return known
    const ref = this.#revision.add(stream({}, Buffer.from(content, 'latin1')))
    this.#contents.set(content, ref)
    return ref
  }

  #withForms(page: Page, forms: Map<string, PdfRef>): PdfValue {
    const source = page.dict.entries.get('Resources') ?? page.inherited.get('Resources')
    const shared =
      isRef(source) || !page.dict.entries.has('Resources') ? this.#revision.resolve(source) : null
    const names = [...forms.keys()].join(' ')
    const known = this.#resources.get(shared)?.get(names)
    if (known) return known
    const original = this.#revision.dictionary(source) ?? dict({})
    const objects = this.#revision.dictionary(original.entries.get('XObject')) ?? dict({})
    // Where pages add different forms to one dictionary, each gets a copy.
    this.#revision.charge(original.entries.size + objects.entries.size)
    const resources = withEntries(original, { XObject: withEntries(objects, Object.fromEntries(forms)) })
    if (shared === null) return resources
    const ref = this.#revision.add(resources)
    this.#resources.set(shared, (this.#resources.get(shared) ?? new Map<string, PdfRef>()).set(names, ref))
    return ref
  }
}
