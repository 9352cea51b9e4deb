import { type PDF, PdfArray, PdfDict, PdfNumber, type PdfObject, PdfRef } from '@libpdf/core'
import { geometryOf, type PageGeometry } from './page-geometry.ts'

/** A leaf of the page tree with what it inherits; libpdf ignores inherited attributes. */
export type Page = {
  ref: PdfRef
  dict: PdfDict
  inherited: Map<string, PdfObject>
  geometry: PageGeometry
}

/** What is wrong with a page tree. */
export type PageTreeProblem = 'no_pages' | 'page_tree_broken' | 'too_many_pages' | 'broken'

type Walk = { pages: Page[]; seen: Set<string>; problem: PageTreeProblem | null }

const DEEPEST = 64
const MOST_PAGES = 1000
const INHERITABLE = ['Resources', 'MediaBox', 'CropBox', 'Rotate']

/** Follows a reference; anything else is returned as it is. */
export function resolved(pdf: PDF, object: PdfObject | undefined | null): PdfObject | null {
  let value: PdfObject | null = object ?? null
  for (let hops = 0; value instanceof PdfRef && hops < DEEPEST; hops += 1) value = pdf.getObject(value)
  return value instanceof PdfRef ? null : value
}

/** All pages in reading order, or what is wrong with the tree: a cycle, a wrong count, none, more than 1,000. */
export function pagesOf(
  pdf: PDF,
): { pages: Page[]; problem: null } | { pages: null; problem: PageTreeProblem } {
  const rootRef = pdf.getCatalog().get('Pages')
  const root = resolved(pdf, rootRef)
  if (!(rootRef instanceof PdfRef && root instanceof PdfDict)) return { pages: null, problem: 'no_pages' }
  const walk: Walk = { pages: [], seen: new Set(), problem: null }
  visit(pdf, walk, rootRef, new Map(), 0)
  if (walk.problem) return { pages: null, problem: walk.problem }
  if (walk.pages.length === 0) return { pages: null, problem: 'no_pages' }
  return { pages: walk.pages, problem: null }
}

/** The page of a widget, counted from 0. Widgets are checked against the page count long before; a wrong one is a defect. */
export function pageOf(pages: Page[], widget: { page: number }): Page {
  const page = pages[widget.page]
  if (!page) throw new Error(`no page ${widget.page}`)
  return page
}

/** Returns how many leaves are beneath the node. */
function visit(pdf: PDF, walk: Walk, ref: PdfRef, above: Map<string, PdfObject>, depth: number): number {
  const key = `${ref.objectNumber} ${ref.generation}`
  const node = resolved(pdf, ref)
  if (!(node instanceof PdfDict) || depth > DEEPEST || walk.seen.has(key))
    return fail(walk, 'page_tree_broken')
  walk.seen.add(key)
  const kids = resolved(pdf, node.get('Kids'))
  if (!(kids instanceof PdfArray)) return leaf(pdf, walk, ref, node, above)
  const inherited = new Map(above)
  for (const attribute of INHERITABLE) {
    const value = node.get(attribute)
    if (value) inherited.set(attribute, value)
  }
  let leaves = 0
  for (const kid of kids) {
    if (!(kid instanceof PdfRef)) return fail(walk, 'page_tree_broken')
    leaves += visit(pdf, walk, kid, inherited, depth + 1)
    if (walk.problem) return 0
  }
  const count = resolved(pdf, node.get('Count'))
  if (!(count instanceof PdfNumber) || count.value !== leaves) return fail(walk, 'page_tree_broken')
  return leaves
}

function leaf(pdf: PDF, walk: Walk, ref: PdfRef, node: PdfDict, inherited: Map<string, PdfObject>): number {
  if (node.getName('Type')?.value === 'Pages') return fail(walk, 'page_tree_broken')
  const attribute = (key: string): PdfObject | null => resolved(pdf, node.get(key) ?? inherited.get(key))
  const number = (key: string, otherwise: number): number => {
    const value = attribute(key)
    return value instanceof PdfNumber ? value.value : otherwise
  }
  const numbers = (key: string): number[] | null => {
    const value = attribute(key)
    if (!(value instanceof PdfArray)) return null
    return [...value].map((item) => {
      const entry = resolved(pdf, item)
      return entry instanceof PdfNumber ? entry.value : Number.NaN
    })
  }
  const geometry = geometryOf({
    mediaBox: numbers('MediaBox'),
    cropBox: numbers('CropBox'),
    rotate: number('Rotate', 0),
    userUnit: number('UserUnit', 1),
  })
  if (!geometry) return fail(walk, 'broken')
  walk.pages.push({ ref, dict: node, inherited, geometry })
  if (walk.pages.length > MOST_PAGES) return fail(walk, 'too_many_pages')
  return 1
}

function fail(walk: Walk, problem: PageTreeProblem): number {
  walk.problem ??= problem
  return 0
}
