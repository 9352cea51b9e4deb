import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signatureText, widget } from '#tests/fixtures/pdf/agreement.ts'
import { makePdf, type PdfSource } from '#tests/fixtures/pdf/make-pdf.ts'
import { type PdfWorkerAtHand, pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'
import { type Extent, extentOfSeals, pixelsByMupdf, textOf } from '#tests/fixtures/pdf/rendering.ts'

const FONT = '/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>'
const CONTENT = 'BT /F1 24 Tf 150 250 Td (ORIGINAL) Tj ET'
const AT = new Date('2026-11-22T10:00:00Z')

const PAGES: Record<string, PdfSource> = {
  'an ordinary page': { pages: [{ entries: `${FONT} /MediaBox [0 0 400 600]`, content: CONTENT }] },
  'a page turned by 90 degrees': {
    pages: [{ entries: `${FONT} /MediaBox [0 0 400 600] /Rotate 90`, content: CONTENT }],
  },
  'a page turned by 180 degrees': {
    pages: [{ entries: `${FONT} /MediaBox [0 0 400 600] /Rotate 180`, content: CONTENT }],
  },
  'a page turned by 270 degrees': {
    pages: [{ entries: `${FONT} /MediaBox [0 0 400 600] /Rotate 270`, content: CONTENT }],
  },
  'a page with its origin elsewhere': {
    pages: [{ entries: `${FONT} /MediaBox [-50 70 350 670]`, content: CONTENT }],
  },
  'a cropped page, turned': {
    pages: [
      { entries: `${FONT} /MediaBox [0 0 500 700] /CropBox [40 60 440 660] /Rotate 90`, content: CONTENT },
    ],
  },
  'a page that inherits everything': {
    pages: [{ entries: '', content: CONTENT }],
    treeEntries: `${FONT} /MediaBox [0 0 500 700] /CropBox [40 60 440 660] /Rotate 270`,
  },
}

let hand: PdfWorkerAtHand

beforeAll(() => {
  hand = pdfWorkerAtHand()
})
afterAll(() => hand.end())

function expectBox(extent: Extent | null, x: number, y: number, side: number): void {
  expect(extent).not.toBeNull()
  const { left, top, right, bottom } = extent as Extent
  for (const [found, wanted] of [
    [left, x],
    [top, y],
    [right, x + side],
    [bottom, y + side],
  ] as const) {
    expect(Math.abs(found - wanted)).toBeLessThanOrEqual(3)
  }
}

async function prepared(name: string, source: PdfSource, who: 'sender' | 'recipient'): Promise<string> {
  const seal = widget('w1', 'seal', 123, 217, '山田 太郎')
  const sourcePath = hand.file(`${name}-${who}.pdf`, makePdf(source))
  const signature = signatureText('送信', AT)
  const common = { documentId: 'doc1', signature }
  const sending = await hand.pdfWorker.prepareSending({
    ...common,
    sourcePath,
    targetPath: `${sourcePath}.0`,
    signed: false,
    evaluation: false,
    senderWidgets: who === 'sender' ? [seal] : [],
    recipients: who === 'recipient' ? [{ participantId: 'p1', widgets: [{ ...seal, value: '' }] }] : [],
  })
  if (who === 'sender') return sending.path
  const consent = { ...common, sourcePath: sending.path, targetPath: `${sourcePath}.1`, participantId: 'p1' }
  return (await hand.pdfWorker.prepareConsent({ ...consent, widgets: [seal] })).path
}

describe('the foot is upright at the foot of what people see', () => {
  for (const [name, source] of Object.entries(PAGES)) {
    it(`on ${name}`, async () => {
      const path = await prepared(`foot-${name.replaceAll(' ', '-')}`, source, 'sender')
      const { width, height, pixels } = pixelsByMupdf(path)
      // Grey ink within the lowest 18 points: wider than high, from 18 points of the left edge on.
      const grey: [number, number][] = []
      for (let y = height - 18; y < height - 4; y += 1) {
        for (let x = 0; x < width; x += 1) if ((pixels[(y * width + x) * 3] ?? 255) < 170) grey.push([x, y])
      }
      const [xs, ys] = [grey.map(([x]) => x), grey.map(([, y]) => y)]
      expect(Math.min(...xs)).toBeGreaterThanOrEqual(18)
      expect(Math.min(...xs)).toBeLessThan(23)
      expect(Math.max(...xs) - Math.min(...xs)).toBeGreaterThan(30)
      expect(Math.max(...ys) - Math.min(...ys)).toBeLessThan(10)
    })
  }

  it('and marks have their full size where user units are large, as mupdf enlarges them', async () => {
    const entries = `${FONT} /MediaBox [10 20 210 320] /UserUnit 2 /Rotate 90`
    const path = await prepared('units-turned', { pages: [{ entries, content: CONTENT }] }, 'sender')
    const { width, height, pixels } = pixelsByMupdf(path)
    expect([width, height]).toEqual([600, 400])
    const red = Array.from({ length: pixels.length / 3 }, (_, index) => index).filter(
      (index) => (pixels[index * 3] ?? 0) > 150 && (pixels[index * 3 + 1] ?? 255) < 120,
    )
    const xs = red.map((index) => index % width)
    const extent = { left: Math.min(...xs), right: Math.max(...xs) }
    const ys = red.map((index) => Math.floor(index / width))
    expectBox({ ...extent, top: Math.min(...ys), bottom: Math.max(...ys) }, 123, 217, 56)
  })
})

describe('a mark is where people put it', () => {
  for (const [name, source] of Object.entries(PAGES)) {
    it(`on ${name}, and the text that was there stays`, async () => {
      for (const who of ['sender', 'recipient'] as const) {
        const path = await prepared(name.replaceAll(' ', '-'), source, who)
        expectBox(extentOfSeals(path), 123, 217, 56)
        expect(textOf(path)).toContain('ORIGINAL')
        expect(textOf(path)).toContain('書類IDdoc1')
      }
    })
  }

  it('on a page with large user units', async () => {
    const entries = `${FONT} /MediaBox [0 0 200 300] /UserUnit 2`
    const path = await prepared('units', { pages: [{ entries, content: CONTENT }] }, 'sender')
    const extent = extentOfSeals(path) as Extent
    // Poppler does not enlarge by user units, so what it draws is half as large.
    expectBox(
      { left: extent.left * 2, top: extent.top * 2, right: extent.right * 2, bottom: extent.bottom * 2 },
      123,
      217,
      56,
    )
  })

  it('even when the page leaves its own coordinates behind', async () => {
    const content = `0.5 0 0 0.5 90 90 cm ${CONTENT}`
    const path = await prepared(
      'matrix',
      { pages: [{ entries: `${FONT} /MediaBox [0 0 400 600]`, content }] },
      'sender',
    )
    expectBox(extentOfSeals(path), 123, 217, 56)
  })
})
