import type * as PdfJs from 'pdfjs-dist'

/** CSS pixels. */
const phoneWidth = 600
const mostImageBytes = 16 * 1024 * 1024

/** pdf.js as this server gives it; `assets`: its folder, with a trailing slash. */
export async function loadPdfjs(assets: string): Promise<typeof PdfJs> {
  const pdfjs = (await import(`${assets}pdf.min.mjs`)) as typeof PdfJs
  pdfjs.GlobalWorkerOptions.workerSrc = `${assets}pdf.worker.min.mjs`
  return pdfjs
}

/** How a file is opened: in pieces, with the data of pdf.js from this server, and without anything that a PDF could run. */
export function pdfSource(url: string, assets: string): Parameters<typeof PdfJs.getDocument>[0] {
  return {
    // Only what is looked at is fetched.
    url,
    disableAutoFetch: true,
    disableStream: true,
    cMapUrl: `${assets}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${assets}standard_fonts/`,
    wasmUrl: `${assets}wasm/`,
    iccUrl: `${assets}iccs/`,
    enableXfa: false,
    // A scan of 300 dpi takes 35 MB once it is decoded, and the browser keeps several: on a phone it is halved first.
    ...(Math.min(screen.width, screen.height) < phoneWidth ? { canvasMaxAreaInBytes: mostImageBytes } : {}),
  }
}
