/** A contract of 2026 in 2037: signer and first authority have ended years ago, and one renewal lies in between. */
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPdf } from '#server/pdf/format/pdf-file.ts'
import { parseCertificate } from '#server/verification/certificates.ts'
import { judgeFile } from '#server/verification/judging/judge-file.ts'
import { proofProblem } from '#server/verification/revocation-proof.ts'
import { securityStoreOf } from '#server/verification/security-store.ts'
import { madeOverTheYears, type OverTheYears } from '#tests/fixtures/pdf/over-the-years.ts'
import { pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'

const hand = pdfWorkerAtHand()
let made: OverTheYears
beforeAll(async () => {
  made = await madeOverTheYears(hand)
})
afterAll(() => hand.end())

test('the gate takes it with both archives, and with no fewer', async () => {
  const problems = async (archives: number) =>
    (await hand.pdfWorker.verifyFinal({ ...made.expectation, archives })).problems.map(({ check }) => check)
  expect(await problems(2)).toEqual([])
  expect(await problems(1)).toContain('archive_timestamp_missing')
})

test('what proves the newest authority came with the renewal, for whoever has no network', async () => {
  const { path, seenAt, rootPem } = made
  const documentId = judgeFile(readFileSync(path), made.trust, seenAt).document?.id ?? ''
  const last = (await hand.pdfWorker.usesOfCertificates({ path, documentId })).uses.at(-1)
  const evidence = securityStoreOf(openPdf(readFileSync(path)))?.evidence ?? []
  const [newest, root] = [last?.leaf ?? new Uint8Array(), new X509Certificate(rootPem).raw].map(
    parseCertificate,
  )
  if (newest === undefined || root === undefined) throw new Error('no certificates')
  expect(newest.subject).toBe('CN=TSA 2')
  expect(proofProblem(evidence, newest, root, { at: last?.at ?? seenAt, by: seenAt })).toBeNull()
})

test('whoever checks it then finds it whole, every signature and timestamp valid and known', () => {
  const judged = judgeFile(readFileSync(made.path), made.trust, made.seenAt)
  expect(judged).toMatchObject({ verdict: 'whole', ok: true })
  expect(judged.findings.filter(({ level }) => level !== 'note')).toEqual([])
  expect(judged.signatures.map(({ kind, valid, tsa }) => ({ kind, valid, known: tsa?.known }))).toEqual([
    { kind: 'certification', valid: true, known: true },
    { kind: 'approval', valid: true, known: true },
    { kind: 'document_timestamp', valid: true, known: true },
    { kind: 'document_timestamp', valid: true, known: true },
  ])
})
