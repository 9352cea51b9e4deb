import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appearance, formPdf } from '#tests/fixtures/pdf/form-pdf.ts'
import { makePdf, streamSource } from '#tests/fixtures/pdf/make-pdf.ts'
import { type PdfWorkerAtHand, pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'

/** Uploads whose content could be something else in print, at another time or in another viewer. */
let hand: PdfWorkerAtHand
let count = 0
beforeAll(() => {
  hand = pdfWorkerAtHand()
})
afterAll(() => hand.end())

async function problemOf(bytes: Buffer): Promise<string> {
  count += 1
  const found = await hand.pdfWorker.inspect(hand.file(`upload-${count}.pdf`, bytes))
  return found.ok ? 'none' : found.problem
}

const annotated = (annotation: string, objects: Record<number, string | Buffer> = {}) =>
  makePdf({
    pages: [{ entries: '/MediaBox [0 0 595 842] /Resources << >> /Annots [100 0 R]' }],
    objects: {
      100: `<< /Type /Annot /Rect [10 10 90 30] ${annotation} >>`,
      101: appearance('0 0 9 9 re f'),
      ...objects,
    },
  })

describe('layers', () => {
  /** Two layers, as drawing programs write them. */
  const layered = (configuration: string, usage = '', membership = '') =>
    makePdf({
      pages: [
        {
          entries:
            '/MediaBox [0 0 595 842] /Resources << /Properties << /A 100 0 R /B 101 0 R /M 102 0 R >> >>',
          content: '/OC /A BDC 0 0 9 9 re f EMC /OC /M BDC 20 20 9 9 re f EMC',
        },
      ],
      catalogEntries: `/OCProperties << /OCGs [100 0 R 101 0 R] /D << ${configuration} >> >>`,
      objects: {
        100: '<< /Type /OCG /Name (Walls) >>',
        101: `<< /Type /OCG /Name (Prices) ${usage} >>`,
        102: `<< /Type /OCMD /OCGs [100 0 R 101 0 R] ${membership} >>`,
      },
    })
  const on =
    '/Usage << /CreatorInfo << /Creator (AutoCAD) >> /View << /ViewState /ON >> /Print << /PrintState /ON >> >>'
  const events = ['View', 'Print', 'Export']
    .map((event) => `<< /Event /${event} /Category [/${event}] /OCGs [100 0 R 101 0 R] >>`)
    .join(' ')

  test.each([
    ['', '', ''],
    ['/Order [100 0 R 101 0 R] /ON [100 0 R 101 0 R] /OFF []', '', ''],
    [`/BaseState /ON /AS [${events}] /Order [100 0 R 101 0 R] /Locked [101 0 R]`, on, '/P /AnyOn'],
    ['/BaseState /OFF /ON [100 0 R 101 0 R]', '', '/VE [/And 100 0 R [/Or 100 0 R 101 0 R]]'],
    ['/AS [<< /Event /View /Category [/Zoom] /OCGs [] >>]', '', '/P /AllOn'],
  ])('that all show come in: %s %s %s', async (configuration, usage, membership) => {
    expect(await problemOf(layered(configuration, usage, membership))).toBe('none')
  })

  test.each([
    ['/OFF [101 0 R]', '', ''],
    ['/BaseState /OFF /ON [100 0 R]', '', ''],
    ['/BaseState /Unchanged', '', ''],
    [`/AS [${events}]`, '/Usage << /Print << /PrintState /OFF >> >>', ''],
    ['', '/Usage << /View << /ViewState /OFF >> >>', ''],
    ['/AS [<< /Event /View /Category [/Zoom] /OCGs [101 0 R] >>]', '/Usage << /Zoom << /min 2 >> >>', ''],
    ['', '', '/P /AnyOff'],
    ['', '', '/VE [/And 100 0 R [/Not 101 0 R]]'],
    ['', '', `/VE ${'[/And '.repeat(40)}100 0 R${']'.repeat(40)}`],
  ])('that hide something are refused: %s %s %s', async (configuration, usage, membership) => {
    expect(await problemOf(layered(configuration, usage, membership))).toBe('layers_hidden')
  })
})

describe('annotations', () => {
  test.each([
    '/Subtype /Link /Border [0 0 1] /A << /S /URI /URI (https://example.co.jp/) >>',
    '/Subtype /Link /F 4 /A << /S /GoTo /D [10 0 R /Fit] >>',
    '/Subtype /FreeText /F 4 /AP << /N 101 0 R >> /DA (0 g) /Contents (x)',
    '/Subtype /Text /F 28 /Contents (x)',
    '/Subtype /Text /Contents (a comment of LibreOffice)',
    '/Subtype /Text /F 30 /Contents (hidden) /StateModel /Review',
    '/Subtype /Popup /Open true',
  ])('that are the same on screen and in print come in: %s', async (annotation) => {
    expect(await problemOf(annotated(annotation))).toBe('none')
  })

  test.each([
    '/Subtype /FreeText /AP << /N 101 0 R >> /DA (0 g) /Contents (on screen)',
    '/Subtype /Stamp /F 36 /AP << /N 101 0 R >>',
    '/Subtype /Stamp /F 260 /AP << /N 101 0 R >>',
    '/Subtype /Square',
    '/Subtype /Text /AP << /N 101 0 R >>',
    '/Subtype /Link /AP << /N 101 0 R >>',
    '/Subtype /Watermark /F 4 /AP << /N 101 0 R >> /FixedPrint << /Type /FixedPrint >>',
  ])('that are not are refused: %s', async (annotation) => {
    expect(await problemOf(annotated(annotation))).toBe('print_differs')
  })

  test('that are fields of an unsigned form are flattened as they show on screen', async () => {
    const field = { entries: '/FT /Tx /V (Taro) /AP << /N 80 0 R >>', flags: 0 }
    const objects = { 80: appearance('BT /F 9 Tf (Taro) Tj ET') }
    expect(await problemOf(formPdf([field], '', { objects }))).toBe('none')
  })
})

describe('what acts or plays', () => {
  test.each([
    '/Subtype /Link /A << /S /GoToR /F (other.pdf) /D [0 /Fit] >>',
    '/Subtype /Link /A << /Type /Action /S /SubmitForm /F (https://example.com/) >>',
    '/Subtype /Link /A << /S /URI /URI (https://example.com/) /Next << /S /ImportData /F (a.fdf) >> >>',
    '/Subtype /Screen /F 4 /AP << /N 101 0 R >>',
    '/Subtype /Movie /F 4',
    '/Subtype /3D /F 4 /AP << /N 101 0 R >>',
    '/Subtype /RichMedia /F 4 /AP << /N 101 0 R >>',
  ])('is refused: %s', async (annotation) => {
    expect(await problemOf(annotated(annotation))).toBe('active_content')
  })

  test('comes in where it is a button of a form that is flattened, and where it is the name of a heading', async () => {
    const button = { entries: '/FT /Btn /Ff 65536 /MK << /CA (Clear) >> /A << /S /ResetForm >>' }
    expect(await problemOf(formPdf([button], ''))).toBe('none')
    const tree = '/StructTreeRoot << /Type /StructTreeRoot /K << /Type /StructElem /S /Sound /K [] >> >>'
    expect(await problemOf(makePdf({ catalogEntries: tree }))).toBe('none')
  })
})

test('a portfolio is refused', async () => {
  const catalogEntries = '/Collection << /Type /Collection /View /D >>'
  expect(await problemOf(makePdf({ catalogEntries }))).toBe('portfolio')
})

test('content for PostScript printers, and pictures that a print server replaces, are refused', async () => {
  const page = {
    entries: '/MediaBox [0 0 595 842] /Resources << /XObject << /X 100 0 R >> >>',
    content: '/X Do',
  }
  for (const entries of [
    '/Type /XObject /Subtype /PS',
    '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Subtype2 /PS',
    '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /OPI << /2.0 << >> >>',
  ]) {
    expect(await problemOf(makePdf({ pages: [page], objects: { 100: streamSource(entries, '') } }))).toBe(
      'content_unclear',
    )
  }
})

test('a file that is only kept is not asked', async () => {
  const path = hand.file('kept.pdf', makePdf({ catalogEntries: '/Collection << /Type /Collection >>' }))
  expect(await hand.pdfWorker.inspect(path, { keepOnly: true })).toMatchObject({ ok: true })
})
