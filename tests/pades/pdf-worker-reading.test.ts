/** What is made of a revision for reading: a picture of page 1, and a copy whose first page comes first. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { lease } from '#tests/fixtures/pdf/lease.ts'
import { makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import { type PdfWorkerAtHand, pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'
import { pixelsApart, pixelsByMupdf, textOf } from '#tests/fixtures/pdf/rendering.ts'

let hand: PdfWorkerAtHand
beforeAll(() => {
  hand = pdfWorkerAtHand()
})
afterAll(() => hand.end())

async function pictureOf(
  name: string,
  pdf: Uint8Array,
  size: 'phone' | 'row' = 'phone',
): Promise<Buffer | null> {
  const paths = { sourcePath: hand.file(`${name}.pdf`, pdf), targetPath: hand.path(`${name}.png`) }
  return (await hand.pdfWorker.drawPage({ ...paths, page: 0, size })) ? readFileSync(paths.targetPath) : null
}

async function copyOf(name: string, pdf: Uint8Array): Promise<string | null> {
  const paths = { sourcePath: hand.file(`${name}.pdf`, pdf), targetPath: hand.path(`${name}-copy.pdf`) }
  return (await hand.pdfWorker.copyForReading(paths)) ? paths.targetPath : null
}

describe('the picture of the first page', () => {
  test('is a PNG of a phone’s width, small, and not empty', async () => {
    const picture = await pictureOf('contract', await contractPdf())
    expect(picture?.subarray(1, 4).toString()).toBe('PNG')
    expect(picture?.readUInt32BE(16)).toBe(585)
    expect(picture?.length).toBeGreaterThan(800)
    expect(picture?.length).toBeLessThan(40_000)
  })

  test('is for a row of a list as wide as it is seen there, in a sixth of the bytes, with letters still seen', async () => {
    const whole = await pictureOf('whole', await lease())
    const small = await pictureOf('small', await lease(), 'row')
    expect([small?.readUInt32BE(16), small?.readUInt32BE(20)]).toEqual([112, 158])
    expect(small?.length).toBeLessThan((whole?.length ?? 0) / 6)
    // Four bits of grey, colour type 0 (ISO/IEC 15948 §11.2.2): a page that lost its letters would be one shade.
    expect([small?.[24], small?.[25]]).toEqual([4, 0])
    expect(small?.length).toBeGreaterThan(800)
  })

  test('keeps colours, so that a seal is red', async () => {
    const red = await pictureOf(
      'red',
      makePdf({ pages: [{ content: '0.8 0.1 0.1 rg 100 100 200 200 re f' }] }),
    )
    const grey = await pictureOf('grey', makePdf({ pages: [{ content: '0.2 g 100 100 200 200 re f' }] }))
    // Colour type 3 has a palette; 0 is grey (ISO/IEC 15948 §11.2.2).
    expect([red?.[25], grey?.[25]]).toEqual([3, 0])
  })

  test('is not made where the file lacks a font, for it would show less than the viewer', async () => {
    const font =
      '/Resources << /Font << /F1 << /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /UniJIS-UCS2-H ' +
      '/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 >>] >> >> >>'
    const pdf = makePdf({ pages: [{ entries: font, content: 'BT /F1 20 Tf 72 700 Td <8cc38cb8> Tj ET' }] })
    expect(await pictureOf('no-font', pdf)).toBeNull()
  })

  test('is not made of what is no PDF, and the next file is drawn all the same', async () => {
    expect(await pictureOf('junk', Buffer.from('%PDF-1.7\nnothing\n%%EOF'))).toBeNull()
    expect(await pictureOf('after-junk', await contractPdf())).not.toBeNull()
  })
})

describe('the copy for reading', () => {
  const pages = Array.from({ length: 40 }, (_, index) => ({ content: filler(index) }))

  test('shows and says on every page what the revision does', async () => {
    const pdf = makePdf({ pages })
    const copy = await copyOf('pages', pdf)
    if (copy === null) throw new Error('no copy')
    expect(textOf(copy)).toBe(textOf(hand.path('pages.pdf')))
    for (const page of [0, 1, 39]) {
      expect(pixelsApart(pixelsByMupdf(hand.path('pages.pdf'), page), pixelsByMupdf(copy, page))).toBe(0)
    }
  })

  test('is read by qpdf without an error', async () => {
    const copy = await copyOf('checked', makePdf({ pages }))
    // 3: warnings, because it has no hint tables; 2 would be an error.
    const status = exitOf('qpdf', ['--check', copy ?? ''])
    expect([0, 3]).toContain(status)
  })

  test('gives page 1 to pdf.js from its first 64 KB, of a file of a megabyte', async () => {
    const pdf = makePdf({ pages })
    expect(pdf.length).toBeGreaterThan(800_000)
    const copy = await copyOf('large', pdf)
    const { bytes, text } = await firstPageOver(readFileSync(copy ?? ''))
    expect(text).toContain('Article 0')
    expect(bytes).toBeLessThanOrEqual(2 * 65_536)
  })

  test('is not made of what is no PDF', async () => {
    expect(await copyOf('broken', Buffer.from('%PDF-1.7\nnothing\n%%EOF'))).toBeNull()
  })
})

/** A page of 20 KB that no compression shortens much. */
function filler(page: number): string {
  const lines = Array.from({ length: 500 }, (_, line) => {
    const words = Array.from({ length: 4 }, (_, word) =>
      ((page * 7919 + line * 104729 + word * 1299709) % 999983).toString(36),
    )
    return `1 0 0 1 40 ${780 - line * 1.5} Tm (${words.join(' ')}) Tj`
  })
  return `BT /F1 8 Tf 1 0 0 1 40 800 Tm (Article ${page}) Tj ${lines.join('\n')} ET`
}

function exitOf(command: string, args: string[]): number {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return 0
  } catch (error) {
    return (error as { status: number }).status
  }
}

/** Loads page 1 as the viewer does, by ranges, and counts what was sent. */
async function firstPageOver(file: Buffer): Promise<{ bytes: number; text: string }> {
  let bytes = 0
  const server: Server = createServer((request, response) => {
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []
    const head = { 'accept-ranges': 'bytes', 'content-type': 'application/pdf' }
    if (from === undefined || to === undefined) {
      // The viewer reads the headers of a whole answer and lets it go.
      response.writeHead(200, { ...head, 'content-length': file.length })
      response.flushHeaders()
      return
    }
    const part = file.subarray(Number(from), Number(to) + 1)
    bytes += part.length
    const range = `bytes ${from}-${Number(from) + part.length - 1}/${file.length}`
    response.writeHead(206, { ...head, 'content-length': part.length, 'content-range': range })
    response.end(part)
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const task = pdfjs.getDocument({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    disableAutoFetch: true,
    disableStream: true,
    verbosity: 0,
  })
  try {
    const page = await (await task.promise).getPage(1)
    await page.getOperatorList()
    const { items } = await page.getTextContent()
    return { bytes, text: items.map((item) => ('str' in item ? item.str : '')).join(' ') }
  } finally {
    await task.destroy()
    server.closeAllConnections()
    server.close()
  }
}
