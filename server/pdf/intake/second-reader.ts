/** What pdf.js, which shares no line with our reader, sees in a file. Loaded when a file needs repair, not before. */
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** How V8 says that there is no memory left; pdf.js passes on the words only. */
const LOW_MEMORY = /allocation failed|out of memory|invalid (?:typed )?array length/i

/**
 * A digest over pages, boxes and text, not over pictures and lines (`pictures.ts`); null when pdf.js cannot open the file. Throws
 * `RangeError` when memory runs out: that says nothing about the file.
 */
export async function whatPdfJsSees(bytes: Buffer): Promise<string | null> {
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const packaged = dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json')))
  const loading = getDocument({
    // It takes the bytes away from whoever passes them.
    data: Uint8Array.from(bytes),
    verbosity: VerbosityLevel.ERRORS,
    cMapUrl: join(packaged, 'cmaps/'),
    standardFontDataUrl: join(packaged, 'standard_fonts/'),
    disableFontFace: true,
    useSystemFonts: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    // WebAssembly reserves more address space than this process may have.
    useWasm: false,
  })
  try {
    const document = await loading.promise
    const digest = createHash('sha256').update(`${document.numPages} pages\n`)
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number)
      const { items } = await page.getTextContent({ disableNormalization: true })
      const shown = items.map((item) => ('str' in item ? [item.str, item.transform] : null))
      digest.update(JSON.stringify([page.view, page.rotate, page.userUnit, shown]))
      page.cleanup()
    }
    return digest.digest('hex')
  } catch (error) {
    // Not the file's fault: pdf.js does not find its own parts.
    if (error instanceof Error && error.message.startsWith('Setting up fake worker failed')) throw error
    if (error instanceof Error && (error instanceof RangeError || LOW_MEMORY.test(error.message)))
      throw new RangeError(error.message, { cause: error })
    return null
  } finally {
    await loading.destroy()
  }
}
