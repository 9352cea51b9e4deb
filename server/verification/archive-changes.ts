import { entryOf, type PdfFile, rawListOf, type Section } from '#server/pdf/format/pdf-file.ts'
import { isDict, isRef, type PdfDict, type PdfValue } from '#server/pdf/format/pdf-objects.ts'
import { catalogOf, pagesOf } from '#server/pdf/format/pdf-pages.ts'
import { type FileRevision, stateAt } from './revision-kinds.ts'
import { changedObjects, keepsKeys } from './revisions.ts'
import { storeDictionaryOf, storeObjectsOf } from './security-store.ts'

/**
 * What a revision of validation data, or of an archive timestamp, did besides: each a sentence, none where it did nothing
 * but what it is for. `before`: where the revision before it ends.
 */
export function strayChanges(file: PdfFile, revision: FileRevision, before: number): string[] {
  const old = stateAt(file, before)
  const now = stateAt(file, revision.end)
  return revision.kind === 'validation_data'
    ? storeChanges(old, now, revision.section)
    : timestampChanges(old, now, revision)
}

/** Only the catalog's DSS, and what hangs on it; nothing that the store held goes away. */
function storeChanges(old: PdfFile, now: PdfFile, section: Section): string[] {
  const said: string[] = []
  if (!keepsKeys(old, catalogOf(old), now, catalogOf(now), ['DSS', 'Extensions'])) {
    said.push('the catalog was changed')
  }
  const store = storeObjectsOf(now)
  const root = numberOf(now.trailer.entries.get('Root'))
  for (const number of section.places.keys()) {
    if (number !== 0 && number !== root && !store.has(number) && !isSectionItself(section, number)) {
      said.push(`object ${number} does not belong to the validation data`)
    }
  }
  return [...said, ...storeLosses(old, now, section)]
}

/** Streams that were there are the same, and still named. */
function storeLosses(old: PdfFile, now: PdfFile, section: Section): string[] {
  const [was, is] = [storeDictionaryOf(old), storeDictionaryOf(now)]
  if (was === null) return []
  if (is === null) return ['the validation data were taken away']
  const said: string[] = []
  for (const key of ['Certs', 'CRLs', 'OCSPs']) {
    const named = new Set(referencesIn(now, is, key))
    for (const number of referencesIn(old, was, key)) {
      if (!named.has(number) || section.places.has(number)) said.push(`${key} lost object ${number}`)
    }
  }
  return said
}

function referencesIn(file: PdfFile, store: PdfDict, key: string): number[] {
  return rawListOf(file, entryOf(file, store, key)).flatMap((item) => (isRef(item) ? [item.number] : []))
}

/** One more field in the form, its widget on a page, and nothing that is drawn. */
function timestampChanges(old: PdfFile, now: PdfFile, { section, signature }: FileRevision): string[] {
  const said: string[] = []
  const field = signature?.object ?? null
  if (!keepsKeys(old, catalogOf(old), now, catalogOf(now), ['AcroForm'])) said.push('the catalog was changed')
  const allowed = new Set([numberOf(now.trailer.entries.get('Root')), field, valueNumber(signature?.dict)])
  checkForm(old, now, field, allowed, said)
  checkPages(old, now, field, allowed, said)
  const changed = new Set(changedObjects(now, section))
  for (const number of section.places.keys()) {
    if (number === 0 || allowed.has(number) || isSectionItself(section, number)) continue
    said.push(`object ${number} was ${changed.has(number) ? 'changed' : 'added'} besides the timestamp`)
  }
  if (field !== null && changed.has(field)) said.push('the field of the timestamp was there before')
  return said
}

type Numbers = Set<number | null>

function checkForm(old: PdfFile, now: PdfFile, field: number | null, allowed: Numbers, said: string[]): void {
  const form = entryOf(now, catalogOf(now), 'AcroForm')
  const was = entryOf(old, catalogOf(old), 'AcroForm')
  if (!isDict(form)) return
  allowed.add(numberOf(catalogOf(now).entries.get('AcroForm'))).add(numberOf(form.entries.get('Fields')))
  const fields = rawListOf(now, entryOf(now, form, 'Fields'))
  const before = isDict(was) ? rawListOf(old, entryOf(old, was, 'Fields')) : []
  if (!isOneMore(before, fields, field)) said.push('the fields of the form were changed')
  if (isDict(was) && !keepsKeys(old, was, now, form, ['Fields', 'SigFlags']))
    said.push('the form was changed')
}

function checkPages(
  old: PdfFile,
  now: PdfFile,
  field: number | null,
  allowed: Numbers,
  said: string[],
): void {
  const [before, after] = [pagesOf(old), pagesOf(now)]
  if (before.length !== after.length) said.push(`${before.length} pages became ${after.length}`)
  for (const [index, page] of after.entries()) {
    const was = before[index]
    if (was === undefined || was.object !== page.object) {
      said.push(`page ${index + 1} is another`)
      continue
    }
    const [annotations, kept] = [annotationsOf(now, page.dict), annotationsOf(old, was.dict)]
    const more = isOneMore(kept, annotations, field)
    if (more) allowed.add(page.object).add(numberOf(page.dict.entries.get('Annots')))
    else if (!isSame(kept, annotations)) said.push(`the annotations of page ${index + 1} were changed`)
    if (!keepsKeys(old, was.dict, now, page.dict, ['Annots'])) said.push(`page ${index + 1} was changed`)
  }
}

function annotationsOf(file: PdfFile, page: PdfDict): PdfValue[] {
  return rawListOf(file, entryOf(file, page, 'Annots'))
}

/** The same list with this reference behind it. */
function isOneMore(before: PdfValue[], after: PdfValue[], number: number | null): boolean {
  return number !== null && isSame(before, after.slice(0, -1)) && numberOf(after.at(-1)) === number
}

function isSame(before: PdfValue[], after: PdfValue[]): boolean {
  return (
    before.length === after.length && before.every((item, index) => numberOf(item) === numberOf(after[index]))
  )
}

function numberOf(value: PdfValue | undefined): number | null {
  return isRef(value) ? value.number : null
}

function valueNumber(field: PdfDict | undefined): number | null {
  return numberOf(field?.entries.get('V'))
}

/** A cross-reference stream lists itself. */
function isSectionItself({ places, offset, kind }: Section, number: number): boolean {
  const place = places.get(number)
  return kind === 'stream' && place?.kind === 'offset' && place.offset === offset
}
