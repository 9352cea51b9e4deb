import { createHash } from 'node:crypto'
import {
  entryOf,
  objectOf,
  type PdfFile,
  type Place,
  rawListOf,
  resolve,
  type Section,
} from '#server/pdf/format/pdf-file.ts'
import {
  isDict,
  isRef,
  isStream,
  isString,
  nameOf,
  type PdfDict,
  type PdfRef,
  type PdfValue,
} from '#server/pdf/format/pdf-objects.ts'
import { catalogOf, type Page, pagesOf } from '#server/pdf/format/pdf-pages.ts'
import type { FinalProblem } from '#server/usecases/sealing-ports.ts'

/** Whether a longer file begins, byte by byte, with one of this hash and length. */
export function beginsWith(file: Uint8Array, former: { sha256: string; bytes: number }): boolean {
  const sha256 = createHash('sha256').update(file.subarray(0, former.bytes)).digest('hex')
  return file.length > former.bytes && sha256 === former.sha256
}

/** Numbers of the objects that a section says anew, although they were there before. */
export function changedObjects(file: PdfFile, section: Section): number[] {
  const older = file.sections.filter(({ offset }) => offset < section.offset)
  const existed = (number: number) => {
    const place = older.map(({ places }) => places.get(number)).find((found) => found !== undefined)
    return place !== undefined && place.kind !== 'free'
  }
  return [...section.places].filter(([number]) => number !== 0 && existed(number)).map(([number]) => number)
}

/**
 * What the revision made at sending did to the upload: it may add, and may only touch the objects that hold its
 * additions (pages, the form, the catalog). Everything the reader of the upload saw must still be drawn, as it was.
 */
export function compareWithOriginal(file: PdfFile, original: PdfFile): FinalProblem[] {
  const problems: FinalProblem[] = []
  const refuse = (check: string, detail: string) => problems.push({ check, detail })
  const before = pagesOf(original)
  const after = pagesOf(file)
  if (before.length !== after.length) refuse('page_count', `${before.length} pages became ${after.length}`)

  const open = touchable(original, before)
  for (const [number, place] of original.places) {
    if (place.kind === 'free' || open.has(number) || samePlace(place, file.places.get(number))) continue
    if (!isFormPart(objectOf(original, number))) refuse('original_object', `object ${number} was changed`)
  }
  before.forEach((page, index) => {
    const now = after[index]
    if (!now) return
    const where = `page ${index + 1}`
    if (now.object !== page.object) refuse('page_order', where)
    if (!keepsContents(page, now)) refuse('page_contents', `${where}: original content streams are not drawn`)
    if (!keepsGeometry(original, page, file, now)) refuse('page_geometry', where)
    if (!keepsResources(original, page, file, now)) refuse('page_resources', where)
    if (!keepsKeys(original, page.dict, file, now.dict, PAGE_ADDITIONS)) refuse('page_entries', where)
    if (!keepsAnnotations(original, page, file, now)) refuse('page_annotations', where)
  })
  if (!keepsKeys(original, catalogOf(original), file, catalogOf(file), CATALOG_ADDITIONS)) {
    refuse('catalog', 'more than the form was added to the catalog')
  }
  return problems
}

/** Judged on their own, or where additions must go. */
const PAGE_ADDITIONS = ['Contents', 'Annots', 'Resources', 'MediaBox', 'CropBox', 'Rotate']
const CATALOG_ADDITIONS = ['AcroForm', 'Perms', 'Extensions', 'Version', 'Metadata', 'DSS']

/** All entries but those of `free`, actions among them, are as they were. */
export function keepsKeys(
  original: PdfFile,
  before: PdfDict,
  file: PdfFile,
  after: PdfDict,
  free: string[],
): boolean {
  const keys = new Set([...before.entries.keys(), ...after.entries.keys()])
  return [...keys].every((key) => {
    if (free.includes(key)) return true
    return sameValue(before.entries.get(key) ?? null, after.entries.get(key) ?? null, original, file)
  })
}

/** The upload's links and notes stay, in their order, and only fields are added to them. */
function keepsAnnotations(original: PdfFile, before: Page, file: PdfFile, after: Page): boolean {
  const others = (of: PdfFile, page: Page) =>
    annotationsOf(of, page).filter((one) => !isFormPart(resolve(of, one)))
  const old = others(original, before)
  const now = others(file, after)
  return (
    old.length === now.length && old.every((one, index) => sameValue(one, now[index] ?? null, original, file))
  )
}

function annotationsOf(file: PdfFile, { dict }: Page): PdfValue[] {
  return rawListOf(file, entryOf(file, dict, 'Annots'))
}

function samePlace(a: Place, b: Place | undefined): boolean {
  if (!b || a.kind !== b.kind) return false
  if (a.kind === 'offset') return b.kind === 'offset' && a.offset === b.offset
  return (
    a.kind !== 'compressed' || (b.kind === 'compressed' && a.container === b.container && a.index === b.index)
  )
}

