import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approvedUpload, makeSealer } from '#tests/fixtures/pdf/agreement.ts'
import { certificateRevision } from '#tests/fixtures/pdf/certificate.ts'
import { appendUpdate, makePdf, streamSource } from '#tests/fixtures/pdf/make-pdf.ts'
import { type PdfWorkerAtHand, pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'

let hand: PdfWorkerAtHand
let count = 0

beforeAll(() => {
  hand = pdfWorkerAtHand()
})
afterAll(() => hand.end())

async function problemOf(bytes: Buffer): Promise<string> {
  count += 1
  const inspection = await hand.pdfWorker.inspect(hand.file(`upload-${count}.pdf`, bytes))
  return inspection.ok ? 'none' : inspection.problem
}

describe('an upload is refused', () => {
  it('when it is empty', async () => {
    expect(await problemOf(Buffer.alloc(0))).toBe('empty')
  })

  it('when it is no PDF', async () => {
    expect(await problemOf(Buffer.from('PK\u0003\u0004 a spreadsheet'))).toBe('not_pdf')
    expect(await problemOf(Buffer.concat([Buffer.alloc(2000, 32), makePdf()]))).toBe('not_pdf')
  })

  it('when something follows the end mark, or the end mark is missing', async () => {
    const pdf = makePdf()
    expect(await problemOf(Buffer.concat([pdf, Buffer.from('<script>')]))).toBe('needs_repair')
    expect(await problemOf(Buffer.concat([pdf, Buffer.alloc(2000, 65)]))).toBe('no_eof')
    expect(await problemOf(pdf.subarray(0, pdf.length / 2))).toBe('no_eof')
  })

  it('when it is encrypted, with an owner password alone too', async () => {
    const plain = hand.file('plain.pdf', makePdf())
    for (const [user, name] of [
      ['secret', 'user.pdf'],
      ['', 'owner.pdf'],
    ] as const) {
      const target = hand.path(name)
      execFileSync('qpdf', ['--encrypt', user, 'owner', '256', '--', plain, target])
      expect(await hand.pdfWorker.inspect(target)).toEqual({ ok: false, problem: 'encrypted' })
    }
  })

  it('when it has an XFA form', async () => {
    const objects = { 100: '<< /Fields [] /XFA 101 0 R >>', 101: streamSource('', '<xdp/>') }
    expect(await problemOf(makePdf({ catalogEntries: '/AcroForm 100 0 R', objects }))).toBe('xfa')
  })

  it('when it runs JavaScript or launches something, wherever that hides', async () => {
    const script = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>'
    expect(await problemOf(makePdf({ catalogEntries: `/OpenAction ${script}` }))).toBe('javascript')
    const named = {
      catalogEntries: '/Names << /JavaScript << /Names [(a) 100 0 R] >> >>',
      objects: { 100: script },
    }
    expect(await problemOf(makePdf(named))).toBe('javascript')
    const page = { entries: '/MediaBox [0 0 595 842] /Resources << >> /Annots [100 0 R]' }
    const launching = '<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (calc.exe) >> >>'
    expect(await problemOf(makePdf({ pages: [page], objects: { 100: launching } }))).toBe('javascript')
    const spelled = { catalogEntries: '/OpenAction << /S /Java#53cript /JS (1) >>' }
    expect(await problemOf(makePdf(spelled))).toBe('javascript')
  })

  it('when it has no page', async () => {
    expect(await problemOf(makePdf({ pages: [] }))).toBe('no_pages')
  })

  it('when its page tree has a cycle', async () => {
    const objects = {
      2: '<< /Type /Pages /Kids [10 0 R 100 0 R] /Count 2 >>',
      100: '<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>',
    }
    expect(await problemOf(makePdf({ objects }))).toBe('page_tree_broken')
  })

  it('when its page count disagrees with its tree', async () => {
    expect(await problemOf(makePdf({ count: 3 }))).toBe('page_tree_broken')
  })

  it('when it has more than 1,000 pages', async () => {
    const pages = (length: number) => Array.from({ length }, () => ({}))
    expect(await problemOf(makePdf({ pages: pages(1000) }))).toBe('none')
    expect(await problemOf(makePdf({ pages: pages(1001) }))).toBe('too_many_pages')
  })

  it('when it is damaged and would be rebuilt without a word', async () => {
    const pdf = makePdf({ pages: [{}, {}] })
    const text = pdf.toString('latin1')
    const wrongStart = text.replace(/startxref\s+\d+/, 'startxref\n7')
    expect(await problemOf(Buffer.from(wrongStart, 'latin1'))).toBe('needs_repair')
    const wrongOffset = text.replace(/(\n12 1\n)\d{10}/, '$10000000099')
    expect(await problemOf(Buffer.from(wrongOffset, 'latin1'))).toBe('needs_repair')
    expect(await problemOf(Buffer.concat([Buffer.from('junk\n'), pdf]))).toBe('needs_repair')
    expect(await problemOf(Buffer.from(text.replace('\nxref\n', '\nxfer\n'), 'latin1'))).toBe('needs_repair')
  })

  it('when its cross-reference stream points to the wrong object', async () => {
    const plain = hand.file('to-stream.pdf', makePdf({ pages: [{}, {}] }))
    const target = hand.path('stream.pdf')
    execFileSync('qpdf', ['--object-streams=generate', plain, target])
    const text = readFileSync(target, 'latin1')
    const [first, second] = [...text.matchAll(/\n(\d+) 0 obj/g)]
    if (!first?.[1] || !second?.[1]) throw new Error('qpdf writes at least two objects')
    const swapped = text
      .replace(`\n${first[1]} 0 obj`, '\n@ 0 obj')
      .replace(`\n${second[1]} 0 obj`, `\n${first[1]} 0 obj`)
      .replace('\n@ 0 obj', `\n${second[1]} 0 obj`)
    expect(await problemOf(Buffer.from(swapped, 'latin1'))).toBe('needs_repair')
  })

  it('when it is certified so that nothing may change', async () => {
    const { sealer } = makeSealer()
    const target = hand.path('certified.pdf')
    await sealer.seal(await hand.pdfWorker.prepareCertificate(certificateRevision(target, new Date())))
    expect(await hand.pdfWorker.inspect(target)).toMatchObject({ ok: false, problem: 'certified_no_changes' })
  })

  it('when a page has no size', async () => {
    expect(await problemOf(makePdf({ pages: [{ entries: '/MediaBox [0 0 0 842] /Resources << >>' }] }))).toBe(
      'page_without_size',
    )
  })
})

describe('an upload is measured as people see it', () => {
  async function sizeOf(page: string, treeEntries = ''): Promise<unknown> {
    count += 1
    const path = hand.file(`size-${count}.pdf`, makePdf({ pages: [{ entries: page }], treeEntries }))
    const inspection = await hand.pdfWorker.inspect(path)
    return inspection.ok ? inspection.pages[0] : inspection.problem
  }

  it('with the crop box, wherever its origin is', async () => {
    const entries = '/Resources << >> /MediaBox [-100 -100 700 900] /CropBox [10 20 605.5 862]'
    expect(await sizeOf(entries)).toEqual({ width: 595.5, height: 842 })
    expect(await sizeOf('/Resources << >> /MediaBox [605 862 10 20]')).toEqual({ width: 595, height: 842 })
    expect(await sizeOf('/Resources << >> /MediaBox [0 0 595 842] /CropBox [100 100 900 900]')).toEqual({
      width: 495,
      height: 742,
    })
  })

  it('with rotation and user units', async () => {
    expect(await sizeOf('/Resources << >> /MediaBox [0 0 595 842] /Rotate 90')).toEqual({
      width: 842,
      height: 595,
    })
    expect(await sizeOf('/Resources << >> /MediaBox [0 0 595 842] /Rotate -90')).toEqual({
      width: 842,
      height: 595,
    })
    expect(await sizeOf('/Resources << >> /MediaBox [0 0 595 842] /UserUnit 2')).toEqual({
      width: 1190,
      height: 1684,
    })
  })

  it('with what it inherits from the page tree', async () => {
    const inherited = '/MediaBox [0 0 400 600] /CropBox [50 50 400 600] /Rotate 270'
    expect(await sizeOf('', inherited)).toEqual({ width: 550, height: 350 })
  })
})

describe('a file that is signed already', () => {
  it('is welcome, and known as signed', async () => {
    const { sealer } = makeSealer()
    const path = await approvedUpload(hand, sealer, 'approved.pdf', makePdf())
    expect(await hand.pdfWorker.inspect(path)).toMatchObject({ ok: true, signed: true, docMdp: null })
  })

  it('is known as signed however the name of its byte range is spelled', async () => {
    const { sealer } = makeSealer()
    const path = await approvedUpload(hand, sealer, 'hiding.pdf', makePdf())
    const text = readFileSync(path, 'latin1').replace(
      /\/ByteRange \[(\d+ \d+ \d+ \d+) {2}/,
      '/Byte#52ange [$1',
    )
    const hiding = hand.file('hidden.pdf', Buffer.from(text, 'latin1'))
    // The spelling is within the signed bytes, so this one is dead; what matters is that it is seen.
    expect(await hand.pdfWorker.inspect(hiding)).toMatchObject({ signed: false, deadSignatures: 1 })
  })

  it('is known by its usage rights not to be one', async () => {
    const objects = { 100: '<< /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 1 2 3] /Contents <00> >>' }
    const path = hand.file('rights.pdf', makePdf({ catalogEntries: '/Perms << /UR3 100 0 R >>', objects }))
    expect(await hand.pdfWorker.inspect(path)).toMatchObject({ ok: true, signed: false })
  })
})

describe('an upload is taken as it is', () => {
  it('with blanks, Ctrl-Z or one stray byte after its end mark', async () => {
    for (const end of [' \r\n\0\n', '\x1a', '\r\n\x1a\x1a', 'a', '\n\n\n-'])
      expect(await problemOf(Buffer.concat([makePdf(), Buffer.from(end)]))).toBe('none')
  })

  it('with cross-reference streams, object streams, linearization and earlier updates', async () => {
    const plain = hand.file('plain-2.pdf', makePdf({ pages: [{}, {}, {}] }))
    const variants = { 'objects.pdf': '--object-streams=generate', 'linear.pdf': '--linearize' }
    for (const [name, option] of Object.entries(variants)) {
      execFileSync('qpdf', [option, plain, hand.path(name)])
      expect(await hand.pdfWorker.inspect(hand.path(name))).toMatchObject({ ok: true, signed: false })
    }
    const updated = appendUpdate(readFileSync(plain), { 11: streamSource('', 'BT /F1 9 Tf (New) Tj ET') })
    expect(await hand.pdfWorker.inspect(hand.file('updated.pdf', updated))).toMatchObject({ ok: true })
  })
})
