import type { WrappedPdfiumModule } from '@embedpdf/pdfium'
import type { PictureSize } from '#server/usecases/sealing-ports.ts'
import { openPdf } from '../format/pdf-file.ts'
import { pagesOf } from '../format/pdf-pages.ts'
import { hasItsFonts } from './embedded-fonts.ts'
import { indexedPng } from './indexed-png.ts'
import { drawnByPdfium, openedByPdfium } from './pdfium.ts'

/**
 * Pixels across: one and a half for each of a phone's 390; two for each of the 56 that a sheet beside a title has. A strip of paper
 * longer than `most` would take more bytes than it saves. So small, letters are greys: four would lose them.
 */
const sizes = {
  phone: { width: 585, most: 1600, greys: 4 },
  row: { width: 112, most: 306, greys: 16 },
} as const satisfies Record<PictureSize, { width: number; most: number; greys: 4 | 16 }>

/**
 * A small picture of a page, counted from 0: of the first, so that it can be read before the viewer and the file are there;
 * of any, where fields are placed without the viewer. Null where there is no such page, and where a picture could show
 * something else than the viewer will: fonts that are not in the file are not here either. Throws `MalformedPdf`.
 */
export async function drawPage(bytes: Uint8Array, number: number, size: PictureSize): Promise<Buffer | null> {
  const file = openPdf(bytes, { lenient: true })
  const page = pagesOf(file)[number]
  if (page === undefined || !hasItsFonts(file, page)) return null
  return openedByPdfium(bytes, (library, document) => drawn(library, document, number, size))
}

function drawn(
  library: WrappedPdfiumModule,
  document: number,
  number: number,
  size: PictureSize,
): Buffer | null {
  const page = library.FPDF_LoadPage(document, number)
  if (page === 0) return null
  const { width, most, greys } = sizes[size]
  try {
    const height = Math.round((width * library.FPDF_GetPageHeightF(page)) / library.FPDF_GetPageWidthF(page))
    if (!(height > 0 && height <= most)) return null
    return drawnByPdfium(library, page, { width, height }, (pixels, stride) =>
      indexedPng(pixels, { width, height, stride, greys }),
    )
  } finally {
    library.FPDF_ClosePage(page)
  }
}
