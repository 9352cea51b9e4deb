import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { entryOf, openPdf, type PdfFile } from '#server/pdf/format/pdf-file.ts'
import { isDict, type PdfValue } from '#server/pdf/format/pdf-objects.ts'
import { catalogOf, pagesOf } from '#server/pdf/format/pdf-pages.ts'
import { conclude, makeSealer, widget } from '#tests/fixtures/pdf/agreement.ts'
import { makePdf, streamSource } from '#tests/fixtures/pdf/make-pdf.ts'
import { type PdfWorkerAtHand, pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'

/** Uploads that readers show differently from each other, or that mean something else once they are signed. */
let hand: PdfWorkerAtHand
let count = 0
beforeAll(() => {
  hand = pdfWorkerAtHand()
})
afterAll(() => hand.end())

async function problemOf(bytes: Buffer, repairable = false): Promise<string> {
  count += 1
  const path = hand.file(`upload-${count}.pdf`, bytes)
  const found = await hand.pdfWorker.inspect(path, repairable ? { repairedPath: `${path}.repaired` } : {})
  return found.ok ? (found.repaired ? 'repaired' : 'none') : found.problem
}

/** A page that draws `/X`, which is the object of this number. */
function drawing(number: number): Buffer {
  const entries = `/MediaBox [0 0 595 842] /Resources << /XObject << /X ${String(number).padStart(7, '0')} 0 R >> >>`
  return makePdf({ pages: [{ entries, content: 'q 1 0 0 1 400 100 cm /X Do Q' }] })
}

function drawnIn(file: PdfFile): PdfValue {
  const [page] = pagesOf(file)
  const resources = page ? entryOf(file, page.dict, 'Resources') : null
  const forms = isDict(resources) ? entryOf(file, resources, 'XObject') : null
  return isDict(forms) ? entryOf(file, forms, 'X') : null
}

/** Where the only recipient's stamp lies in a concluded file. */
function stampOf(file: PdfFile): number {
  const form = entryOf(file, catalogOf(file), 'AcroForm')
  const fields = isDict(form) ? entryOf(file, form, 'Fields') : null
  for (const item of Array.isArray(fields) ? fields : []) {
    const text = file.bytes.toString('latin1')
    const number = typeof item === 'object' && item !== null && 'number' in item ? item.number : 0
    const at = text.lastIndexOf(`\n${number} 0 obj\n`)
    const field = text.slice(at, text.indexOf('endobj', at))
    const appearance = /\/AP\s*<<\s*\/N (\d+) 0 R/.exec(field)?.[1]
    if (field.includes('musubi-recipient') && appearance) return Number(appearance)
  }
  throw new Error('no stamp')
}

describe('an upload that draws what is not there yet', () => {
  const parts = [{ participantId: 'p1', widgets: [widget('w1', 'seal', 40, 40, '山田')] }]

  test('never shows a stamp that a recipient put elsewhere', async () => {
    const { sealer } = makeSealer()
    const first = await conclude(hand, sealer, hand.file('first.pdf', drawing(11)), parts)
    const stamp = stampOf(openPdf(readFileSync(first.path)))
    const source = hand.file('second.pdf', drawing(stamp))
    const { path, expectation } = await conclude(hand, sealer, source, parts)
    expect((await hand.pdfWorker.verifyFinal(expectation)).problems).toEqual([])
    const file = openPdf(readFileSync(path))
    expect(drawnIn(file)).toBe(null)
  })

  test('is written anew without it, or refused where it cannot be', async () => {
    expect(await problemOf(drawing(40))).toBe('needs_repair')
    expect(await problemOf(drawing(40), true)).toBe('repaired')
  })
})

describe('an upload that readers read differently is not taken as it is', () => {
  test('where a reference names another generation', async () => {
    const text = makePdf().toString('latin1').replace('/Contents 11 0 R', '/Contents 11 7 R')
    expect(await problemOf(Buffer.from(text, 'latin1'))).toBe('needs_repair')
    expect(await problemOf(Buffer.from(text, 'latin1'), true)).toBe('readers_disagree')
  })

  test('where the rows of its table have not 20 bytes', async () => {
    for (const [end, said] of [
      [' \n', 'none'],
      ['\r\n', 'none'],
      ['\n', 'repaired'],
      ['  \n', 'repaired'],
      [' %\n', 'repaired'],
    ] as const) {
      expect(await problemOf(tabled(end), true)).toBe(said)
    }
  })

  test('where an object stream holds another object than the cross-references say', async () => {
    const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>'
    expect(await problemOf(compressed(page, 4))).toBe('none')
    expect(await problemOf(compressed(page, 5))).toBe('needs_repair')
  })

  test('where the table and the stream of a hybrid file do not say the same', async () => {
    expect(await problemOf(hybrid('same'))).toBe('none')
    expect(await problemOf(hybrid('other'))).toBe('needs_repair')
    expect(await problemOf(hybrid('hidden'))).toBe('needs_repair')
  })

  test('where a stream lies in another file, or an image has one for printing', async () => {
    const page = {
      entries: '/MediaBox [0 0 595 842] /Resources << /XObject << /X 100 0 R >> >>',
      content: '/X Do',
    }
    const form = '/Type /XObject /Subtype /Form /BBox [0 0 9 9]'
    const image =
      '/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8'
    for (const [entries, problem] of [
      [form, 'none'],
      [`${form} /F (elsewhere.pdf)`, 'content_unclear'],
      [`${form} /Ref << /F (elsewhere.pdf) /Page 0 >>`, 'content_unclear'],
      [image, 'none'],
      [`${image} /Alternates [<< /Image 101 0 R /DefaultForPrinting true >>]`, 'content_unclear'],
    ] as const) {
      const objects = { 100: streamSource(entries, '\0'), 101: streamSource(image, '\xff') }
      expect(await problemOf(makePdf({ pages: [page], objects }))).toBe(problem)
    }
  })

  test('where opening it hides or shows parts of it', async () => {
    for (const action of ['<< /S /Hide /T (field) >>', '<< /S /SetOCGState /State [/OFF 100 0 R] >>']) {
      const objects = { 100: '<< /Type /OCG /Name (Price) >>' }
      expect(await problemOf(makePdf({ catalogEntries: `/OpenAction ${action}`, objects }))).toBe(
        'content_unclear',
      )
    }
  })
})

const TREE = [
  '<< /Type /Catalog /Pages 2 0 R >>',
  '<< /Type /Pages /Kids [4 0 R] /Count 1 >>',
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
]

/** Each row of its table ends so. */
function tabled(end: string): Buffer {
  const { text, offsets } = written([TREE[0] ?? '', TREE[1] ?? '', 'null', TREE[2] ?? ''])
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n${end}`)
  return ended(
    text,
    `xref\n0 5\n0000000000 65535 f${end}${rows.join('')}trailer\n<< /Size 5 /Root 1 0 R >>\n`,
  )
}

/** Page 4 0 lies in object stream 3, whose own list says that it is object `said`. */
function compressed(page: string, said: number): Buffer {
  const header = `${said} 0 `
  const objects = [
    TREE[0] ?? '',
    TREE[1] ?? '',
    streamSource(`/Type /ObjStm /N 1 /First ${header.length}`, header + page).toString('latin1'),
  ]
  const { text, offsets } = written(objects)
  const row = (type: number, second: number, third: number) => [type, second >> 8, second & 255, third]
  const rows = [row(0, 0, 0), ...offsets.map((at) => row(1, at, 0)), row(2, 3, 0), row(1, text.length, 0)]
  const references = streamSource('/Type /XRef /Size 6 /W [1 2 1] /Root 1 0 R', Buffer.from(rows.flat()))
  return ended(text, `5 0 obj\n${references.toString('latin1')}\nendobj\n`)
}

/** Its table and its stream agree about the page 4 0, name two different ones, or only the stream knows it. */
function hybrid(which: 'same' | 'other' | 'hidden'): Buffer {
  const page = TREE[2] ?? ''
  const { text: before, offsets } = written([TREE[0] ?? '', TREE[1] ?? '', 'null', page])
  const other = before.length
  const text = `${before}4 0 obj\n${page.replace('595', '300')}\nendobj\n`
  const inTable = offsets[3] ?? 0
  const inStream = which === 'other' ? other : inTable
  const row = [1, inStream >> 8, inStream & 255, 0]
  const references = streamSource('/Type /XRef /Size 6 /Index [4 1] /W [1 2 1] /Root 1 0 R', Buffer.from(row))
  const stream = `5 0 obj\n${references.toString('latin1')}\nendobj\n`
  const at = (offset: number) => `${String(offset).padStart(10, '0')} 00000 n \n`
  const free = '0000000000 65535 f \n'
  const rows = [...offsets.slice(0, 3).map(at), which === 'hidden' ? free : at(inTable)]
  const table = `xref\n0 6\n${free}${rows.join('')}${at(text.length)}`
  const trailer = `trailer\n<< /Size 6 /Root 1 0 R /XRefStm ${text.length} >>\n`
  const start = text.length + stream.length
  return Buffer.from(`${text}${stream}${table}${trailer}startxref\n${start}\n%%EOF\n`, 'latin1')
}

function written(objects: string[]): { text: string; offsets: number[] } {
  let text = '%PDF-1.7\n'
  const offsets = objects.map((object, index) => {
    const at = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  return { text, offsets }
}

function ended(text: string, references: string): Buffer {
  return Buffer.from(`${text}${references}startxref\n${text.length}\n%%EOF\n`, 'latin1')
}
