import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FinalExpectation } from '#server/usecases/sealing-ports.ts'
import { archive, conclude, makeSealer, widget } from '#tests/fixtures/pdf/agreement.ts'
import { certificateRevision } from '#tests/fixtures/pdf/certificate.ts'
import { makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import { pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'
import { askPyHanko, pyHanko } from '#tests/fixtures/pdf/pyhanko.ts'
import { needs } from '#tests/support/needs.ts'

const hand = pdfWorkerAtHand()
const office = makeSealer()
let concluded: { path: string; expectation: FinalExpectation }
let archived = ''
let renewed = ''

beforeAll(async () => {
  const upload = hand.file('lease.pdf', makePdf({ pages: [{}, {}] }))
  const widgets = [widget('w1', 'text', 100, 300, '東京都'), widget('w2', 'seal', 300, 400, '山田')]
  concluded = await conclude(hand, office.sealer, upload, [{ participantId: 'p1', widgets }])
  archived = await archive(hand, office, concluded.path)
  renewed = await archive(hand, office, archived, 1)
})
afterAll(() => hand.end())

async function problemsOf(path: string, archives: number, more: Partial<FinalExpectation> = {}) {
  const { problems } = await hand.pdfWorker.verifyFinal({ ...concluded.expectation, ...more, path, archives })
  return problems.map(({ check, detail }) => `${check}: ${detail}`)
}

test('an archived file is whole, and a renewed one', async () => {
  expect(await problemsOf(concluded.path, 0)).toEqual([])
  expect(await problemsOf(archived, 1)).toEqual([])
  expect(await problemsOf(renewed, 2)).toEqual([])
})

test('a file without its archive is not believed, nor one with more than was expected', async () => {
  expect((await problemsOf(concluded.path, 1)).join()).toContain('archive_timestamp_missing')
  expect((await problemsOf(archived, 0)).join()).toContain('revision_count')
})

test('earlier bytes are not touched, and a renewal adds little', () => {
  const [before, after, again] = [concluded.path, archived, renewed].map((path) => readFileSync(path))
  expect(after?.subarray(0, before?.length).equals(before ?? Buffer.alloc(0))).toBe(true)
  expect(again?.subarray(0, after?.length).equals(after ?? Buffer.alloc(0))).toBe(true)
  expect((after?.length ?? 0) - (before?.length ?? 0)).toBeLessThan(24_000)
  expect((again?.length ?? 0) - (after?.length ?? 0)).toBeLessThan(22_000)
})

test('the certificate of agreement, which allows no change, is archived all the same', async () => {
  const at = new Date()
  const prepared = await hand.pdfWorker.prepareCertificate(certificateRevision(hand.path('cert.pdf'), at))
  await office.sealer.seal(prepared)
  const path = await archive(hand, office, prepared.path)
  const expected = { originalPath: null, pages: null, acts: [{ participantId: null, at }] }
  expect(await problemsOf(path, 1, expected)).toEqual([])
})

test('pyHanko accepts every signature, before and after', needs(pyHanko), () => {
  const root = hand.file('root.pem', Buffer.from(office.rootPem))
  for (const path of [archived, renewed]) {
    expect(askPyHanko(root, path).filter((one) => !one.bottom_line)).toEqual([])
  }
})
