import { entryOf, rawListOf, resolve } from '#server/pdf/format/pdf-file.ts'
import { isDict, isRef, nameOf, type PdfDict, type PdfValue } from '#server/pdf/format/pdf-objects.ts'
import { type Page, pagesOf } from '#server/pdf/format/pdf-pages.ts'
import type { Change } from './change.ts'
import type { Comparison } from './compare-values.ts'

/** What each entry of a page is about; those that are not named are `page_other`. */
const kinds: Record<string, Change['code'] | 'apart'> = {
  Contents: 'page_content',
  Rotate: 'page_rotated',
  MediaBox: 'page_cropped',
  CropBox: 'page_cropped',
  TrimBox: 'page_cropped',
  BleedBox: 'page_cropped',
  ArtBox: 'page_cropped',
  UserUnit: 'page_cropped',
  Resources: 'apart',
  Annots: 'apart',
  AA: 'action_added',
  Metadata: 'metadata_changed',
  PieceInfo: 'metadata_changed',
  LastModified: 'metadata_changed',
  Parent: 'apart',
  StructParents: 'apart',
}

const resourceKinds: Record<string, Change['code']> = { Font: 'page_font', XObject: 'page_image' }

/** What became of the pages between two states of one file. */
export function pageChanges(comparison: Comparison): Change[] {
  const before = pagesOf(comparison.before)
  const after = pagesOf(comparison.after)
  const changes = countChanges(before, after)
  const now = new Map(after.map((page, index) => [page.object, { page, number: index + 1 }]))
  for (const page of before) {
    const found = now.get(page.object)
    if (found)
      changes.push(...changesOf(comparison, page, found.page).map((one) => ({ ...one, page: found.number })))
  }
  return changes
}

function countChanges(before: Page[], after: Page[]): Change[] {
  const old = before.map(({ object }) => object)
  const now = after.map(({ object }) => object)
  if (old.join() === now.join()) return []
  const kept = old.filter((object) => now.includes(object))
  const added = now.filter((object) => !old.includes(object))
  if (kept.length === 0 || (added.length > 0 && kept.length < old.length)) return [{ code: 'pages_replaced' }]
  const changes: Change[] = added.map((object) => ({ code: 'pages_added', page: now.indexOf(object) + 1 }))
  if (kept.length < old.length) {
    const gone = old.filter((object) => !now.includes(object))
    changes.push(...gone.map((object): Change => ({ code: 'pages_removed', page: old.indexOf(object) + 1 })))
  }
  if (kept.join() !== now.filter((object) => old.includes(object)).join())
    changes.push({ code: 'pages_reordered' })
  return changes
}

function changesOf(comparison: Comparison, old: Page, now: Page): Change[] {
  const codes = new Set<Change['code']>()
  const value = (page: Page, key: string) => page.dict.entries.get(key) ?? page.inherited.get(key) ?? null
  const keys = new Set([
    ...old.dict.entries.keys(),
    ...now.dict.entries.keys(),
    ...old.inherited.keys(),
    ...now.inherited.keys(),
  ])
  for (const key of keys) {
    const kind = kinds[key] ?? 'page_other'
    if (kind !== 'apart' && !comparison.same(value(old, key), value(now, key))) codes.add(kind)
  }
  for (const code of resourceChanges(comparison, value(old, 'Resources'), value(now, 'Resources')))
    codes.add(code)
  return [...[...codes].map((code): Change => ({ code })), ...annotationChanges(comparison, old, now)]
}

function resourceChanges(comparison: Comparison, old: PdfValue, now: PdfValue): Change['code'][] {
  if (comparison.same(old, now)) return []
  const [before, after] = [resolve(comparison.before, old), resolve(comparison.after, now)]
  if (!isDict(before) || !isDict(after)) return ['page_resources']
  const keys = [...new Set([...before.entries.keys(), ...after.entries.keys()])]
  return keys
    .filter((key) => !comparison.same(before.entries.get(key), after.entries.get(key)))
    .map((key) => resourceKinds[key] ?? 'page_resources')
}

/** Widgets are judged with their fields. */
function annotationChanges(comparison: Comparison, old: Page, now: Page): Change[] {
  const before = annotationsOf(comparison.before, old)
  const after = annotationsOf(comparison.after, now)
  const changes: Change[] = []
  for (const [key, { value, subtype }] of before) {
    const found = after.get(key)
    if (found === undefined) changes.push({ code: 'annotation_removed', detail: subtype })
    else if (!comparison.same(value, found.value))
      changes.push({ code: 'annotation_changed', detail: subtype })
  }
  for (const [key, { subtype }] of after) {
    if (!before.has(key)) changes.push({ code: 'annotation_added', detail: subtype })
  }
  return changes
}

/** By their number; those that lie directly in the list by their place among such. */
function annotationsOf(
  file: Comparison['before'],
  { dict }: Page,
): Map<string, { value: PdfValue; subtype: string }> {
  const found = new Map<string, { value: PdfValue; subtype: string }>()
  let direct = 0
  for (const value of rawListOf(file, entryOf(file, dict, 'Annots'))) {
    const annotation = resolve(file, value)
    if (!isDict(annotation) || isWidget(annotation)) continue
    const key = isRef(value) ? `${value.number}` : `direct ${direct++}`
    found.set(key, { value, subtype: nameOf(annotation.entries.get('Subtype')) ?? '' })
  }
  return found
}

function isWidget({ entries }: PdfDict): boolean {
  return nameOf(entries.get('Subtype')) === 'Widget'
}
