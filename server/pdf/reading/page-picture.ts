import type { WrappedPdfiumModule } from '@embedpdf/pdfium'
import { openPdf } from '../format/pdf-file.ts'
import { pagesOf } from '../format/pdf-pages.ts'
import { hasItsFonts } from './embedded-fonts.ts'
import { indexedPng } from './indexed-png.ts'
import { drawnByPdfium, openedByPdfium } from './pdfium.ts'

/** Pixels across: one and a half for each of a phone's 390. */
const WIDTH = 585
/** A strip of paper longer than this would take more bytes than it saves. */
const MOST_HEIGHT = 1600

/**
 * A small picture of a page, counted from 0: of the first, so that it can be read before the viewer and the file are there;
 * of any, where fields are placed without the viewer. Null where there is no such page, and where a picture could show
 * something else than the viewer will: fonts that are not in the file are not here either. Throws `MalformedPdf`.
 */
export async function drawPage(bytes: Uint8Array, number: number): Promise<Buffer | null> {
  const file = openPdf(bytes, { lenient: true })
  const page = pagesOf(file)[number]
  if (page === undefined || !hasItsFonts(file, page)) return null
  return openedByPdfium(bytes, (library, document) => drawn(library, document, number))
}

function drawn(library: WrappedPdfiumModule, document: number, number: number): Buffer | null {
  const page = library.FPDF_LoadPage(document, number)
  if (page === 0) return null
  try {
    const height = Math.round((WIDTH * library.FPDF_GetPageHeightF(page)) / library.FPDF_GetPageWidthF(page))
    if (!(height > 0 && height <= MOST_HEIGHT)) return null
    return drawnByPdfium(library, page, { width: WIDTH, height }, (pixels, stride) =>
      indexedPng(pixels, WIDTH, height, stride),
    )
  } finally {
    library.FPDF_ClosePage(page)
  }
}
