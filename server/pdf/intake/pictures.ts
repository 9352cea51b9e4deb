/** What PDFium shows of a file that needs repair: fonts, lines, shadings and pictures, which pdf.js is not asked about. */
import { createHash, type Hash } from 'node:crypto'
import type { WrappedPdfiumModule } from '@embedpdf/pdfium'
import { drawnByPdfium, heapOf, openedByPdfium } from '../reading/pdfium.ts'

/** Pixels of a page's longer side. The same program draws both files, so that a line elsewhere is another grey. */
const LONGER_SIDE = 200
/** FPDF_PAGEOBJ_IMAGE. */
const IMAGE = 3
/** Pixels of an image that is too costly to draw. */
const LARGE = 1_000_000
/** Bytes of four single-precision numbers, left, bottom, right and top. */
const BOUNDS = 16

/**
 * A digest over pictures of all pages, of equal files the same; null when PDFium cannot open the file or a page. Large
 * images lying on a page are compared as they are stored: to unfold a scan costs 40 ms, to draw a page full of text 9 ms.
 */
export async function whatPdfiumShows(bytes: Uint8Array): Promise<string | null> {
  return openedByPdfium(bytes, (pdfium, document) => {
    const pages = pdfium.FPDF_GetPageCount(document)
    const digest = createHash('sha256').update(`${pages} pages\n`)
    for (let index = 0; index < pages; index += 1) {
      const page = pdfium.FPDF_LoadPage(document, index)
      if (page === 0) return null
      try {
        takeLargeImagesOut(pdfium, page, digest)
        if (!draw(pdfium, page, digest)) return null
      } finally {
        pdfium.FPDF_ClosePage(page)
      }
    }
    return digest.digest('hex')
  })
}

function takeLargeImagesOut(pdfium: WrappedPdfiumModule, page: number, digest: Hash): void {
  for (let index = pdfium.FPDFPage_CountObjects(page) - 1; index >= 0; index -= 1) {
    const object = pdfium.FPDFPage_GetObject(page, index)
    if (pdfium.FPDFPageObj_GetType(object) !== IMAGE || pixelsOf(pdfium, object) < LARGE) continue
    const size = pdfium.FPDFImageObj_GetImageDataRaw(object, 0, 0)
    const { malloc, free } = pdfium.pdfium.wasmExports
    const memory = malloc(BOUNDS + size)
    if (memory === 0) throw new RangeError('too little memory for a picture')
    heapOf(pdfium).fill(0, memory, memory + BOUNDS)
    pdfium.FPDFPageObj_GetBounds(object, memory, memory + 4, memory + 8, memory + 12)
    pdfium.FPDFImageObj_GetImageDataRaw(object, memory + BOUNDS, size)
    digest.update(`image ${index} ${size}\n`)
    digest.update(heapOf(pdfium).subarray(memory, memory + BOUNDS + size))
    free(memory)
    pdfium.FPDFPage_RemoveObject(page, object)
    pdfium.FPDFPageObj_Destroy(object)
  }
}

function pixelsOf({ pdfium, FPDFImageObj_GetImagePixelSize }: WrappedPdfiumModule, image: number): number {
  const { malloc, free } = pdfium.wasmExports
  const memory = malloc(8)
  if (memory === 0) throw new RangeError('too little memory for a picture')
  const isKnown = FPDFImageObj_GetImagePixelSize(image, memory, memory + 4)
  const [width = 0, height = 0] = [0, 4].map((at) => pdfium.getValue(memory + at, 'i32'))
  free(memory)
  return isKnown ? width * height : 0
}

function draw(pdfium: WrappedPdfiumModule, page: number, digest: Hash): boolean {
  const [across, along] = [pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)]
  const scale = LONGER_SIDE / Math.max(across, along)
  const [width, height] = [across, along].map((side) => Math.max(1, Math.round(side * scale)))
  if (width === undefined || height === undefined || !(width + height > 0)) return false
  drawnByPdfium(pdfium, page, { width, height }, (pixels) => digest.update(pixels))
  return true
}
