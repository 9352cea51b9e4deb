import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sealer } from '#server/usecases/sealing-ports.ts'
import { approvedUpload, conclude, makeSealer, type Part, widget } from '#tests/fixtures/pdf/agreement.ts'
import { appendUpdate, makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import { type PdfWorkerAtHand, pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'
import { askPyHanko, pyHanko } from '#tests/fixtures/pdf/pyhanko.ts'
import { extentOfSeals, textOf } from '#tests/fixtures/pdf/rendering.ts'
import { needs } from '#tests/support/needs.ts'

const PARTS: Part[] = [
  {
    participantId: 'p1',
    widgets: [
      widget('w1', 'text', 100, 300, '東京都千代田区'),
      widget('w2', 'checkbox', 100, 350, '1'),
      widget('w3', 'seal', 300, 400, '山田 太郎'),
      widget('w4', 'seal', 300, 500, '山田 太郎', 1),
    ],
  },
  { participantId: 'p2', widgets: [widget('w5', 'text', 100, 600, '二人目の住所')] },
  { participantId: 'p3', widgets: [] },
]

let hand: PdfWorkerAtHand
let sealer: Sealer
let rootPath: string
let sealed: { path: string; expectation: Parameters<PdfWorkerAtHand['pdfWorker']['verifyFinal']>[0] }

beforeAll(async () => {
  hand = pdfWorkerAtHand()
  const office = makeSealer()
  sealer = office.sealer
  rootPath = hand.file('root.pem', Buffer.from(office.rootPem))
  const upload = hand.file('contract.pdf', makePdf({ pages: [{}, {}] }))
  sealed = await conclude(hand, sealer, upload, PARTS, [widget('s1', 'text', 100, 200, '株式会社サンプル')])
})
afterAll(() => hand.end())

/** Objects of the file as they read last, by number, those with a field name only. */
function fieldSource(path: string, fieldName: string): { number: number; source: string } {
  const title = `/T (${fieldName})`
  const objects = readFileSync(path, 'latin1').matchAll(/(\d+) 0 obj\n(<<(?:(?!endobj)[\s\S])*>>)\nendobj/g)
  const found = [...objects].filter((object) => object[2]?.includes(title)).at(-1)
  if (!found) throw new Error(`no field ${fieldName}`)
  return { number: Number(found[1]), source: found[2] as string }
}

describe('a concluded file', () => {
  it.each([
    'musubi-recipient-p1',
    'musubi-widget-w1',
    'musubi-widget-w4',
  ])('is whole when it came signed with a field called %s like one of ours', async (title) => {
    const name = `${title}.pdf`
    const upload = await approvedUpload(hand, sealer, name, makePdf({ pages: [{}, {}] }), [title])
    const { expectation } = await conclude(hand, sealer, upload, PARTS)
    expect((await hand.pdfWorker.verifyFinal(expectation)).problems).toEqual([])
  })

  it('shows what everyone filled in, on top of what was there', () => {
    const text = textOf(sealed.path)
    for (const part of ['Page1', 'Page2', '株式会社サンプル', '東京都千代田区', '二人目の住所'])
      expect(text).toContain(part)
    expect(extentOfSeals(sealed.path, 1)).not.toBeNull()
  })

  it('is accepted by the final verification', async () => {
    expect(await hand.pdfWorker.verifyFinal(sealed.expectation)).toMatchObject({ ok: true, problems: [] })
  })

  it('is sound for qpdf, and valid for poppler', () => {
    execFileSync('qpdf', ['--check', sealed.path], { stdio: 'pipe' })
    const report = execFileSync('pdfsig', [sealed.path], { stdio: ['ignore', 'pipe', 'ignore'] }).toString()
    expect(report.match(/Signature is Valid/g)).toHaveLength(4)
  })

  it('leaves none of its fields to be filled again', () => {
    for (const id of ['w1', 'w2', 'w4', 'w5']) {
      const flags = Number(/\/Ff (\d+)/.exec(fieldSource(sealed.path, `musubi-widget-${id}`).source)?.[1])
      expect(flags & 1).toBe(1)
    }
  })

  it('keeps every earlier revision byte for byte', () => {
    const bytes = readFileSync(sealed.path)
    const upload = sealed.expectation.originalPath as string
    for (const step of [upload, `${upload}.0`, `${upload}.1`, `${upload}.2`]) {
      const earlier = readFileSync(step)
      expect(bytes.subarray(0, earlier.length).equals(earlier)).toBe(true)
    }
  })

  it('takes no second consent of the same person', async () => {
    const again = {
      sourcePath: sealed.path,
      targetPath: hand.path('twice.pdf'),
      documentId: 'd',
      widgets: [],
    }
    const signature = { name: '', reason: '', contactInfo: '', at: new Date() }
    const twice = hand.pdfWorker.prepareConsent({ ...again, participantId: 'p1', signature })
    await expect(twice).rejects.toMatchObject({ code: 'pdf_worker_failed', costly: false })
  })
})

describe('pyHanko', needs(pyHanko), () => {
  it('permits every later revision', () => {
    const opinions = askPyHanko(rootPath, sealed.path)
    expect(opinions.map((one) => one.field)).toEqual([
      'musubi-sender-01kb0example0document0id',
      'musubi-recipient-p1',
      'musubi-recipient-p2',
      'musubi-recipient-p3',
    ])
    expect(opinions.every((one) => one.bottom_line)).toBe(true)
    expect(opinions.map((one) => one.modification)).toEqual([
      'FORM_FILLING',
      'FORM_FILLING',
      'FORM_FILLING',
      'NONE',
    ])
  })

  for (const [what, fieldName, change] of [
    ['a text', 'musubi-widget-w1', (source: string) => source.replace(/\/V [^\n]*\n/, '/V (9)\n')],
    ['the look of a text', 'musubi-widget-w1', (source: string) => source.replace(/\/N \d+ 0 R/, '/N 1 0 R')],
    [
      'a checkbox',
      'musubi-widget-w2',
      (source: string) => source.replace('/V /Yes', '/V /Off').replace('/AS /Yes', '/AS /Off'),
    ],
    ['a further seal', 'musubi-widget-w4', (source: string) => source.replace(/\/N \d+ 0 R/, '/N 1 0 R')],
    [
      'the seal of the signature',
      'musubi-recipient-p1',
      (source: string) => source.replace(/\/N \d+ 0 R/, '/N 1 0 R'),
    ],
  ] as const) {
    it(`refuses a file in which ${what} was altered after sealing`, () => {
      const { number, source } = fieldSource(sealed.path, fieldName)
      const altered = change(source)
      expect(altered).not.toBe(source)
      const bytes = appendUpdate(readFileSync(sealed.path), { [number]: altered })
      const opinions = askPyHanko(rootPath, hand.file('altered.pdf', bytes))
      expect(opinions.some((one) => !one.bottom_line)).toBe(true)
    })
  }

  it('permits the marks of several people on a file that came signed, whose signature stays valid', async () => {
    const upload = await approvedUpload(hand, sealer, 'approved.pdf', makePdf({ pages: [{}, {}] }))
    const first = readFileSync(upload)
    const senderWidgets = [widget('s9', 'seal', 400, 100, '佐藤')]
    const { path, expectation } = await conclude(hand, sealer, upload, PARTS, senderWidgets)
    expect(await hand.pdfWorker.verifyFinal(expectation)).toMatchObject({ ok: true, problems: [] })
    expect(readFileSync(path).subarray(0, first.length).equals(first)).toBe(true)
    expect(askPyHanko(rootPath, path).filter((one) => !one.bottom_line)).toEqual([])
    expect(textOf(path)).toContain('東京都千代田区')
    expect(textOf(path)).not.toContain('書類ID')
  })

  it('permits invisible consents on a file that came certified for filling in', async () => {
    const upload = hand.file('certified.pdf', readFileSync(sealed.path))
    expect(await hand.pdfWorker.inspect(upload)).toMatchObject({ ok: true, signed: true, docMdp: 2 })
    const people = [
      { participantId: 'q1', widgets: [] },
      { participantId: 'q2', widgets: [] },
    ]
    const { path, expectation } = await conclude(hand, sealer, upload, people, [], 'another-document')
    expect(askPyHanko(rootPath, path).filter((one) => !one.bottom_line)).toEqual([])
    expect(await hand.pdfWorker.verifyFinal(expectation)).toMatchObject({ ok: true, problems: [] })
  })
})
