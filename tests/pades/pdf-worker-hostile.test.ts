import { constants, deflateRawSync, deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPdfWorker, PdfWorkerFailed } from '#server/pdf/worker/pdf-worker.ts'
import { signatureText } from '#tests/fixtures/pdf/agreement.ts'
import { certificateRevision } from '#tests/fixtures/pdf/certificate.ts'
import { makePdf, streamSource } from '#tests/fixtures/pdf/make-pdf.ts'
import { type PdfWorkerAtHand, pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'

const MEGABYTE = 1024 * 1024

let hand: PdfWorkerAtHand
let bomb: Buffer

beforeAll(() => {
  hand = pdfWorkerAtHand()
  bomb = spacesDeflated(700)
})
afterAll(() => hand.end())

/** So many megabytes of spaces, deflated; put together from one block, because deflating them all takes seconds. */
function spacesDeflated(megabytes: number): Buffer {
  const block = deflateRawSync(Buffer.alloc(MEGABYTE, 0x20), { finishFlush: constants.Z_FULL_FLUSH })
  const count = BigInt(megabytes * MEGABYTE)
  const low = (1n + 32n * count) % 65521n
  const high = (count + (32n * count * (count + 1n)) / 2n) % 65521n
  const end = Buffer.from([0x03, 0x00, 0, 0, 0, 0])
  end.writeUInt32BE(Number(high * 65536n + low), 2)
  return Buffer.concat([Buffer.from([0x78, 0x9c]), ...Array<Buffer>(megabytes).fill(block), end])
}

/** A file whose cross-reference stream is the bomb. */
function crossReferenceBomb(type: string, filter: string, data: Buffer): Buffer {
  const head = Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n')
  const entries = `/Type ${type} /Size 10 /W [1 2 1] /Root 1 0 R /Filter ${filter}`
  const tail = `\nendobj\nstartxref\n${head.length}\n%%EOF\n`
  return Buffer.concat([head, Buffer.from('9 0 obj\n'), streamSource(entries, data), Buffer.from(tail)])
}

describe('a hostile PDF ends its own job and nothing else', () => {
  it('when it unfolds to more than anyone needs', async () => {
    const objects = { 100: streamSource('/Type /ObjStm /N 1 /First 10 /Filter /FlateDecode', bomb) }
    const path = hand.file('bomb.pdf', crossReferenceBomb('/XRef', '/FlateDecode', bomb))
    expect(await hand.pdfWorker.inspect(path)).toEqual({ ok: false, problem: 'too_costly' })
    // Nothing of this one is ever unfolded, because no object is said to lie in it.
    const idle = hand.file('idle-bomb.pdf', makePdf({ objects }))
    expect(await hand.pdfWorker.inspect(idle)).toMatchObject({ ok: true })
  })

  it('when it hides that from a first look, while other jobs go on', async () => {
    const hidden = hand.file('hidden.pdf', crossReferenceBomb('/XR#65f', '/FlateDecode', bomb))
    const twice = hand.file(
      'twice.pdf',
      crossReferenceBomb('/XRef', '[/FlateDecode /FlateDecode]', deflateSync(bomb)),
    )
    const honest = hand.file('honest.pdf', makePdf())
    const [one, other, good] = await Promise.all([
      hand.pdfWorker.inspect(hidden),
      hand.pdfWorker.inspect(twice),
      hand.pdfWorker.inspect(honest),
    ])
    expect(one).toEqual({ ok: false, problem: 'too_costly' })
    // Where memory runs out in the middle of a stream, the stream is what cannot be read.
    expect(other).toMatchObject({ ok: false, problem: expect.stringMatching(/^(too_costly|needs_repair)$/) })
    expect(good).toMatchObject({ ok: true })
  })

  it('when it nests deeper than a stack', async () => {
    for (const source of ['['.repeat(1e6) + ']'.repeat(1e6), `${'<</A '.repeat(1e5)}1${'>>'.repeat(1e5)}`]) {
      const pdf = makePdf({ objects: { 100: source }, catalogEntries: '/X 100 0 R' })
      const inspection = await hand.pdfWorker.inspect(hand.file('deep.pdf', pdf))
      expect(inspection).toMatchObject({ ok: false, problem: expect.stringMatching(/^too_costly$/) })
    }
    expect(await hand.pdfWorker.inspect(hand.file('after.pdf', makePdf()))).toMatchObject({ ok: true })
  })

  it('when its cross-reference sections go round in a circle', async () => {
    const pdf = makePdf({ trailerEntries: '/Prev 000000' })
    const start = /startxref\s+(\d+)/.exec(pdf.toString('latin1'))?.[1] as string
    const circle = Buffer.from(
      pdf.toString('latin1').replace('/Prev 000000', `/Prev ${start.padStart(6, '0')}`),
      'latin1',
    )
    expect(await hand.pdfWorker.inspect(hand.file('circle.pdf', circle))).toMatchObject({ ok: false })
  })

  it('when it needs more time than a job may have', async () => {
    const limits = { processorSeconds: 0.2, wallSeconds: 60 }
    const impatient = pdfWorkerAtHand({ limits, maxChildren: 1 })
    try {
      const objects = { 100: `[${'1 '.repeat(4e6)}]`, 101: `[${'1 '.repeat(4e6)}]` }
      const pdf = makePdf({ objects, catalogEntries: '/X [100 0 R 101 0 R]' })
      const inspection = impatient.pdfWorker.inspect(impatient.file('wide.pdf', pdf))
      expect(await inspection).toEqual({ ok: false, problem: 'too_costly' })
    } finally {
      await impatient.end()
    }
  })
})

describe('the PDF worker', () => {
  it('does many jobs at the same time, each with its own answer', async () => {
    const sizes = Array.from({ length: 24 }, (_, index) => 300 + index)
    const answers = await Promise.all(
      sizes.map((size) => {
        const pages = [{ entries: `/MediaBox [0 0 ${size} 500] /Resources << >>` }]
        return hand.pdfWorker.inspect(hand.file(`size-${size}.pdf`, makePdf({ pages })))
      }),
    )
    expect(answers.map((one) => (one.ok ? one.pages[0]?.width : one.problem))).toEqual(sizes)
  })

  it('fails a job that cannot be done and goes on', async () => {
    const revision = {
      sourcePath: hand.path('missing.pdf'),
      targetPath: hand.path('target.pdf'),
      documentId: 'd',
      signed: false,
      evaluation: false,
      senderWidgets: [],
      recipients: [],
      signature: signatureText('', new Date()),
    }
    await expect(hand.pdfWorker.prepareSending(revision)).rejects.toBeInstanceOf(PdfWorkerFailed)
    const certificate = certificateRevision(hand.path('certificate.pdf'), new Date())
    await expect(hand.pdfWorker.prepareCertificate(certificate)).resolves.toMatchObject({
      path: certificate.targetPath,
    })
  })

  it('does not blame the file when its child cannot start', async () => {
    const pdfWorker = createPdfWorker({ childScript: '/nowhere/pdf-worker-child.mjs', workDirectory: '/' })
    await expect(pdfWorker.inspect('/nowhere/a.pdf')).rejects.toMatchObject({
      code: 'pdf_worker_failed',
      costly: false,
    })
    await pdfWorker.close()
  })

  it('refuses work once it is closed, and what is waiting is refused too', async () => {
    const closing = pdfWorkerAtHand({ maxChildren: 1 })
    const path = closing.file('a.pdf', makePdf())
    const jobs = Promise.allSettled([1, 2, 3].map(() => closing.pdfWorker.inspect(path)))
    await closing.end()
    for (const job of await jobs) expect(['fulfilled', 'rejected']).toContain(job.status)
    await expect(closing.pdfWorker.inspect(path)).rejects.toBeInstanceOf(PdfWorkerFailed)
  })
})
