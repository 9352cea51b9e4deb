import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EvidenceParty } from '#domain/agreement-evidence.ts'
import { certificateRevision, recipientParty, senderParty } from '#tests/fixtures/pdf/certificate.ts'
import { type PdfWorkerAtHand, pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'

const sent = new Date('2026-11-22T01:12:40Z')
const later = (minutes: number) => new Date(sent.getTime() + minutes * 60_000)
const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const names = '山田 太郎,鈴木 次郎,高橋 美咲,田中 健,伊藤 さくら,渡辺 翔,中村 結衣,小林 大輔,加藤 陽子'.split(
  ',',
)

let hand: PdfWorkerAtHand

beforeAll(() => {
  hand = pdfWorkerAtHand()
})
afterAll(() => hand.end())

function recipient(name: string, index: number): EvidenceParty {
  const at = later(180 + index * 95)
  const code = {
    by: 'sms' as const,
    sentAt: later(176 + index * 95).toISOString(),
    sent: 1,
    wrong: index % 2,
  }
  const given = recipientParty(at, { id: `p${index + 1}`, name, recipientId: `member-${48213 + index * 37}` })
  return {
    ...given,
    phone: { lastFour: String(1234 + index * 709).slice(-4), commitment: hash(name) },
    identification: {
      ...given.identification,
      code: { ...code, enteredAt: later(177 + index * 95).toISOString() },
      siteLogin: { method: 'password', instant: later(170 + index * 95).toISOString() },
    },
    entries: [
      {
        file: 0,
        page: 1,
        kind: 'text',
        label: 'ご住所',
        value: `東京都千代田区丸の内${index + 1}丁目2番3号`,
      },
      { file: 0, page: 1, kind: 'checkbox', label: '個人情報の取扱いへの同意', value: '1' },
      { file: 0, page: 2, kind: 'seal', label: '', value: name.slice(0, 2) },
    ],
  }
}

function said(recipients: EvidenceParty[]) {
  const { evidence } = certificateRevision('', sent)
  const [file] = evidence.files
  const parties = [senderParty(sent), ...recipients]
  const last = recipients.at(-1)?.act.at ?? ''
  const stamp = (party: number | null, at: string) => ({
    ...{ party, signedAt: at, timestampedAt: at, timestampAuthority: 'サンプル タイムスタンプ局 2026' },
  })
  return {
    parties,
    issuedAt: new Date(new Date(last).getTime() + 2_000).toISOString(),
    document: { ...evidence.document, agreedAt: last },
    files: [
      {
        ...{ name: '賃貸借契約書.pdf', pages: 2, repairedFrom: null },
        ...{ ...file, originalSha256: hash('original'), sealedSha256: hash('sealed') },
        signatures: [...parties.map(({ act }, party) => stamp(party, act.at)), stamp(null, last)],
      },
    ],
    signatures: {
      ...evidence.signatures,
      certificates: [{ subject: 'CN=結び株式会社 電子署名, O=結び株式会社, C=JP', sha256: hash('signer') }],
    },
    trail: { head: hash('head'), rows: 31 },
  }
}

const english = {
  language: 'en' as const,
  evaluation: false,
  issuer: {
    ...{ name: 'Musubi Inc.', address: '1-1-1 Marunouchi, Chiyoda-ku, Tokyo 100-0005' },
    ...{ contact: 'support@musubi.example.jp', capacity: 'witness' as const },
  },
}

test.each([
  ['certificate-two-parties', 1, {}, 1],
  ['certificate-ten-parties', 9, { evaluation: false }, 4],
  ['certificate-english', 1, english, 1],
])('%s has as many pages as it needs (with SCREENS=1 also pictured for the docs)', async (name, count, more, pages) => {
  const changes = { ...said(names.slice(0, count).map(recipient)), ...more }
  const revision = certificateRevision(hand.path(`${name}.pdf`), sent, changes)
  const { path } = await hand.pdfWorker.prepareCertificate(revision)
  expect(Number(execFileSync('qpdf', ['--show-npages', path]).toString())).toBe(pages)
  if (process.env.SCREENS !== undefined) picture(path, name)
})

test('an extract of one page of two parties is one page (with SCREENS=1 also pictured for the docs)', async () => {
  const revision = certificateRevision(hand.path('whole.pdf'), sent, said([recipient('山田 太郎', 0)]))
  const { path: certificatePath } = await hand.pdfWorker.prepareCertificate(revision)
  const of = { certificatePath, partyId: 'p1', certificateSha256: hash('certificate') }
  const pdf = await hand.pdfWorker.extractCertificate({ ...of, secret: hash('secret').slice(0, 43) })
  const path = hand.file('extract.pdf', Buffer.from(pdf ?? []))
  expect(Number(execFileSync('qpdf', ['--show-npages', path]).toString())).toBe(1)
  if (process.env.SCREENS !== undefined) picture(path, 'certificate-extract')
})

/** The first page, at the size of a screen. */
function picture(path: string, name: string): void {
  execFileSync('pdftoppm', ['-r', '110', '-png', '-singlefile', path, `docs/screens/${name}`])
}
