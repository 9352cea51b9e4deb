import type { PdfProblem } from '#domain/pdf-problem.ts'
import { entryOf, type PdfFile, resolve } from '#server/pdf/format/pdf-file.ts'
import { isDict, isRef, nameOf, type PdfDict, type PdfValue } from '#server/pdf/format/pdf-objects.ts'
import { catalogOf } from '#server/pdf/format/pdf-pages.ts'
import { geometryOf } from '#server/pdf/writing/page-geometry.ts'
import { RefusedUpload } from './refused-upload.ts'

const DEEPEST = 64
const MOST_PAGES = 1000
const INHERITABLE = ['MediaBox', 'CropBox', 'Rotate']

type Attributes = ReadonlyMap<string, PdfValue>
type Walk = { file: PdfFile; sizes: { width: number; height: number }[]; seen: Set<number> }

/** The size of each page as people see it, in reading order. Refuses a tree with a cycle or a wrong count, none, or too many pages. */
export function pageSizesOf(file: PdfFile): { width: number; height: number }[] {
  const root = catalogOf(file).entries.get('Pages')
  if (!isDict(resolve(file, root))) refuse('no_pages')
  const walk: Walk = { file, sizes: [], seen: new Set() }
  visit(walk, root, new Map(), 0)
  if (walk.sizes.length === 0) refuse('no_pages')
  return walk.sizes
}

function refuse(problem: PdfProblem): never {
  throw new RefusedUpload(problem)
}

/** Returns how many leaves are beneath the node. */
function visit(walk: Walk, ref: PdfValue | undefined, above: Attributes, depth: number): number {
  const { file, seen } = walk
  const node = resolve(file, ref)
  if (!isRef(ref) || !isDict(node) || depth > DEEPEST || seen.has(ref.number)) refuse('page_tree_broken')
  seen.add(ref.number)
  const kids = entryOf(file, node, 'Kids')
  if (!Array.isArray(kids)) return leaf(walk, node, above)
  const inherited = new Map(above)
  for (const key of INHERITABLE) {
    const value = node.entries.get(key)
    if (value !== undefined) inherited.set(key, value)
  }
  let leaves = 0
  for (const kid of kids) leaves += visit(walk, kid, inherited, depth + 1)
  if (entryOf(file, node, 'Count') !== leaves) refuse('page_tree_broken')
  return leaves
}

function leaf({ file, sizes }: Walk, node: PdfDict, inherited: Attributes): number {
  if (nameOf(entryOf(file, node, 'Type')) === 'Pages') refuse('page_tree_broken')
  const attribute = (key: string) => resolve(file, node.entries.get(key) ?? inherited.get(key))
  const number = (key: string, otherwise: number) => {
    const value = attribute(key)
    return typeof value === 'number' ? value : otherwise
  }
  const numbers = (key: string) => {
    const value = attribute(key)
    // Pages may inherit one box of very many numbers.
    if (!Array.isArray(value) || value.length !== 4) return null
    return value.map((item) => {
      const entry = resolve(file, item)
      return typeof entry === 'number' ? entry : Number.NaN
    })
  }
  const geometry = geometryOf({
    mediaBox: numbers('MediaBox'),
    cropBox: numbers('CropBox'),
    rotate: number('Rotate', 0),
    userUnit: number('UserUnit', 1),
  })
  if (!geometry) refuse('page_without_size')
  sizes.push({ width: rounded(geometry.width), height: rounded(geometry.height) })
  if (sizes.length > MOST_PAGES) refuse('too_many_pages')
  return 1
}

function rounded(points: number): number {
  return Math.round(points * 1000) / 1000
}
