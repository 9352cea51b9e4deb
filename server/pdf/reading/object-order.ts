import { entryOf, objectOf, type PdfFile } from '../format/pdf-file.ts'
import { dictOf, isRef, MalformedPdf, nameOf, type PdfDict, type PdfValue } from '../format/pdf-objects.ts'
import { catalogOf, pagesOf } from '../format/pdf-pages.ts'

/** The object numbers of a file in the order in which a reader who begins at page 1 needs them. */
export type ObjectOrder = {
  firstPage: number
  /** What opening the file and drawing page 1 takes. */
  first: number[]
  /** Everything else, page by page. */
  rest: number[]
  pages: number
}

/** Entries that lead out of a page: upwards in the tree, to other pages, to the structure of the whole document. */
const LEADS_ELSEWHERE = new Set(['Parent', 'P', 'StructParent', 'StructTreeRoot', 'Dest', 'B'])

/** pdf.js looks at the last page when it opens a file, and passes every page of a flat tree on its way. */
const MOST_PAGES_IN_FRONT = 300

/** Orders all objects that are worth copying. Throws `MalformedPdf`. */
export function orderObjects(file: PdfFile): ObjectOrder {
  const pages = pagesOf(file)
  const pageNumbers = new Set(pages.map(({ object }) => object))
  const placed = new Set<number>()
  const take = (start: number): number[] => reachable(file, start, pageNumbers, placed)
  const [page] = pages
  if (page === undefined) throw new MalformedPdf('no pages')
  const first = openers(file, page.dict, pageNumbers, placed)
  const further = pages.slice(1, MOST_PAGES_IN_FRONT).map(({ object }) => object)
  for (const number of [...treeNodes(file, placed), ...further]) first.push(number)
  for (const number of further) placed.add(number)
  for (const number of take(page.object)) first.push(number)
  const rest = pages.slice(1).flatMap(({ object }) => {
    const own = placed.has(object)
    const all = take(object)
    return own ? all.slice(1) : all
  })
  for (const number of file.places.keys()) {
    if (!placed.has(number) && isWorthCopying(file, number)) rest.push(number)
  }
  return { firstPage: page.object, first, rest, pages: pages.length }
}

/** What a viewer asks for before any page: the catalog and what it names, and the tree above page 1 (pages inherit from it). */
function openers(file: PdfFile, page: PdfDict, pages: ReadonlySet<number>, placed: Set<number>): number[] {
  const numbers: number[] = []
  const put = (value: PdfValue | undefined): boolean => {
    if (!isRef(value) || placed.has(value.number) || pages.has(value.number)) return false
    placed.add(value.number)
    numbers.push(value.number)
    return true
  }
  put(file.trailer.entries.get('Root'))
  put(file.trailer.entries.get('Info'))
  for (const value of catalogOf(file).entries.values()) put(value)
  let parent = page.entries.get('Parent')
  while (isRef(parent)) {
    const above = dictOf(objectOf(file, parent.number))
    if (!put(parent) && above === null) break
    const next = above?.entries.get('Parent')
    if (isRef(next) && placed.has(next.number)) break
    parent = next
  }
  return numbers
}

/** All further nodes of the page tree. */
function treeNodes(file: PdfFile, placed: Set<number>): number[] {
  const found: number[] = []
  const stack = [catalogOf(file).entries.get('Pages')]
  const seen = new Set<number>()
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!isRef(node) || seen.has(node.number)) continue
    seen.add(node.number)
    const dict = dictOf(objectOf(file, node.number))
    const kids = dict === null ? null : entryOf(file, dict, 'Kids')
    if (!Array.isArray(kids)) continue
    if (!placed.has(node.number)) {
      placed.add(node.number)
      found.push(node.number)
    }
    for (const kid of kids) stack.push(kid)
  }
  return found
}

/** Everything that an object needs, itself first, without what leads elsewhere; notes it as placed. */
function reachable(file: PdfFile, start: number, pages: ReadonlySet<number>, placed: Set<number>): number[] {
  const found: number[] = [start]
  placed.add(start)
  for (let at = 0; at < found.length; at += 1) {
    const stack: PdfValue[] = [objectOf(file, found[at] ?? start)]
    for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
      if (isRef(value)) {
        if (placed.has(value.number) || pages.has(value.number) || !file.places.has(value.number)) continue
        if (isTreeNode(file, value.number)) continue
        placed.add(value.number)
        found.push(value.number)
      } else if (Array.isArray(value)) for (const item of value) stack.push(item)
      else {
        for (const [key, entry] of dictOf(value)?.entries ?? []) {
          if (!LEADS_ELSEWHERE.has(key)) stack.push(entry)
        }
      }
    }
  }
  return found
}

function isTreeNode(file: PdfFile, number: number): boolean {
  const dict = dictOf(objectOf(file, number))
  return dict !== null && ['Pages', 'StructTreeRoot', 'Catalog'].includes(typeOf(file, dict) ?? '')
}

/** Not the file's own bookkeeping: the copy writes that anew. */
function isWorthCopying(file: PdfFile, number: number): boolean {
  const place = file.places.get(number)
  if (place === undefined || place.kind === 'free') return false
  const dict = dictOf(objectOf(file, number))
  return dict === null || !['ObjStm', 'XRef'].includes(typeOf(file, dict) ?? '')
}

function typeOf(file: PdfFile, dict: PdfDict): string | undefined {
  return nameOf(entryOf(file, dict, 'Type'))
}
