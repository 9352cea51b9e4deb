import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium'

/** The library's memory. Its types leave out what Emscripten adds; growing replaces the view, so it is never kept. */
export function heapOf({ pdfium }: WrappedPdfiumModule): Uint8Array {
  return (pdfium as unknown as { HEAPU8: Uint8Array }).HEAPU8
}

/** Of WebAssembly memory, in pages of 64 KB: 512 MB, where the library asks for 2 GB. */
const MOST_MEMORY_PAGES = 8192
const MEMORY_SECTION = 5

/**
 * The module with another maximum of memory: that is what a hostile picture may really use, and the address space that is
 * reserved beside pdf.js, which needs most of what the child may have. The number keeps its length (LEB128 may be padded).
 */
function withLessMemory(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(module)
  // Behind the magic number and the version.
  let at = 8
  const number = (): number => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at] ?? 0
      at += 1
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80 || shift > 28) return value
    }
  }
  while (at < bytes.length) {
    const section = number()
    const length = number()
    if (section !== MEMORY_SECTION) {
      at += length
      continue
    }
    const [count, limits, least] = [number(), number(), number()]
    const start = at
    if (count !== 1 || limits !== 1 || least > MOST_MEMORY_PAGES || number() <= MOST_MEMORY_PAGES)
      return bytes
    for (let index = start; index < at; index += 1) {
      const more = index < at - 1 ? 0x80 : 0
      bytes[index] = (Math.floor(MOST_MEMORY_PAGES / 2 ** (7 * (index - start))) & 0x7f) | more
    }
    return bytes
  }
  return bytes
}

let loading: Promise<WrappedPdfiumModule> | null = null

/** PDFium as WebAssembly: what it does to a hostile file stays inside its own memory. */
function library(): Promise<WrappedPdfiumModule> {
  loading ??= (async () => {
    const { resolve } = createRequire(import.meta.url)
    const bytes = readFileSync(resolve('@embedpdf/pdfium/pdfium.wasm'))
    const loaded = await init({ wasmBinary: withLessMemory(bytes).buffer })
    loaded.PDFiumExt_Init()
    return loaded
  })()
  return loading
}

/**
 * What `look` makes of a file that PDFium has opened; null when it cannot open it, or breaks down over it. Throws
 * `RangeError` when there is no memory for the file.
 */
export async function openedByPdfium<T>(
  bytes: Uint8Array,
  look: (pdfium: WrappedPdfiumModule, document: number) => T | null,
): Promise<T | null> {
  const pdfium = await library()
  try {
    const memory = pdfium.pdfium.wasmExports.malloc(bytes.length)
    if (memory === 0) throw new RangeError('too little memory for the file')
    heapOf(pdfium).set(bytes, memory)
    const document = pdfium.FPDF_LoadMemDocument(memory, bytes.length, '')
    try {
      return document === 0 ? null : look(pdfium, document)
    } finally {
      if (document !== 0) pdfium.FPDF_CloseDocument(document)
      pdfium.pdfium.wasmExports.free(memory)
    }
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error
    // Its memory is in no known state any more: the next file gets another.
    loading = null
    return null
  }
}

/** FPDF_ANNOT: fields and stamps are part of what is seen. */
const WITH_ANNOTATIONS = 1

/** What `use` makes of a page drawn on white in so many pixels: BGRx, `stride` bytes a row, valid only meanwhile. */
export function drawnByPdfium<T>(
  pdfium: WrappedPdfiumModule,
  page: number,
  { width, height }: { width: number; height: number },
  use: (pixels: Uint8Array, stride: number) => T,
): T {
  const bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
  try {
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, WITH_ANNOTATIONS)
    const start = pdfium.FPDFBitmap_GetBuffer(bitmap)
    const stride = pdfium.FPDFBitmap_GetStride(bitmap)
    return use(heapOf(pdfium).subarray(start, start + stride * height), stride)
  } finally {
    pdfium.FPDFBitmap_Destroy(bitmap)
  }
}
