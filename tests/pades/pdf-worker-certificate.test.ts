import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { japaneseTime } from '#server/pdf/writing/certificate-page.ts'
import { certificateRevision, makeSealer } from '#tests/fixtures/pdf/agreement.ts'
import { type PdfWorkerAtHand, pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'
import { textOf } from '#tests/fixtures/pdf/rendering.ts'

const AT = new Date('2026-11-22T15:04:05Z')

let hand: PdfWorkerAtHand

beforeAll(() => {
  hand = pdfWorkerAtHand()
})
afterAll(() => hand.end())

function pagesIn(path: string): number {
  return Number(execFileSync('qpdf', ['--show-npages', path]).toString())
}

describe('the certificate of agreement', () => {
  it('says what was agreed, by whom, how they were identified and when, on one page', async () => {
    const revision = certificateRevision(hand.path('one.pdf'), AT)
    const { path } = await hand.pdfWorker.prepareCertificate(revision)
    execFileSync('qpdf', ['--check', path], { stdio: 'pipe' })
    const text = textOf(path)
    const [file] = revision.files
    const said = [
      '合意締結証明書',
      revision.documentId,
      '賃貸借契約書（サンプルハイツ101号室）',
      file?.originalSha256,
      file?.sealedSha256,
      '山田太郎',
      '090-****-1234',
      'SMS認証コード',
      '2026年11月23日00:04:05',
      revision.auditHead,
      'https://sign.example.co.jp/verify',
      '評価用',
    ]
    for (const part of said) expect(text).toContain(part)
    expect(pagesIn(path)).toBe(1)
  })

  it('does not say 評価用 outside evaluation', async () => {
    const revision = {
      ...certificateRevision(hand.path('real.pdf'), AT),
      evaluation: false,
      signature: { name: 'x', reason: '', contactInfo: '', at: AT },
    }
    expect(textOf((await hand.pdfWorker.prepareCertificate(revision)).path)).not.toContain('評価用')
  })

  it('goes on to further pages when there are many parties and files', async () => {
    const revision = certificateRevision(hand.path('many.pdf'), AT)
    const [, recipient] = revision.parties
    const [file] = revision.files
    if (!recipient || !file) throw new Error('the fixture has two parties and a file')
    const parties = Array.from({ length: 20 }, (_, index) => ({ ...recipient, name: `受信者${index}番` }))
    const files = Array.from({ length: 20 }, (_, index) => ({ ...file, name: `契約書${index}号.pdf` }))
    const { path } = await hand.pdfWorker.prepareCertificate({ ...revision, parties, files })
    expect(pagesIn(path)).toBeGreaterThan(2)
    for (let index = 0; index < 20; index += 1) {
      expect(textOf(path)).toContain(`受信者${index}番`)
      expect(textOf(path)).toContain(`契約書${index}号.pdf`)
    }
  })

  it('names the files that recipients sent in, by their hashes, and nothing where there are none', async () => {
    const revision = certificateRevision(hand.path('attached.pdf'), AT)
    const sha256 = '5e'.repeat(32)
    const attached = [{ name: '運転免許証（表）.jpg', sentBy: '山田 太郎', sha256 }]
    const text = textOf((await hand.pdfWorker.prepareCertificate({ ...revision, attached })).path)
    for (const said of ['提出されたファイル', '運転免許証（表）.jpg', sha256]) expect(text).toContain(said)
    const none = certificateRevision(hand.path('not-attached.pdf'), AT)
    expect(textOf((await hand.pdfWorker.prepareCertificate(none)).path)).not.toContain('提出されたファイル')
  })

  it('is accepted by the final verification once it is sealed', async () => {
    const { sealer } = makeSealer()
    const revision = certificateRevision(hand.path('sealed.pdf'), AT)
    await sealer.seal(await hand.pdfWorker.prepareCertificate(revision))
    const verdict = await hand.pdfWorker.verifyFinal({
      path: revision.targetPath,
      originalPath: null,
      pages: 1,
      acts: [{ participantId: null, at: AT }],
      trustedSigners: [sealer.signerSha256],
      trustedTsas: 'any',
    })
    expect(verdict).toMatchObject({ ok: true, problems: [] })
    const [seen] = await hand.pdfWorker.listSignatures(revision.targetPath)
    expect(seen).toMatchObject({ kind: 'certification', contactInfo: revision.documentId, valid: true })
  })

  it('tells the time in Japan', () => {
    expect(japaneseTime(new Date('2026-12-31T15:00:00Z'))).toBe('2027年1月1日 00:00:00（日本時間）')
  })
})
