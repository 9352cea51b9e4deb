import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyFinal } from '#server/verification/final-verification.ts'
import { conclude, makeSealer, widget } from '#tests/fixtures/pdf/agreement.ts'
import { makePdf, type PdfSource, streamSource } from '#tests/fixtures/pdf/make-pdf.ts'
import { type PdfWorkerAtHand, pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'
import { askPyHanko, pyHanko } from '#tests/fixtures/pdf/pyhanko.ts'
import {
  type Picture,
  pixelsApart,
  pixelsByMupdf,
  pixelsOf,
  structureComplaints,
  textOf,
} from '#tests/fixtures/pdf/rendering.ts'

const FONT = '/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>'
const PAGE = `${FONT} >> /MediaBox [0 0 400 600]`
const TEXT = 'BT /F1 24 Tf 40 250 Td (ORIGINAL) Tj ET'

/** What pages leave behind. Each draws the same words in the same place. */
const LEFT_BEHIND: Record<string, PdfSource['pages']> = {
  'an unclosed q': [{ entries: PAGE, content: `q 1 0 0 1 0 0 cm ${TEXT} q 0.1 0 0 -0.1 0 600 cm` }],
  'a scaled and mirrored matrix': [
    {
      entries: PAGE,
      content: `0.24 0 0 -0.24 0 600 cm BT /F1 100 Tf 1 0 0 -1 166.667 1458.333 Tm (ORIGINAL) Tj ET`,
    },
  ],
  'a surplus Q': [{ entries: PAGE, content: `Q Q ${TEXT} Q 9 0 0 9 0 0 cm` }],
  'a clipping path': [{ entries: PAGE, content: `${TEXT} 0 0 1 1 re W n` }],
  'a path in the making': [{ entries: PAGE, content: `${TEXT} 0 0 m 400 600 l 400 0 l` }],
  'an open text object with a text clip': [
    { entries: PAGE, content: 'BT /F1 24 Tf 40 250 Td (ORIGINAL) Tj 7 Tr 1 0 0 1 0 0 Tm (X) Tj 5 Tc 300 Tz' },
  ],
  // A layer that is off by itself is refused at upload (changing-content.ts).
  'open marked content of a layer': [
    {
      entries: `${FONT} /Properties << /L 100 0 R >> >> /MediaBox [0 0 400 600]`,
      content: `${TEXT} /OC /L BDC /P << /MCID 0 >> BDC`,
    },
  ],
  transparency: [
    {
      entries: `${FONT} /ExtGState << /G << /ca 0.05 /CA 0.05 /BM /Multiply >> >> >> /MediaBox [0 0 400 600] /Group << /S /Transparency /CS /DeviceRGB /K true /I true >>`,
      content: `${TEXT} /G gs 1 0 0 rg`,
    },
  ],
  'an open string': [{ entries: PAGE, content: `${TEXT} (unfinished (business` }],
}
const LAYER = { 100: '<< /Type /OCG /Name (Layer) >>' }
const ON = '/OCProperties << /OCGs [100 0 R] /D << /ON [100 0 R] >> >>'

/** ORIGINAL stands between 310 and 370 points from the top. */
function withoutOwnWords({ width, height, pixels }: Picture): Picture {
  const kept = Buffer.concat([pixels.subarray(0, width * 310 * 3), pixels.subarray(width * 370 * 3)])
  return { width, height, pixels: kept }
}

let hand: PdfWorkerAtHand
let sealer: ReturnType<typeof makeSealer>['sealer']
let rootPem: string
let clean: string

beforeAll(async () => {
  hand = pdfWorkerAtHand()
  ;({ sealer, rootPem } = makeSealer())
  clean = await concluded('clean', makePdf({ pages: [{ entries: PAGE, content: TEXT }] }))
})
afterAll(() => hand.end())

async function concluded(name: string, bytes: Buffer): Promise<string> {
  const path = hand.file(`${name.replaceAll(' ', '-')}.pdf`, bytes)
  const recipient = { participantId: 'p1', widgets: [widget('w1', 'seal', 300, 400, '山田 太郎')] }
  const sender = [
    widget('s1', 'seal', 30, 60, '結城'),
    { ...widget('s2', 'text', 150, 60, '株式会社サンプル'), fontSize: 12 },
    widget('s3', 'checkbox', 30, 150, '1'),
  ]
  const sealed = await conclude(hand, sealer, path, [recipient], sender)
  expect((await verifyFinal(sealed.expectation)).problems).toEqual([])
  return sealed.path
}

describe('foot and marks are upright, whole and in full size after a page that leaves behind', () => {
  for (const [name, pages] of Object.entries(LEFT_BEHIND)) {
    it(name, async () => {
      const bytes = makePdf({ pages: pages ?? [], objects: LAYER, catalogEntries: ON })
      const path = await concluded(name, bytes)
      for (const draw of [pixelsOf, pixelsByMupdf]) {
        // The page's own words are drawn by their own matrix, and may differ by a shade.
        const [found, wanted] = [draw(path), draw(clean)]
        expect(pixelsApart(withoutOwnWords(found), withoutOwnWords(wanted))).toBe(0)
        expect(pixelsApart(found, wanted)).toBeLessThan(600)
      }
      expect(textOf(path)).toContain('ORIGINAL')
    })
  }

  it('an operator that is split over two deflated streams, and a q in each', async () => {
    const entries = `${FONT} >> /MediaBox [0 0 400 600] /Contents [101 0 R 102 0 R 103 0 R]`
    const part = (text: string) => streamSource('/Filter /FlateDecode', deflateSync(Buffer.from(text)))
    const objects = {
      10: `<< /Type /Page /Parent 2 0 R ${entries} >>`,
      101: part('q BT /F1 24 Tf 40 250'),
      102: part('Td (ORIGINAL) Tj ET q 0.1 0 0 0.1 0'),
      103: part('0 cm q'),
    }
    const path = await concluded('split', makePdf({ objects }))
    expect(pixelsApart(pixelsOf(path), pixelsOf(clean))).toBe(0)
  })
})

describe('an isolated file', () => {
  it('is sound to qpdf and mutool, and pyHanko accepts its revisions', async () => {
    for (const name of ['an unclosed q', 'a surplus Q', 'an open text object with a text clip']) {
      const pages = LEFT_BEHIND[name] ?? []
      const path = await concluded(`${name}-judged`, makePdf({ pages }))
      expect(structureComplaints(path)).toEqual([])
      if (!pyHanko.isHere) continue
      const opinions = askPyHanko(hand.file('root.pem', Buffer.from(rootPem)), path)
      expect(opinions.map(({ bottom_line }) => bottom_line)).toEqual([true, true])
    }
  })
})

describe('on a dark scan', () => {
  it('foot and marks are read by their white halo, are found once by extraction, and white paper shows no halo', async () => {
    const dark = `0.1 g 0 0 400 600 re f 1 g ${TEXT}`
    const path = await concluded('dark', makePdf({ pages: [{ entries: PAGE, content: dark }] }))
    const [picture, paper] = [pixelsByMupdf(path, 0, 144), pixelsByMupdf(clean, 0, 144)]
    const places = {
      foot: [18, 6, 110, 18],
      text: [150, 516, 240, 540],
      seal: [30, 484, 86, 540],
      check: [30, 434, 46, 450],
    }
    for (const [name, place] of Object.entries(places)) {
      expect(
        shareOf(picture, place, (shade) => shade > 230),
        `${name}: halo`,
      ).toBeGreaterThan(0.03)
      expect(
        shareOf(paper, place, (shade) => shade < 200),
        `${name}: ink`,
      ).toBeGreaterThan(0.02)
    }
    for (const drawn of [path, clean]) {
      expect(textOf(drawn).split('株式会社サンプル').length).toBe(2)
      expect(textOf(drawn).split('書類ID').length).toBe(2)
    }
  })
})

/** How much of a rectangle (points, from the lower left) is of such shades, at 144 dpi. */
function shareOf(
  { width, height, pixels }: Picture,
  rectangle: number[],
  wanted: (shade: number) => boolean,
): number {
  const [left = 0, bottom = 0, right = 0, top = 0] = rectangle.map((one) => one * 2)
  let found = 0
  for (let y = height - top; y < height - bottom; y += 1) {
    for (let x = left; x < right; x += 1) if (wanted(pixels[(y * width + x) * 3 + 1] ?? 0)) found += 1
  }
  return found / ((right - left) * (top - bottom))
}
