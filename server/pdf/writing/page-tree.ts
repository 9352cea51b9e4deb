import type { PdfFile } from '#server/pdf/format/pdf-file.ts'
import { resolve } from '#server/pdf/format/pdf-file.ts'
import { makeRef, type PdfDict, type PdfRef, type PdfValue } from '#server/pdf/format/pdf-objects.ts'
import { type Page as Leaf, pagesOf as leavesOf } from '#server/pdf/format/pdf-pages.ts'
import { geometryOf, type PageGeometry } from './page-geometry.ts'

/** A page with what it inherits and how it is seen. */
export type Page = {
  ref: PdfRef
  dict: PdfDict
  inherited: ReadonlyMap<string, PdfValue>
  geometry: PageGeometry
}

/** All pages in reading order. Throws `MalformedPdf`, or an error where a page has nothing to see; intake refuses both. */
export function pagesOf(file: PdfFile): Page[] {
  return leavesOf(file).map((leaf) => {
    const place = file.places.get(leaf.object)
    const generation = place?.kind === 'offset' ? place.generation : 0
    const geometry = geometryOfPage(file, leaf)
    if (!geometry) throw new Error('a page without a size')
    return { ref: makeRef(leaf.object, generation), dict: leaf.dict, inherited: leaf.inherited, geometry }
  })
}

/** How a page is seen, inherited attributes included; null when there is nothing to see. */
function geometryOfPage(file: PdfFile, { dict, inherited }: Leaf): PageGeometry | null {
  const attribute = (key: string): PdfValue => resolve(file, inherited.get(key) ?? dict.entries.get(key))
  const number = (key: string, otherwise: number): number => {
    const value = attribute(key)
    return typeof value === 'number' ? value : otherwise
  }
  const numbers = (key: string): number[] | null => {
    const value = attribute(key)
    // Pages may inherit one box of very many numbers.
    if (!Array.isArray(value) || value.length !== 4) return null
    return value.map((item) => {
      const entry = resolve(file, item)
      return typeof entry === 'number' ? entry : Number.NaN
    })
  }
  return geometryOf({
    mediaBox: numbers('MediaBox'),
    cropBox: numbers('CropBox'),
    rotate: number('Rotate', 0),
    userUnit: number('UserUnit', 1),
  })
}

/** The page of a widget, counted from 0. Widgets are checked against the page count long before; a wrong one is a defect. */
export function pageOf(pages: Page[], widget: { page: number }): Page {
  const page = pages[widget.page]
  if (!page) throw new Error(`no page ${widget.page}`)
  return page
}
