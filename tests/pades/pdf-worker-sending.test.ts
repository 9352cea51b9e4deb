import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SendingRevision } from '#server/usecases/sealing-ports.ts'
import { signatureText, widget } from '#tests/fixtures/pdf/agreement.ts'
import { makePdf, streamSource } from '#tests/fixtures/pdf/make-pdf.ts'
import { type PdfWorkerAtHand, pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'
import { extentOfInk, extentOfSeals, textOf } from '#tests/fixtures/pdf/rendering.ts'

const FONT = '/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>'
const A5 = `${FONT} /MediaBox [0 0 420 595]`

let hand: PdfWorkerAtHand

beforeAll(() => {
  hand = pdfWorkerAtHand()
})
afterAll(() => hand.end())

function sending(sourcePath: string, more: Partial<SendingRevision> = {}): SendingRevision {
  return {
    sourcePath,
    targetPath: `${sourcePath}.sent.pdf`,
    documentId: '01kb0example',
    signed: false,
    evaluation: false,
    senderWidgets: [],
    recipients: [{ participantId: 'p1', widgets: [] }],
    signature: signatureText('送信 (1)', new Date('2026-11-22T10:00:00Z')),
    ...more,
  }
}

function qpdfFindsNothing(path: string): void {
  execFileSync('qpdf', ['--check', path], { stdio: 'pipe' })
}

describe('the revision of the sending', () => {
  it('leaves every byte of the upload as it was', async () => {
    const upload = makePdf({ pages: [{}, {}] })
    const { path } = await hand.pdfWorker.prepareSending(sending(hand.file('a.pdf', upload)))
    expect(readFileSync(path).subarray(0, upload.length).equals(upload)).toBe(true)
    qpdfFindsNothing(path)
  })

  it('leaves a placeholder of zeros in the gap of its byte range, and covers all the rest', async () => {
    const { path, byteRange } = await hand.pdfWorker.prepareSending(sending(hand.file('b.pdf', makePdf())))
    const bytes = readFileSync(path)
    const [start, head, rest, length] = byteRange
    expect([start, rest + length]).toEqual([0, bytes.length])
    expect(bytes.toString('latin1', head, rest)).toMatch(/^<0{32768}>$/)
    expect(bytes.toString('latin1')).toContain(`/ByteRange [${byteRange.join(' ')}`)
  })

  it('says who signs, why and when in the signature dictionary', async () => {
    const { path } = await hand.pdfWorker.prepareSending(sending(hand.file('c.pdf', makePdf())))
    const json = execFileSync('qpdf', ['--json=2', '--json-key=qpdf', path], { maxBuffer: 1e8 }).toString()
    expect(json).toContain('"u:送信 (1)"')
    expect(json).toContain('"u:Musubi 評価用 (EVALUATION)"')
    expect(json).toContain('"u:D:20261122100000Z"')
    expect(json).toContain('"/ETSI.CAdES.detached"')
    expect(json).toContain('"/DocMDP"')
  })

  it('works on linearized files and on files with object streams', async () => {
    const plain = hand.file('plain.pdf', makePdf({ pages: [{}, {}] }))
    for (const [name, option] of [
      ['linear.pdf', '--linearize'],
      ['objects.pdf', '--object-streams=generate'],
    ] as const) {
      execFileSync('qpdf', [option, plain, hand.path(name)])
      const { path } = await hand.pdfWorker.prepareSending(sending(hand.path(name)))
      qpdfFindsNothing(path)
      expect(textOf(path)).toContain('Page2')
    }
  })

  it('keeps what a page draws when its resources are inherited, and shares nothing it should not', async () => {
    const upload = makePdf({
      pages: [1, 2].map((page) => ({ entries: '', content: `BT /F1 9 Tf 99 99 Td (Page${page}) Tj ET` })),
      treeEntries: A5,
    })
    const senderWidgets = [widget('s1', 'seal', 10, 10, '田中', 1)]
    const { path } = await hand.pdfWorker.prepareSending(
      sending(hand.file('d.pdf', upload), { senderWidgets }),
    )
    expect(textOf(path)).toContain('Page1')
    expect(textOf(path)).toContain('Page2')
    expect(extentOfSeals(path, 0)).toBeNull()
    expect(extentOfSeals(path, 1)).not.toBeNull()
  })

  it('prints 評価用 on every page of an evaluation and nowhere else', async () => {
    const upload = hand.file('e.pdf', makePdf({ pages: [{}, {}] }))
    const real = await hand.pdfWorker.prepareSending(sending(upload))
    expect(textOf(real.path)).not.toContain('評価用')
    const trial = await hand.pdfWorker.prepareSending(sending(upload, { evaluation: true }))
    expect(textOf(trial.path).match(/評価用/g)).toHaveLength(2)
  })

  it('turns the form fields of the upload into what they look like, so that nobody can refill them', async () => {
    const objects = {
      100: '<< /Type /Annot /Subtype /Widget /FT /Tx /T (rent) /V (80000) /Rect [50 300 150 320] /F 4 /AP << /N 101 0 R >> >>',
      101: streamSource(
        '/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>',
        'BT /F1 12 Tf 2 5 Td (RENT80000) Tj ET',
      ),
      102: '<< /Type /Annot /Subtype /Widget /FT /Btn /T (agree) /AS /On /Rect [50 200 70 220] /AP << /N << /On 103 0 R >> >> >>',
      103: streamSource('/Type /XObject /Subtype /Form /BBox [0 0 10 10]', '0 0 10 10 re f'),
      104: '<< /Type /Annot /Subtype /Widget /FT /Tx /T (hidden) /V (SECRET) /Rect [50 100 150 120] /F 2 >>',
      105: '<< /Type /Annot /Subtype /Widget /FT /Tx /T (bare) /V (BAREVALUE) /Rect [50 150 250 170] /F 4 >>',
      106: '<< /Type /Annot /Subtype /Link /Border [0 0 0] /Rect [0 0 10 10] >>',
    }
    const entries = `${A5} /Annots [100 0 R 102 0 R 104 0 R 105 0 R 106 0 R]`
    const catalogEntries = '/AcroForm << /Fields [100 0 R 102 0 R 104 0 R 105 0 R] >>'
    const upload = makePdf({ pages: [{ entries, content: ' ' }], catalogEntries, objects })
    const { path } = await hand.pdfWorker.prepareSending(sending(hand.file('f.pdf', upload)))
    expect(textOf(path)).toContain('RENT80000')
    expect(textOf(path)).toContain('BAREVALUE')
    expect(textOf(path)).not.toContain('SECRET')
    expect(extentOfInk(path)).toMatchObject({ left: 50 })
    expect(extentOfInk(path)?.bottom).toBeLessThan(595 - 150)
    const fields = execFileSync('qpdf', ['--json=2', '--json-key=acroform', path]).toString()
    expect(fields).not.toContain('"rent"')
    expect(fields).toContain('musubi-recipient-p1')
    expect(readFileSync(path, 'latin1').slice(upload.length)).toContain('106 0 R')
  })

  it('draws text that does not fit in its box smaller, and never a letter that the font lacks as nothing', async () => {
    const upload = hand.file('g.pdf', makePdf({ pages: [{ entries: A5, content: ' ' }] }))
    const long = '東京都千代田区丸の内一丁目九番一号グランドタワー南館三十八階第一会議室'
    const senderWidgets = [
      widget('s1', 'text', 100, 100, long),
      widget('s2', 'text', 100, 200, '葛\u{e0100}飾'),
    ]
    const { path } = await hand.pdfWorker.prepareSending(sending(upload, { senderWidgets }))
    expect(textOf(path)).toContain('葛\u{e0100}飾')
    const ink = extentOfInk(path)
    expect(ink?.left).toBeGreaterThanOrEqual(100)
    expect(ink?.right).toBeLessThanOrEqual(300)
    expect(ink?.top).toBeGreaterThanOrEqual(100)
  })

  it('embeds only the letters it shows', async () => {
    const upload = makePdf()
    const senderWidgets = [widget('s1', 'text', 100, 100, '株式会社サンプル不動産')]
    const { path } = await hand.pdfWorker.prepareSending(
      sending(hand.file('h.pdf', upload), { senderWidgets }),
    )
    expect(readFileSync(path).length - upload.length).toBeLessThan(32_770 + 25_000)
  })
})
