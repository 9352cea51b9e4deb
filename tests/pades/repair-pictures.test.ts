import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { whatPdfiumShows } from '#server/pdf/intake/pictures.ts'
import { openedByPdfium } from '#server/pdf/reading/pdfium.ts'
import { makePdf, streamSource } from '#tests/fixtures/pdf/make-pdf.ts'
import { type PdfWorkerAtHand, pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'

/** Damaged uploads whose pages, boxes and text are the same to every reader, and whose pictures are not. */
let hand: PdfWorkerAtHand
let count = 0
beforeAll(() => {
  hand = pdfWorkerAtHand()
})
afterAll(() => hand.end())

async function outcomeOf(bytes: Buffer): Promise<string> {
  count += 1
  const path = hand.file(`damaged-${count}.pdf`, bytes)
  const found = await hand.pdfWorker.inspect(path, { repairedPath: `${path}.repaired` })
  return found.ok ? (found.repaired ? 'repaired' : 'none') : found.problem
}

/** A black square at the left of the page, moved to the right by this much. */
function movedSquare(number: string): Buffer {
  const entries = '/MediaBox [0 0 595 842] /Resources << /XObject << /X 100 0 R >> >>'
  const form = `/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Matrix [1 0 0 1 ${number} 0]`
  const objects = { 100: streamSource(form, '0 0 200 200 re f') }
  return makePdf({ pages: [{ entries, content: '/X Do' }], objects })
}

/** A picture of one pixel, of this grey, drawn over the whole page. */
function scan(grey: string, more = ''): Buffer {
  const entries = '/MediaBox [0 0 595 842] /Resources << /XObject << /X 100 0 R >> >>'
  const image = `/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8`
  const objects = { 100: streamSource(`${image} ${more}`, grey), 101: streamSource(image, '\x40') }
  return makePdf({ pages: [{ entries, content: 'q 595 0 0 842 0 0 cm /X Do Q' }], objects })
}

test('the pictures of two files are the same only where they show the same', async () => {
  const masked = '/SMask 101 0 R'
  const shown = await Promise.all([
    whatPdfiumShows(scan('\x80')),
    whatPdfiumShows(scan('\x81')),
    whatPdfiumShows(scan('\x80', masked)),
    whatPdfiumShows(scan('\xf0', masked)),
    whatPdfiumShows(movedSquare('100')),
    whatPdfiumShows(movedSquare('104')),
    whatPdfiumShows(makePdf({ pages: [{}, {}] })),
    whatPdfiumShows(makePdf({ pages: [{}, {}, {}] })),
  ])
  expect(shown).not.toContain(null)
  expect(new Set(shown).size).toBe(shown.length)
  expect(await whatPdfiumShows(scan('\x80', masked))).toBe(shown[2])
  expect(await whatPdfiumShows(Buffer.from('no PDF'))).toBe(null)
})

describe('a damaged upload', () => {
  test('is repaired where the pictures stay the same', async () => {
    for (const whole of [movedSquare('100'), scan('\x80'), makePdf({ pages: [{}, {}] })])
      expect(await outcomeOf(Buffer.concat([Buffer.from('mail header\n'), whole]))).toBe('repaired')
  })

  test('is refused where a drawing moves', async () => {
    // Ours and pdf.js read −100, PDFium nothing; pages, boxes and text are the same.
    expect(await outcomeOf(movedSquare('--100'))).toBe('readers_disagree')
  })
})

test('PDFium never gets more than half a gigabyte, and works on when it asked for more', async () => {
  const gets = (megabytes: number) =>
    openedByPdfium(makePdf(), ({ pdfium }) => {
      const memory = pdfium.wasmExports.malloc(megabytes * 2 ** 20)
      if (memory !== 0) pdfium.wasmExports.free(memory)
      return memory !== 0
    })
  expect(await gets(300)).toBe(true)
  expect(await gets(600)).toBe(false)
  expect(await whatPdfiumShows(makePdf())).not.toBe(null)
})