/** Numbers of the upload's objects that sending has a reason to say anew. */
function touchable(original: PdfFile, pages: Page[]): Set<number> {
  const catalog = catalogOf(original)
  const form = entryOf(original, catalog, 'AcroForm')
  const values: (PdfValue | undefined)[] = [
    original.trailer.entries.get('Root'),
    original.trailer.entries.get('Info'),
    ...['AcroForm', 'Metadata', 'Perms', 'Extensions'].map((key) => catalog.entries.get(key)),
    ...(isDict(form) ? ['Fields', 'DR'].map((key) => form.entries.get(key)) : []),
  ]
  for (const { object, dict, inherited } of pages) {
    values.push(dict.entries.get('Annots'), inherited.get('Resources'))
    values.push(isRef(dict.entries.get('Contents')) ? arrayRef(original, dict.entries.get('Contents')) : null)
    values.push({ kind: 'ref', number: object, generation: 0 })
  }
  return new Set(values.filter(isRef).map(({ number }) => number))
}

/** A `/Contents` that refers to an array may get further items; a stream may not change. */
function arrayRef(original: PdfFile, contents: PdfValue | undefined): PdfValue {
  return Array.isArray(resolve(original, contents)) ? (contents ?? null) : null
}

/** Fields and their widgets: an unsigned upload's are flattened at sending. */
function isFormPart(value: PdfValue): boolean {
  return isDict(value) && (value.entries.has('FT') || nameOf(value.entries.get('Subtype')) === 'Widget')
}

/** The upload's streams in their order, one after the other, somewhere among the page's streams. */
function keepsContents(before: Page, after: Page): boolean {
  const wanted = before.contents.map(({ number }) => number)
  const drawn = after.contents.map(({ number }) => number)
  const last = drawn.length - wanted.length
  return range(last + 1).some((start) => wanted.every((number, index) => drawn[start + index] === number))
}

function range(length: number): number[] {
  return Array.from({ length: Math.max(0, length) }, (_, index) => index)
}

function keepsGeometry(original: PdfFile, before: Page, file: PdfFile, after: Page): boolean {
  return ['MediaBox', 'CropBox', 'Rotate'].every((key) =>
    sameValue(
      resolve(original, before.inherited.get(key)),
      resolve(file, after.inherited.get(key)),
      original,
      file,
    ),
  )
}

/** Every font, image and state that the upload's streams name must still mean the same. */
function keepsResources(original: PdfFile, before: Page, file: PdfFile, after: Page): boolean {
  const old = resolve(original, before.inherited.get('Resources'))
  const now = resolve(file, after.inherited.get('Resources'))
  if (!isDict(old)) return true
  if (!isDict(now)) return old.entries.size === 0
  if (keptResources.get(old) === now) return true
  const kept = namesAreKept(original, old, file, now)
  if (kept) keptResources.set(old, now)
  return kept
}

/** Pages may share their resources, and their boxes: what was found to be the same is not compared again for each. */
const keptResources = new WeakMap<PdfDict, PdfDict>()
const foundTheSame = new WeakMap<PdfValue[] | PdfDict, PdfValue>()

function namesAreKept(original: PdfFile, old: PdfDict, file: PdfFile, now: PdfDict): boolean {
  return [...old.entries].every(([category, value]) => {
    const names = resolve(original, value)
    const found = entryOf(file, now, category)
    if (!isDict(names)) return category === 'ProcSet' || sameValue(names, found, original, file)
    if (!isDict(found)) return names.entries.size === 0
    return [...names.entries].every(([name, item]) =>
      sameValue(item, found.entries.get(name) ?? null, original, file),
    )
  })
}

/** Equal values; a reference equals the same reference, because changed objects are judged on their own. */
function sameValue(a: PdfValue, b: PdfValue, from: PdfFile, to: PdfFile, depth = 0): boolean {
  if (depth > 20) return false
  if (isRef(a) && isRef(b)) return a.number === b.number && a.generation === b.generation
  if (isRef(a) || isRef(b)) {
    return sameValue(dereferenced(from, a), dereferenced(to, b), from, to, depth + 1)
  }
  if ((Array.isArray(a) && Array.isArray(b)) || (isDict(a) && isDict(b))) {
    if (foundTheSame.get(a) === b) return true
    const same = sameItems(a, b, from, to, depth)
    if (same) foundTheSame.set(a, b)
    return same
  }
  if (isString(a) && isString(b)) return Buffer.compare(a.bytes, b.bytes) === 0
  if (nameOf(a) !== undefined) return nameOf(a) === nameOf(b)
  if (isStream(a) && isStream(b)) return from === to && a.start === b.start
  return a === b
}

function sameItems(a: PdfValue, b: PdfValue, from: PdfFile, to: PdfFile, depth: number): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return (
      a.length === b.length &&
      a.every((item, index) => sameValue(item, b[index] ?? null, from, to, depth + 1))
    )
  }
  if (!isDict(a) || !isDict(b)) return false
  const keys = new Set([...a.entries.keys(), ...b.entries.keys()])
  return [...keys].every((key) =>
    sameValue(a.entries.get(key) ?? null, b.entries.get(key) ?? null, from, to, depth + 1),
  )
}

function dereferenced(file: PdfFile, value: PdfValue | PdfRef): PdfValue {
  return isRef(value) ? objectOf(file, value.number) : value
}
