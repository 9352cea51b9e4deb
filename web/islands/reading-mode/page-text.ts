import type * as PdfJs from 'pdfjs-dist'
import type { PDFPageProxy } from 'pdfjs-dist'
import { type Block, blocksOf } from './blocks.ts'
import { encodingFits } from './encoding.ts'
import { heavyFonts, inkFits } from './ink.ts'
import { isPaintedAsText } from './paint.ts'
import type { Picture } from './picture.ts'
import { rulesIn } from './rules.ts'
import { type PageView, type Run, runsOf, type TextItem } from './runs.ts'

/** CSS pixels across: enough to see that there is ink under a word. */
const pictureWidth = 640

/** The operators' names and numbers of pdf.js. */
type Operators = typeof PdfJs.OPS

/**
 * What a page says, as text; null where its text layer is not what the page shows, or its order cannot be told.
 * `drawn`: the page's picture where there is one already.
 */
export async function readPage(
  page: PDFPageProxy,
  operators: Operators,
  drawn: HTMLCanvasElement | null,
): Promise<Block[] | null> {
  const view = page.getViewport({ scale: 1 })
  const content = await page.getTextContent()
  const items = content.items.filter((item): item is typeof item & TextItem => 'str' in item)
  const runs = runsOf(items, view, (fontName) => content.styles[fontName]?.vertical === true)
  if (runs === null || !textFits(runs, view)) return null
  const [left = 0, bottom = 0, right = 0, top = 0] = page.view
  const list = await page.getOperatorList()
  if (!isPaintedAsText(list, operators, (right - left) * (top - bottom))) return null
  const picture = await pictureOf(page, drawn)
  if (!inkFits(runs, view, picture)) return null
  const heavy = heavyFonts(runs, view, picture)
  const weighed = runs.map((run) => ({ ...run, bold: heavy.has(run.font) }))
  const blocks = blocksOf(
    weighed,
    { number: page.pageNumber, height: view.height },
    rulesIn(list, operators, view),
  )
  return blocks === null || blocks.length === 0 ? null : blocks
}

/** Sensible characters, within the page. */
export function textFits(runs: readonly Run[], { width, height }: PageView): boolean {
  const inside = runs.every(({ left, right, baseline, size }) => {
    return left > -size && right < width + size && baseline > 0 && baseline - size * 0.7 < height
  })
  return runs.length > 0 && inside && encodingFits(runs)
}

async function pictureOf(page: PDFPageProxy, drawn: HTMLCanvasElement | null): Promise<Picture> {
  const natural = page.getViewport({ scale: 1 })
  const viewport = page.getViewport({ scale: pictureWidth / natural.width })
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(viewport.width)
  canvas.height = Math.round(viewport.height)
  if (drawn === null || drawn.width === 0) await page.render({ canvas, viewport }).promise
  else canvas.getContext('2d')?.drawImage(drawn, 0, 0, canvas.width, canvas.height)
  const { width, height } = canvas
  const data = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray()
  // Safari keeps a canvas's memory until its size is zero.
  canvas.width = canvas.height = 0
  return { data, width, height }
}
