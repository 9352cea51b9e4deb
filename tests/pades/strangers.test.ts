import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conclude, makeSealer, widget } from '#tests/fixtures/pdf/agreement.ts'
import { commonFiles } from '#tests/fixtures/pdf/common-files.ts'
import { makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import { type PdfWorkerAtHand, pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'

/** Files that strangers bring (tests/fixtures/strangers/README.md): uploaded, sent, consented to, read back by the final verification. */
const folder = 'tests/fixtures/strangers'
const names = readdirSync(folder).filter((name) => name.endsWith('.pdf'))
/** What intake does beside accepting. Every other file is taken as it is. */
const repaired = new Set(['hand-null-parms.pdf', 'hand-num-odd.pdf', 'fresh-doubled-other.pdf'])
const withDeadSignatures = new Map([['dead-signature-fields.pdf', 2]])

const { sealer } = makeSealer()
let hand: PdfWorkerAtHand
beforeAll(() => {
  hand = pdfWorkerAtHand()
})
afterAll(() => hand.end())

function recipients(pages: { width: number; height: number }[]) {
  const last = pages.length - 1
  const widgets = [widget('w1', 'text', 40, 40, '東京都'), widget('w2', 'seal', 100, 100, '山田', last)]
  return [
    { participantId: 'p1', widgets },
    { participantId: 'p2', widgets: [] },
  ]
}

describe('what is accepted at upload is concluded', () => {
  test.for(names)('%s', async (name) => {
    const source = hand.file(name, readFileSync(`${folder}/${name}`))
    const inspection = await hand.pdfWorker.inspect(source, { repairedPath: `${source}.look` })
    if (!inspection.ok) throw new Error(`refused: ${inspection.problem}`)
    expect(inspection.repaired !== null).toBe(repaired.has(name))
    expect(inspection.deadSignatures).toBe(withDeadSignatures.get(name) ?? 0)
    const { expectation } = await conclude(hand, sealer, source, recipients(inspection.pages))
    const report = await hand.pdfWorker.verifyFinal(expectation)
    expect(report.problems).toEqual([])
  })
})

describe('files of common programs that are made here are concluded', () => {
  test.for(commonFiles)('$name', async ({ bytes, repaired }) => {
    const source = hand.file('common.pdf', bytes)
    const inspection = await hand.pdfWorker.inspect(source, { repairedPath: `${source}.look` })
    if (!inspection.ok) throw new Error(`refused: ${inspection.problem}`)
    expect([inspection.pages.length, inspection.repaired !== null]).toEqual([1, repaired])
    const { expectation } = await conclude(hand, sealer, source, recipients(inspection.pages))
    expect((await hand.pdfWorker.verifyFinal(expectation)).problems).toEqual([])
  })
})

test('one child repairs file after file, large ones too', async () => {
  const pages = Array.from({ length: 1000 }, () => ({}))
  const fonts = readFileSync(`${folder}/office-weasyprint.pdf`)
  for (const [index, good] of [fonts, fonts, makePdf({ pages }), fonts].entries()) {
    const damaged = hand.file(`in-a-row-${index}.pdf`, Buffer.concat([Buffer.from('\n'), good]))
    const inspection = await hand.pdfWorker.inspect(damaged, { repairedPath: `${damaged}.repaired` })
    expect(inspection).toMatchObject({ ok: true, repaired: { because: 'something before %PDF-' } })
  }
  // A thousand pages are read and written anew by a child that may have a part of one processor only.
}, 300_000)
