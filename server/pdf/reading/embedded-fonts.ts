import { entryOf, type PdfFile, resolve } from '../format/pdf-file.ts'
import { dictOf, isDict, nameOf, type PdfDict, type PdfValue } from '../format/pdf-objects.ts'
import type { Page } from '../format/pdf-pages.ts'

const FONT_PROGRAMS = ['FontFile', 'FontFile2', 'FontFile3']
/** The fourteen fonts that every reader has (ISO 32000-1 §9.6.2.2), by the beginnings of their names. */
const STANDARD = /^(Courier|Helvetica|Times|Symbol|ZapfDingbats)\b/
const DEEPEST = 8

/** Whether everything that the page and the forms drawn on it write with is in the file, or with every reader. */
export function hasItsFonts(file: PdfFile, page: Page): boolean {
  const own = dictOf(resolve(file, page.dict.entries.get('Resources') ?? page.inherited.get('Resources')))
  const seen = new Set<PdfDict>()
  return (
    (own === null || areHere(file, own, seen, 0)) &&
    annotationsOf(file, page).every((each) => areHere(file, each, seen, 0))
  )
}

/** Resources of the appearances of the page's annotations. */
function annotationsOf(file: PdfFile, page: Page): PdfDict[] {
  const list = entryOf(file, page.dict, 'Annots')
  return (Array.isArray(list) ? list : []).flatMap((item) => {
    const annotation = dictOf(resolve(file, item))
    const appearances = annotation === null ? null : dictOf(entryOf(file, annotation, 'AP'))
    const normal = appearances === null ? null : dictOf(entryOf(file, appearances, 'N'))
    const resources = normal === null ? null : entryOf(file, normal, 'Resources')
    return isDict(resources) ? [resources] : []
  })
}

function areHere(file: PdfFile, resources: PdfDict, seen: Set<PdfDict>, depth: number): boolean {
  if (seen.has(resources)) return true
  seen.add(resources)
  if (depth > DEEPEST) return false
  for (const font of valuesIn(file, resources, 'Font')) if (!isEmbedded(file, font)) return false
  for (const form of valuesIn(file, resources, 'XObject')) {
    const inner = dictOf(form)
    const own = inner === null ? null : entryOf(file, inner, 'Resources')
    if (isDict(own) && !areHere(file, own, seen, depth + 1)) return false
  }
  return true
}

function valuesIn(file: PdfFile, resources: PdfDict, kind: string): PdfValue[] {
  const entries = dictOf(entryOf(file, resources, kind))
  return entries === null ? [] : [...entries.entries.values()].map((value) => resolve(file, value))
}

function isEmbedded(file: PdfFile, value: PdfValue): boolean {
  const font = dictOf(value)
  if (font === null) return false
  const kind = nameOf(entryOf(file, font, 'Subtype'))
  if (kind === 'Type3') return true
  if (kind === 'Type0') {
    const parts = entryOf(file, font, 'DescendantFonts')
    return Array.isArray(parts) && parts.every((part) => isEmbedded(file, resolve(file, part)))
  }
  const descriptor = dictOf(entryOf(file, font, 'FontDescriptor'))
  if (descriptor !== null && FONT_PROGRAMS.some((key) => descriptor.entries.has(key))) return true
  return STANDARD.test(nameOf(entryOf(file, font, 'BaseFont')) ?? '')
}
