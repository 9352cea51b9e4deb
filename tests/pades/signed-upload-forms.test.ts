import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeName, type PdfValue } from '#server/pdf/format/pdf-objects.ts'
import { dict, stream } from '#server/pdf/writing/pdf-syntax.ts'
import type { Revision } from '#server/pdf/writing/revision.ts'
import type { Sealer } from '#server/usecases/sealing-ports.ts'
import { approvedUpload, conclude, makeSealer, widget } from '#tests/fixtures/pdf/agreement.ts'
import { appendUpdate, makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import { type PdfWorkerAtHand, pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'
import { askPyHanko, pyHanko } from '#tests/fixtures/pdf/pyhanko.ts'
import { needs } from '#tests/support/needs.ts'

/** Uploads that carry signatures and fields that anyone could still fill in. */
let hand: PdfWorkerAtHand
let sealer: Sealer
let rootPath: string
beforeAll(() => {
  hand = pdfWorkerAtHand()
  const office = makeSealer()
  sealer = office.sealer
  rootPath = hand.file('root.pem', Buffer.from(office.rootPem))
})
afterAll(() => hand.end())

const parts = [{ participantId: 'p1', widgets: [widget('w1', 'seal', 40, 40, '山田')] }]
const concluded = async (name: string, fields: string[]) =>
  conclude(hand, sealer, await approvedUpload(hand, sealer, name, makePdf(), fields), parts)

/** The upload's field of this name, as it stands in the file. */
function fieldOf(path: string, title: string): { number: number; source: string } {
  const text = readFileSync(path, 'latin1')
  const found = [...text.matchAll(/(\d+) 0 obj\n(<<(?:(?!endobj)[\s\S])*>>)\nendobj/g)]
  const one = found.filter((object) => object[2]?.includes(`/T (${title})`)).at(-1)
  if (!one) throw new Error(`no field ${title}`)
  return { number: Number(one[1]), source: one[2] as string }
}

describe('a signed upload with open form fields', () => {
  test('is welcome, and the sender locks each of them by name', async () => {
    const { path, expectation } = await concluded('open.pdf', ['amount', 'place'])
    expect((await hand.pdfWorker.verifyFinal(expectation)).problems).toEqual([])
    const text = readFileSync(path, 'latin1')
    const lock = /\/Type\s*\/SigFieldLock[^>]*?\/Fields\s*\[([^\]]*amount[^\]]*)\]/.exec(text)?.[1]
    expect(lock).toContain('(place)')
    expect(lock).toContain('(musubi-sender-')
    expect(lock).not.toContain('musubi-recipient-')
  })

  test('is refused when a field has no name that a lock could give', async () => {
    const upload = await approvedUpload(hand, sealer, 'nameless.pdf', makePdf(), [''])
    expect(await hand.pdfWorker.inspect(upload)).toEqual({ ok: false, problem: 'form_open' })
  })

  test('is refused when a page shows a field that its form does not know', async () => {
    const stray = '<< /Type /Annot /Subtype /Widget /FT /Tx /T (amount) /Rect [9 9 99 30] >>'
    const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Annots [101 0 R] >>'
    const source = makePdf({ pages: [{}], objects: { 101: stray } })
    const upload = await approvedUpload(hand, sealer, 'stray.pdf', source)
    const update = appendUpdate(readFileSync(upload), { 10: page })
    expect(await hand.pdfWorker.inspect(hand.file('strayed.pdf', update))).toMatchObject({
      problem: 'form_open',
    })
  })
})

/** An appearance, as form makers give their fields. */
const drawn = (revision: Revision) => ({
  F: 4,
  AP: dict({
    N: revision.add(stream({ Subtype: makeName('Form'), BBox: [0, 0, 100, 20] }, Buffer.from(''))),
  }),
})

describe('a signed upload with fields that have an appearance', () => {
  const upload = (
    name: string,
    more: (revision: Revision) => Record<string, PdfValue>,
    lock: 'All' | string[] = [],
  ) => approvedUpload(hand, sealer, name, makePdf(), ['amount'], more, lock)

  test('is refused when anyone could fill them in later', async () => {
    const path = await upload('drawn.pdf', drawn)
    expect(await hand.pdfWorker.inspect(path)).toEqual({ ok: false, problem: 'form_open' })
  })

  test('is welcome when they are read-only, or locked by the signature that is there', async () => {
    for (const path of [
      await upload('read-only.pdf', (revision) => ({ ...drawn(revision), Ff: 1 })),
      await upload('locked.pdf', drawn, ['amount']),
    ]) {
      const { path: sealed, expectation } = await conclude(hand, sealer, path, parts)
      expect((await hand.pdfWorker.verifyFinal(expectation)).problems).toEqual([])
      if (!pyHanko.isHere) continue
      const opinions = askPyHanko(rootPath, sealed)
      expect(opinions.filter((one) => !one.bottom_line)).toEqual([])
    }
  })
})

test('an upload whose signature locks all fields is refused: any further signature would break it', async () => {
  const path = await approvedUpload(hand, sealer, 'all.pdf', makePdf(), [], () => ({}), 'All')
  expect(await hand.pdfWorker.inspect(path)).toMatchObject({ ok: false, problem: 'certified_no_changes' })
})

describe('pyHanko', needs(pyHanko), () => {
  test('objects when a field of a signed upload is filled in after the conclusion', async () => {
    const { path } = await concluded('refilled.pdf', ['amount'])
    expect(askPyHanko(rootPath, path).filter((one) => !one.bottom_line)).toEqual([])
    const { number, source } = fieldOf(path, 'amount')
    const filled = appendUpdate(readFileSync(path), { [number]: source.replace(/>>$/, '/V (9,000,000)>>') })
    const opinions = askPyHanko(rootPath, hand.file('after.pdf', filled))
    const sender = opinions.find(({ field }) => field.startsWith('musubi-sender-'))
    expect(sender?.bottom_line).toBe(false)
  })

  test('permits that a signed upload with open fields is sent twice', async () => {
    const { path } = await concluded('first.pdf', ['amount'])
    const again = hand.file('second.pdf', readFileSync(path))
    const people = [{ participantId: 'q1', widgets: [widget('w7', 'seal', 90, 90, '佐藤')] }]
    const { path: twice, expectation } = await conclude(hand, sealer, again, people, [], 'another')
    expect((await hand.pdfWorker.verifyFinal(expectation)).problems).toEqual([])
    expect(askPyHanko(rootPath, twice).filter((one) => !one.bottom_line)).toEqual([])
  })
})
