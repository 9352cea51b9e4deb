import { entryOf, type PdfFile, resolve } from './pdf-file.ts'
import {
  isDict,
  isRef,
  MalformedPdf,
  nameOf,
  type PdfDict,
  type PdfRef,
  type PdfValue,
} from './pdf-objects.ts'

/** A page with what it inherits (ISO 32000-2 §7.7.3.4). `object`: its object number. */
export type Page = {
  object: number
  dict: PdfDict
  inherited: Map<string, PdfValue>
  /** Content streams in drawing order, unresolved. */
  contents: PdfRef[]
}

const INHERITABLE = ['Resources', 'MediaBox', 'CropBox', 'Rotate']
const MAX_DEPTH = 64
const MAX_PAGES = 100_000

/** The catalog. Throws `MalformedPdf`. */
export function catalogOf(file: PdfFile): PdfDict {
  const catalog = entryOf(file, file.trailer, 'Root')
  if (!isDict(catalog)) throw new MalformedPdf('no catalog')
  return catalog
}

/** All pages in order. Throws `MalformedPdf`, also for a tree with a circle. */
export function pagesOf(file: PdfFile): Page[] {
  const pages: Page[] = []
  walk(file, catalogOf(file).entries.get('Pages'), new Map(), new Set(), pages)
  return pages
}

function walk(
  file: PdfFile,
  node: PdfValue | undefined,
  inherited: Map<string, PdfValue>,
  above: Set<number>,
  pages: Page[],
): void {
  const dict = resolve(file, node)
  if (!isRef(node) || !isDict(dict)) throw new MalformedPdf('page tree')
  if (above.has(node.number) || above.size > MAX_DEPTH || pages.length > MAX_PAGES) {
    throw new MalformedPdf('page tree in a circle')
  }
  const own = new Map(inherited)
  for (const key of INHERITABLE) {
    const value = dict.entries.get(key)
    if (value !== undefined) own.set(key, value)
  }
  const kids = entryOf(file, dict, 'Kids')
  if (nameOf(entryOf(file, dict, 'Type')) === 'Pages' || Array.isArray(kids)) {
    if (!Array.isArray(kids)) throw new MalformedPdf('page tree without kids')
    const path = new Set(above).add(node.number)
    for (const kid of kids) walk(file, kid, own, path, pages)
    return
  }
  pages.push({ object: node.number, dict, inherited: own, contents: contentsOf(file, dict) })
}

function contentsOf(file: PdfFile, page: PdfDict): PdfRef[] {
  const contents = page.entries.get('Contents')
  const resolved = resolve(file, contents)
  if (Array.isArray(resolved)) return resolved.filter(isRef)
  return isRef(contents) && resolved !== null ? [contents] : []
}
