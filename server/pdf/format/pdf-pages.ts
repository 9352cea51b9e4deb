import { entryOf, type PdfFile, rawListOf, resolve } from './pdf-file.ts'
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

/** All pages in order. Throws `MalformedPdf`, also for a tree with a circle, or with a node in two places. */
export function pagesOf(file: PdfFile): Page[] {
  const pages: Page[] = []
  walk({ file, pages, seen: new Set() }, catalogOf(file).entries.get('Pages'), new Map(), 0)
  return pages
}

type Walk = { file: PdfFile; pages: Page[]; seen: Set<number> }

function walk(
  all: Walk,
  node: PdfValue | undefined,
  inherited: ReadonlyMap<string, PdfValue>,
  depth: number,
): void {
  const { file, pages, seen } = all
  const dict = resolve(file, node)
  if (!isRef(node) || !isDict(dict)) throw new MalformedPdf('page tree')
  if (seen.has(node.number)) throw new MalformedPdf('a node of the page tree stands in two places')
  if (depth > MAX_DEPTH || pages.length > MAX_PAGES) throw new MalformedPdf('page tree too deep')
  seen.add(node.number)
  const own = new Map(inherited)
  for (const key of INHERITABLE) {
    const value = dict.entries.get(key)
    if (value !== undefined) own.set(key, value)
  }
  const kids = entryOf(file, dict, 'Kids')
  if (nameOf(entryOf(file, dict, 'Type')) === 'Pages' || Array.isArray(kids)) {
    if (!Array.isArray(kids)) throw new MalformedPdf('page tree without kids')
    for (const kid of kids) walk(all, kid, own, depth + 1)
    return
  }
  pages.push({ object: node.number, dict, inherited: own, contents: contentsOf(file, dict) })
}

function contentsOf(file: PdfFile, page: PdfDict): PdfRef[] {
  const contents = page.entries.get('Contents')
  const resolved = resolve(file, contents)
  if (Array.isArray(resolved)) return rawListOf(file, resolved).filter(isRef)
  return isRef(contents) && resolved !== null ? [contents] : []
}
