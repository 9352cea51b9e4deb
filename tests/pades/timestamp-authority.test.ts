import { createHash } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { createEvaluationAuthority } from '#server/adapters/signer/evaluation-authority.ts'
import { createEvaluationTsa } from '#server/adapters/timestamp/evaluation-tsa.ts'
import { createRfc3161Authority, type TimestampUnavailable } from '#server/adapters/timestamp/rfc3161-tsa.ts'
import { inspectTimestampToken } from '#server/adapters/verification/timestamp-token.ts'
import { startTimestampServer, type TimestampBehaviour } from '#tests/support/timestamp-server.ts'
import { NOW } from './hand-made-agreement.ts'

const authority = createEvaluationAuthority(NOW)
const server = await startTimestampServer({ authority, now: () => NOW })
const fallback = await startTimestampServer({ authority, now: () => NOW })
const sha256 = createHash('sha256').update('the signature value').digest()

beforeEach(() => {
  server.behave('good')
  fallback.behave('good')
})
afterAll(() => Promise.all([server.close(), fallback.close()]))

async function problemOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'accepted',
    (error: TimestampUnavailable) => error.code,
  )
}

test('the evaluation TSA gives a token of its own clock about the bytes it was asked for', async () => {
  const chainPem = authority.tsaCertPem + authority.rootPem
  const tsa = createEvaluationTsa({ keyPem: authority.tsaKeyPem, chainPem, now: () => NOW })
  const found = inspectTimestampToken(await tsa.timestamp(sha256), { sha256, trusted: tsa.certificates })
  expect(found.problems).toEqual([])
  expect(found.at).toEqual(NOW)
})

test('a token about other bytes is told apart', async () => {
  const tsa = createEvaluationTsa({
    keyPem: authority.tsaKeyPem,
    chainPem: authority.tsaCertPem + authority.rootPem,
    now: () => NOW,
  })
  const other = createHash('sha256').update('another').digest()
  const { problems } = inspectTimestampToken(await tsa.timestamp(sha256), { sha256: other, trusted: [] })
  expect(problems.map(({ check }) => check)).toEqual(['timestamp_imprint'])
})

test('a TSA over HTTP gives a verified token', async () => {
  const tsa = createRfc3161Authority({ url: server.url, timeoutMs: 2000 })
  const before = server.requests
  const { problems } = inspectTimestampToken(await tsa.timestamp(sha256), { sha256, trusted: [] })
  expect(problems).toEqual([])
  expect(server.requests).toBe(before + 1)
})

test.for<[TimestampBehaviour, string]>([
  ['junk', 'junk'],
  ['wrong_nonce', 'junk'],
  ['no_nonce', 'junk'],
  ['wrong_imprint', 'junk'],
  ['wrong_certificate', 'junk'],
  ['flipped_signature', 'junk'],
  ['rejection', 'rejected'],
  ['error_500', 'http_status'],
  ['redirect', 'unreachable'],
  ['cut', 'unreachable'],
  ['hang', 'timed_out'],
])('a TSA that answers with %s gives no timestamp', async ([mode, code]) => {
  server.behave(mode)
  const tsa = createRfc3161Authority({ url: server.url, timeoutMs: mode === 'hang' ? 150 : 2000 })
  expect(await problemOf(tsa.timestamp(sha256))).toBe(code)
})

test('when the first TSA fails the fallback is asked', async () => {
  server.behave('junk')
  const tsa = createRfc3161Authority({ url: server.url, fallbackUrl: fallback.url, timeoutMs: 2000 })
  const { problems } = inspectTimestampToken(await tsa.timestamp(sha256), { sha256, trusted: [] })
  expect(problems).toEqual([])
})

test('when both fail the first failure is told, with both as its cause', async () => {
  server.behave('rejection')
  fallback.behave('error_500')
  const tsa = createRfc3161Authority({ url: server.url, fallbackUrl: fallback.url, timeoutMs: 2000 })
  const failure = await tsa.timestamp(sha256).catch((error: TimestampUnavailable) => error)
  expect(failure).toMatchObject({
    code: 'rejected',
    cause: { errors: [{ code: 'rejected' }, { code: 'http_status' }] },
  })
})

test('a token of a TSA that is not on the list is refused', async () => {
  const tsa = createRfc3161Authority({
    url: server.url,
    timeoutMs: 2000,
    trustedCertificates: ['00'.repeat(32)],
  })
  expect(await problemOf(tsa.timestamp(sha256))).toBe('junk')
})

test('a TSA with a password gets it in the header, not in the address', async () => {
  const url = server.url.replace('http://', 'http://musubi:p%40ss@')
  await createRfc3161Authority({ url, timeoutMs: 2000 }).timestamp(sha256)
  expect(server.authorization).toBe(`Basic ${Buffer.from('musubi:p@ss').toString('base64')}`)
})
