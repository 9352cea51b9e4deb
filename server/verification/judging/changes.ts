import type { FindingCode } from '#domain/file-finding.ts'
import { entryOf, objectOf, type PdfFile, resolve } from '#server/pdf/format/pdf-file.ts'
import {
  dictOf,
  isDict,
  isRef,
  isStream,
  nameOf,
  type PdfDict,
  type PdfValue,
} from '#server/pdf/format/pdf-objects.ts'
import { catalogOf } from '#server/pdf/format/pdf-pages.ts'
import type { Change } from './change.ts'
import { type Comparison, comparing } from './compare-values.ts'
import { fieldChanges } from './field-changes.ts'
import { pageChanges } from './page-changes.ts'

/** What each entry of the catalog is about; those that are not named are `catalog_changed`. */
const kinds: Record<string, FindingCode | 'apart'> = {
  Pages: 'apart',
  AcroForm: 'apart',
  DSS: 'apart',
  Perms: 'apart',
  Names: 'apart',
  Extensions: 'apart',
  Version: 'apart',
  OCProperties: 'layers_changed',
  OpenAction: 'action_added',
  AA: 'action_added',
  AF: 'attachment_changed',
  Collection: 'attachment_changed',
  Metadata: 'metadata_changed',
  PieceInfo: 'metadata_changed',
  Outlines: 'outlines_changed',
  PageLabels: 'page_labels_changed',
}

const nameKinds: Record<string, FindingCode> = {
  JavaScript: 'action_added',
  EmbeddedFiles: 'attachment_changed',
}

/** Everything that is different between two states of a file, each once. */
export function changesBetween(before: PdfFile, after: PdfFile): Change[] {
  const comparison = comparing(before, after)
  const changes = [
    ...catalogChanges(comparison),
    ...pageChanges(comparison),
    ...fieldChanges(comparison),
    ...trailerChanges(comparison),
    ...fontChanges(comparison),
  ]
  if (changes.length === 0) changes.push(...otherChanges(comparison))
  const seen = new Set<string>()
  return changes.filter((change) => {
    const key = JSON.stringify(change)
    return seen.size < MOST_CHANGES && !seen.has(key) && seen.add(key)
  })
}

/** A file in which everything changed need not be told of a thousand times. */
const MOST_CHANGES = 200

function catalogChanges(comparison: Comparison): Change[] {
  const { before, after, same } = comparison
  const [old, now] = [catalogOf(before), catalogOf(after)]
  const changes: Change[] = []
  for (const key of new Set([...old.entries.keys(), ...now.entries.keys()])) {
    const code = kinds[key] ?? 'catalog_changed'
    if (code !== 'apart' && !same(old.entries.get(key), now.entries.get(key)))
      changes.push({ code, detail: key })
  }
  changes.push(...nameChanges(comparison, entryOf(before, old, 'Names'), entryOf(after, now, 'Names')))
  if (!same(old.entries.get('DSS'), now.entries.get('DSS'))) changes.push({ code: 'validation_data_added' })
  changes.push(...permissionChanges(comparison, old, now))
  return changes
}

function nameChanges({ same }: Comparison, old: PdfValue, now: PdfValue): Change[] {
  const of = (value: PdfValue): PdfDict['entries'] => (isDict(value) ? value.entries : new Map())
  const keys = [...new Set([...of(old).keys(), ...of(now).keys()])]
  return keys
    .filter((key) => !same(of(old).get(key), of(now).get(key)))
    .map((key) => ({ code: nameKinds[key] ?? 'catalog_changed', detail: `Names ${key}` }))
}

/** Only by number: the signature that is named there is judged with its field. */
function permissionChanges({ before, after }: Comparison, old: PdfDict, now: PdfDict): Change[] {
  const named = (file: PdfFile, catalog: PdfDict) => {
    const permissions = entryOf(file, catalog, 'Perms')
    const value = isDict(permissions) ? permissions.entries.get('DocMDP') : undefined
    return isRef(value) ? value.number : null
  }
  const was = named(before, old)
  return was !== null && was !== named(after, now) ? [{ code: 'permissions_dropped' }] : []
}

function trailerChanges({ before, after, same }: Comparison): Change[] {
  const changes: Change[] = []
  const root = (file: PdfFile) => {
    const value = file.trailer.entries.get('Root')
    return isRef(value) ? value.number : null
  }
  if (root(before) !== root(after)) changes.push({ code: 'root_replaced' })
  const info = (file: PdfFile) => resolve(file, file.trailer.entries.get('Info'))
  // A trailer that does not repeat the information leaves it where it was, for some readers.
  if (info(after) !== null && !same(info(before), info(after))) {
    changes.push({ code: 'metadata_changed', detail: 'Info' })
  }
  return changes
}

/** Fonts lie within what pages and fields show, and whoever changes one changes what is read there. */
function fontChanges(comparison: Comparison): Change[] {
  const { before, after } = comparison
  const fonts = saidAnew(comparison).filter((number) =>
    [objectOf(before, number), objectOf(after, number)].some(isFont),
  )
  return fonts.length === 0 ? [] : [{ code: 'page_font' }]
}

function isFont(value: PdfValue): boolean {
  const dict = dictOf(value)
  if (dict === null) return false
  const type = nameOf(dict.entries.get('Type')) ?? ''
  // A font program has no type, and says how long its parts are (ISO 32000-2, table 125).
  return type === 'Font' || type === 'FontDescriptor' || (isStream(value) && dict.entries.has('Length1'))
}

/** Objects that were said anew with another value although nothing that a reader shows leads to them. */
function otherChanges(comparison: Comparison): Change[] {
  return saidAnew(comparison).map((number) => ({ code: 'object_changed', detail: `object ${number}` }))
}

/** Numbers of objects that were there before, and are something else now. */
function saidAnew({ before, after, same }: Comparison): number[] {
  const known = new Set(before.sections.map(({ offset }) => offset))
  const numbers = after.sections
    .filter(({ offset }) => !known.has(offset))
    .flatMap(({ places }) => [...places.keys()])
  return [...new Set(numbers)].filter((number) => {
    const was = before.places.get(number)
    if (was === undefined || was.kind === 'free' || number === 0) return false
    const gone = after.places.get(number)?.kind === 'free'
    return gone || !same(objectOf(before, number), objectOf(after, number))
  })
}
