import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { timeIn } from '#server/pdf/writing/certificate-times.ts'
import { makeSealer } from '#tests/fixtures/pdf/agreement.ts'
import { certificateRevision, recipientParty, senderParty } from '#tests/fixtures/pdf/certificate.ts'
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

/** Draws a certificate of which this is said besides; gives its path. */
async function drawn(name: string, changes: Parameters<typeof certificateRevision>[2] = {}): Promise<string> {
  const revision = certificateRevision(hand.path(name), AT, changes)
  return (await hand.pdfWorker.prepareCertificate(revision)).path
}

/** A file that lies in it. */
function attachedIn(path: string, name: string): string {
  return execFileSync('qpdf', [`--show-attachment=${name}`, path]).toString()
}

describe('the certificate of agreement', () => {
  it('says what was agreed, by whom, how they were identified and when, on one page', async () => {
    const path = await drawn('one.pdf')
    execFileSync('qpdf', ['--check', path], { stdio: 'pipe' })
    const text = textOf(path)
    const said = [
      ...['合意締結証明書', 'CertificateofAgreement', '評価用', '01kb0example0document0id'],
      ...['賃貸借契約書（サンプルハイツ101号室）', '2026年11月23日00:04:05'],
      // Who issued it, and as what.
      ...['結び株式会社（当事者の指示にもとづき署名する立会人）', '丸の内一丁目1番1号', '03-1234-5678'],
      ...['株式会社サンプル不動産', '佐藤花子', '山田太郎', '***-****-1234', '7a'.repeat(32), 'member-48213'],
      ...['SMS認証コード', '送信1回', '誤入力0回'],
      '連携サイトでのログイン（password、2026年11月23日00:00:00）',
      ...['全2ページ中2ページを表示', '2026-04-01版に同意', '198.51.100.7'],
      ...['ご住所', '東京都千代田区一丁目2番3号', 'チェックあり', '押印（2ページ）'],
      ...['ab'.repeat(32), '0d'.repeat(32), '5c'.repeat(32), 'ef'.repeat(32)],
      ...['PAdES-B-LTA', 'Musubi評価用タイムスタンプ局', 'https://sign.example.co.jp/verify', '1/1ページ'],
    ]
    for (const part of said) expect(text).toContain(part)
    expect(pagesIn(path)).toBe(1)
  })

  it('is in English where everybody was asked in English', async () => {
    const text = textOf(await drawn('english.pdf', { language: 'en' }))
    for (const said of ['CertificateofAgreement', '23November2026,00:04:05', 'CodesentbySMS', 'Page1of1'])
      expect(text).toContain(said)
    expect(text).not.toMatch(/証明|本人確認|当事者/)
  })

  it('is read in the order in which it is meant, label before value, section after section', async () => {
    const path = await drawn('order.pdf')
    const meant =
      '合意締結証明書 書類名 賃貸借契約書 書類ID 01kb0 当事者 佐藤 hanako 山田 ***-****-1234 同意 ご住所 千代田区一丁目 ファイル 賃貸借契約書.pdf 電子署名とタイムスタンプ PAdES 記録と確認 検証ページ'
    const [raw, laidOut] = [['-raw'], ['-layout']].map((options) =>
      execFileSync('pdftotext', [...options, path, '-'])
        .toString()
        .replace(/\s+/g, ''),
    )
    for (const text of [raw ?? '', laidOut ?? '']) {
      let at = 0
      for (const word of meant.split(' ')) {
        const next = text.indexOf(word, at)
        expect(next, word).toBeGreaterThanOrEqual(at)
        at = next
      }
    }
  })

  it('leaves out what the operator did not say of itself, and 評価用 outside evaluation', async () => {
    const issuer = { name: '結び株式会社', address: null, contact: null, capacity: 'witness' } as const
    const revision = certificateRevision(hand.path('bare.pdf'), AT, { issuer, evaluation: false })
    const signature = { ...revision.signature, name: '結び株式会社' }
    const stamps = revision.evidence.files.map((file) => ({ ...file, signatures: [] }))
    const evidence = {
      ...revision.evidence,
      files: stamps,
      signatures: { ...revision.evidence.signatures, certificates: [] },
    }
    const { path } = await hand.pdfWorker.prepareCertificate({ ...revision, evidence, signature })
    const text = textOf(path)
    expect(text).not.toMatch(/所在地|連絡先|評価用/)
  })

  it('goes on to further pages with their heads when there is much to say, and nothing of it is lost', async () => {
    const entries = Array.from({ length: 60 }, (_, index) => ({
      ...{ file: 0, page: 1, kind: 'text' as const, label: `項目${index}番` },
      value: `記入した内容その${index} ${'とても長い記入内容です。'.repeat(index % 9)}`,
    }))
    const long = `${'長い名前の会社'.repeat(8)}株式会社`
    const others = Array.from({ length: 9 }, (_, index) =>
      recipientParty(AT, { id: `p${index + 1}`, name: `受信者${index}番`, organization: long, entries: [] }),
    )
    const parties = [senderParty(AT), recipientParty(AT, { id: 'first', entries }), ...others]
    const [file] = certificateRevision('', AT).evidence.files
    if (file === undefined) throw new Error('the fixture has a file')
    const files = Array.from({ length: 20 }, (_, index) => ({ ...file, name: `契約書${index}号.pdf` }))
    const title = '長い書類名'.repeat(100)
    const document = { id: 'd', title, sentAt: null, agreedAt: AT.toISOString() }
    const path = await drawn('many.pdf', { parties, files, document })
    const pages = pagesIn(path)
    expect(pages).toBeGreaterThan(4)
    const text = textOf(path)
    for (let index = 0; index < 9; index += 1) expect(text).toContain(`受信者${index}番`)
    for (let index = 0; index < 20; index += 1) expect(text).toContain(`契約書${index}号.pdf`)
    for (let index = 0; index < 60; index += 1) expect(text).toContain(`記入した内容その${index}`)
    for (const said of [title, long, '当事者（続き）', 'ファイル（続き）', `${pages}/${pages}ページ`])
      expect(text.replaceAll(/書類名Title/g, '')).toContain(said)
  })

  it('names the files that recipients sent in by their hashes, and nothing where there are none', async () => {
    const attached = [{ name: '運転免許証（表）.jpg', sha256: '5e'.repeat(32) }]
    const parties = [senderParty(AT), recipientParty(AT, { attached })]
    const text = textOf(await drawn('attached.pdf', { parties }))
    for (const said of ['提出ファイル', '運転免許証（表）.jpg', '5e'.repeat(32)]) expect(text).toContain(said)
    expect(textOf(await drawn('not-attached.pdf'))).not.toContain('提出ファイル')
  })

  it('carries the same as data, and the audit trail', async () => {
    const revision = certificateRevision(hand.path('data.pdf'), AT)
    const { path } = await hand.pdfWorker.prepareCertificate(revision)
    expect(JSON.parse(attachedIn(path, 'evidence.json'))).toEqual(revision.evidence)
    expect(attachedIn(path, 'trail.jsonl')).toBe(revision.attached[0]?.text)
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
    expect(seen).toMatchObject({
      ...{ kind: 'certification', contactInfo: revision.evidence.document.id, valid: true },
    })
  })

  it('gives an extract that says of one party all, of the others nothing, and which certificate it is of', async () => {
    const certificatePath = await drawn('whole.pdf')
    const of = { certificatePath, certificateSha256: 'c4'.repeat(32), secret: 'the-secret-of-the-number' }
    const pdf = await hand.pdfWorker.extractCertificate({ ...of, partyId: 'p1' })
    const path = hand.file('extract.pdf', Buffer.from(pdf ?? []))
    execFileSync('qpdf', ['--check', path], { stdio: 'pipe' })
    const text = textOf(path)
    for (const said of [
      '合意締結証明書抄本',
      '山田太郎',
      'ご住所',
      'c4'.repeat(32),
      'the-secret-of-the-number',
      '評価用',
    ])
      expect(text).toContain(said)
    expect(text).not.toMatch(/監査記録を添付|署名検証|各当事者の行為の直後/)
    for (const data of [text, attachedIn(path, 'evidence.json'), pdf?.toString() ?? ''])
      expect(data).not.toMatch(/佐藤|サンプル不動産|hanako|203\.0\.113\.5/)
    expect(await hand.pdfWorker.listSignatures(path)).toEqual([])
    expect(await hand.pdfWorker.extractCertificate({ ...of, partyId: 'p9' })).toBeNull()
    // Certificates of releases before carry no data.
    const bare = execFileSync('qpdf', ['--remove-attachment=evidence.json', certificatePath, '-'])
    const earlier = { ...of, partyId: 'p1', certificatePath: hand.file('earlier.pdf', bare) }
    expect(await hand.pdfWorker.extractCertificate(earlier)).toBeNull()
  })

  it('tells the time in Japan', () => {
    expect(timeIn('ja', '2026-12-31T15:00:00Z')).toBe('2027年1月1日 00:00:00')
    expect(timeIn('en', '2026-12-31T15:00:00Z')).toBe('1 January 2027, 00:00:00')
  })
})
