import { entryOf, listOf, type PdfFile, resolve } from '../format/pdf-file.ts'
import { dictOf, isDict, nameOf, type PdfDict, type PdfValue } from '../format/pdf-objects.ts'
import type { Page } from '../format/pdf-pages.ts'

const FONT_PROGRAMS = ['FontFile', 'FontFile2', 'FontFile3']
/** The fourteen fonts that every reader has (ISO 32000-1 §9.6.2.2), by the beginnings of their names. */
const STANDARD = /^(Courier|Helvetica|Times|Symbol|ZapfDingbats)\b/
const DEEPEST = 8

/** What was looked at, by what it was looked at for: many forms may name one dictionary of very many fonts. */
type Seen = Record<'Resources' | 'Font' | 'XObject' | 'parts', Set<PdfDict>>

/** Whether everything that the page and the forms drawn on it write with is in the file, or with every reader. */
export function hasItsFonts(file: PdfFile, page: Page): boolean {
  const own = dictOf(resolve(file, page.dict.entries.get('Resources') ?? page.inherited.get('Resources')))
  const seen: Seen = { Resources: new Set(), Font: new Set(), XObject: new Set(), parts: new Set() }
  return (
    (own === null || areHere(file, own, seen, 0)) &&
    annotationsOf(file, page).every((each) => areHere(file, each, seen, 0))
  )
}

/** Resources of the appearances of the page's annotations. */
function annotationsOf(file: PdfFile, page: Page): PdfDict[] {
  return listOf(file, entryOf(file, page.dict, 'Annots')).flatMap((item) => {
    const annotation = dictOf(item)
    const appearances = annotation === null ? null : dictOf(entryOf(file, annotation, 'AP'))
    const normal = appearances === null ? null : dictOf(entryOf(file, appearances, 'N'))
    const resources = normal === null ? null : entryOf(file, normal, 'Resources')
    return isDict(resources) ? [resources] : []
  })
}

function areHere(file: PdfFile, resources: PdfDict, seen: Seen, depth: number): boolean {
  if (seen.Resources.has(resources)) return true
  seen.Resources.add(resources)
  if (depth > DEEPEST) return false
  for (const font of valuesIn(file, resources, 'Font', seen)) if (!isEmbedded(file, font, seen)) return false
  for (const form of valuesIn(file, resources, 'XObject', seen)) {
    const inner = dictOf(form)
    const own = inner === null ? null : entryOf(file, inner, 'Resources')
    if (isDict(own) && !areHere(file, own, seen, depth + 1)) return false
  }
  return true
}

/** None the second time: what is not here ends the search at once. */
function valuesIn(file: PdfFile, resources: PdfDict, kind: 'Font' | 'XObject', seen: Seen): PdfValue[] {
  const entries = dictOf(entryOf(file, resources, kind))
  if (entries === null || seen[kind].has(entries)) return []
  seen[kind].add(entries)
  return [...entries.entries.values()].map((value) => resolve(file, value))
}

function isEmbedded(file: PdfFile, value: PdfValue, seen: Seen, depth = 0): boolean {
  const font = dictOf(value)
  if (font === null || depth > DEEPEST) return false
  if (seen.parts.has(font)) return true
  seen.parts.add(font)
  const kind = nameOf(entryOf(file, font, 'Subtype'))
  if (kind === 'Type3') return true
  if (kind === 'Type0') {
    const parts = entryOf(file, font, 'DescendantFonts')
    return (
      Array.isArray(parts) && listOf(file, parts).every((part) => isEmbedded(file, part, seen, depth + 1))
    )
  }
  const descriptor = dictOf(entryOf(file, font, 'FontDescriptor'))
  if (descriptor !== null && FONT_PROGRAMS.some((key) => descriptor.entries.has(key))) return true
  return STANDARD.test(nameOf(entryOf(file, font, 'BaseFont')) ?? '')
}
