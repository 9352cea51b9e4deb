import { createHash, X509Certificate } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { createEvaluationAuthority } from '#server/adapters/signer/evaluation-authority.ts'
import { createEvaluationTsa } from '#server/adapters/timestamp/evaluation-tsa.ts'
import { createRfc3161Authority, type Rfc3161Options } from '#server/adapters/timestamp/rfc3161-tsa.ts'
import type { TimestampUnavailable } from '#server/adapters/timestamp/timestamp-unavailable.ts'
import { inspectTimestampToken } from '#server/verification/timestamp-token.ts'
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

type LogLine = { level: string; fields: Record<string, unknown> }

function authorityOf(options: Partial<Rfc3161Options> = {}, lines: LogLine[] = []) {
  return createRfc3161Authority({
    url: server.url,
    trusted: 'any',
    now: () => NOW,
    log: (level, _message, fields) => lines.push({ level, fields }),
    ...options,
  })
}

function derOf(pem: string): Uint8Array {
  return new X509Certificate(pem).raw
}

async function problemOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'accepted',
    (error: TimestampUnavailable) => error.code,
  )
}

test('the evaluation TSA gives a token of its own clock about the bytes it was asked for', async () => {
  const chainPem = authority.tsaCertPem + authority.rootPem
  const tsa = createEvaluationTsa({ keyPem: authority.tsaKeyPem, chainPem, now: () => NOW })
  const found = inspectTimestampToken(await tsa.timestamp(sha256), { sha256, trusted: tsa.trusted })
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
  const { problems } = inspectTimestampToken(await tsa.timestamp(sha256), { sha256: other, trusted: 'any' })
  expect(problems.map(({ check }) => check)).toEqual(['timestamp_imprint'])
})

test('a TSA over HTTP gives a verified token', async () => {
  const tsa = authorityOf()
  const before = server.requests
  const { problems } = inspectTimestampToken(await tsa.timestamp(sha256), { sha256, trusted: 'any' })
  expect(problems).toEqual([])
  expect(server.requests).toBe(before + 1)
})

test.for<[TimestampBehaviour, string]>([
  ['junk', 'junk'],
  ['wrong_nonce', 'junk'],
  ['no_nonce', 'junk'],
  ['wrong_imprint', 'junk'],
  ['wrong_certificate', 'untrusted'],
  ['flipped_signature', 'junk'],
  ['rejection', 'rejected'],
  ['error_500', 'http_status'],
  ['redirect', 'http_status'],
  ['html', 'junk'],
  ['endless', 'junk'],
  ['cut', 'unreachable'],
  ['hang', 'timed_out'],
])('a TSA that answers with %s gives no timestamp', async ([mode, code]) => {
  server.behave(mode)
  const tsa = authorityOf({ patience: mode === 'hang' ? { wholeMs: 150 } : {} })
  expect(await problemOf(tsa.timestamp(sha256))).toBe(code)
})

test('when the first TSA fails the fallback is asked', async () => {
  server.behave('junk')
  const tsa = authorityOf({ fallbackUrl: fallback.url })
  const { problems } = inspectTimestampToken(await tsa.timestamp(sha256), { sha256, trusted: 'any' })
  expect(problems).toEqual([])
})

test('when both fail the first failure is told, with both as its cause', async () => {
  server.behave('rejection')
  fallback.behave('error_500')
  const tsa = authorityOf({ fallbackUrl: fallback.url })
  const failure = await tsa.timestamp(sha256).catch((error: TimestampUnavailable) => error)
  expect(failure).toMatchObject({
    code: 'rejected',
    cause: { errors: [{ code: 'rejected' }, { code: 'http_status' }] },
  })
})

test('a token of a TSA that is not on the list is refused', async () => {
  const tsa = authorityOf({ trusted: [derOf(createEvaluationAuthority(NOW).rootPem)] })
  expect(await problemOf(tsa.timestamp(sha256))).toBe('untrusted')
})

test('a TSA with a password gets it in the header, not in the address', async () => {
  const url = server.url.replace('http://', 'http://musubi:p%40ss@')
  await authorityOf({ url }).timestamp(sha256)
  expect(server.authorization).toBe(`Basic ${Buffer.from('musubi:p@ss').toString('base64')}`)
})

test.each([
  'rootPem',
  'tsaCertPem',
] as const)('a token that chains to the named certificate (%s) is believed, from both authorities', async (named) => {
  const trusted = [derOf(authority[named])]
  for (const url of [server.url, fallback.url]) {
    const token = await authorityOf({ url, trusted }).timestamp(sha256)
    expect(inspectTimestampToken(token, { sha256, trusted }).problems).toEqual([])
    // A year after the end of the certificate nothing else is known of the token: its own time counts.
    expect(inspectTimestampToken(token, { sha256, trusted: [] }).problems).not.toEqual([])
  }
})

test.each([
  [5 * 60_000 + 1000, 'clock_apart'],
  [-5 * 60_000 - 1000, 'clock_apart'],
  [5 * 60_000 - 1000, 'accepted'],
])('a clock %i ms beside ours: %s, and a difference of more than five minutes is an alarm', async (apart, code) => {
  const lines: LogLine[] = []
  const tsa = authorityOf({ now: () => new Date(NOW.getTime() + apart) }, lines)
  expect(await problemOf(tsa.timestamp(sha256))).toBe(code)
  expect(lines.map(({ level, fields }) => [level, fields.problem])).toEqual(
    code === 'accepted' ? [] : [['error', 'clock_apart']],
  )
})

test('one that failed is left alone for a while, the other is asked first; afterwards the first is asked again', async () => {
  const lines: LogLine[] = []
  const tsa = authorityOf({ fallbackUrl: fallback.url, patience: { restMs: 400 } }, lines)
  server.behave('error_500')
  await tsa.timestamp(sha256)
  const asked = server.requests
  server.behave('good')
  await Promise.all([tsa.timestamp(sha256), tsa.timestamp(sha256)])
  expect(server.requests).toBe(asked)
  await new Promise((resolve) => setTimeout(resolve, 500))
  await tsa.timestamp(sha256)
  expect(server.requests).toBe(asked + 1)
  expect(lines.map(({ level, fields }) => [level, fields.problem])).toEqual([
    ['warn', 'http_status'],
    ['info', undefined],
  ])
  expect(lines[0]?.fields.cure).toContain('TSA_URL')
})

test('one that hangs is not waited for: the other is asked beside it, and then first', async () => {
  server.behave('hang')
  const tsa = authorityOf({ fallbackUrl: fallback.url, patience: { nextMs: 100 } })
  await tsa.timestamp(sha256)
  const [first, second] = [server.requests, fallback.requests]
  await tsa.timestamp(sha256)
  expect([server.requests, fallback.requests]).toEqual([first, second + 1])
})

test('when both hang they are asked anew, so that one which comes back is noticed while the same seal waits', async () => {
  server.behave('hang')
  fallback.behave('hang')
  const tsa = authorityOf({ fallbackUrl: fallback.url, patience: { nextMs: 100 } })
  const waiting = tsa.timestamp(sha256)
  await new Promise((resolve) => setTimeout(resolve, 350))
  fallback.behave('good')
  const { problems } = inspectTimestampToken(await waiting, { sha256, trusted: 'any' })
  expect(problems).toEqual([])
})
