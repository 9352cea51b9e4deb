import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createFetch } from '#server/adapters/validation/bounded-fetch.ts'
import { createNetworkSource } from '#server/adapters/validation/network-source.ts'
import { createValidationSource } from '#server/adapters/validation/validation-source.ts'
import { AwaitsOperator, ValidationUnavailable } from '#server/usecases/refused.ts'
import { parseCertificate } from '#server/verification/certificates.ts'
import { issue, type Wanted } from '#tests/support/certificate-maker.ts'
import {
  type RevocationBehaviour,
  type RevocationServer,
  startRevocationServer,
} from '#tests/support/revocation-server.ts'

const root = issue({ name: 'Test Root', kind: 'authority' })
const other = issue({ name: 'Test Root', kind: 'authority' })
let server: RevocationServer
beforeAll(async () => {
  server = await startRevocationServer()
})
beforeEach(() => {
  server.behave('good')
  server.publish(root)
  server.asked.length = 0
})
afterAll(() => server.close())

/** A source that may reach this computer, as one of a private authority may. */
function aSource(more: { freshness?: 'after_use'; guarded?: true } = {}) {
  const guard = {
    lookup: () => expect.unreachable(),
    mayGo: () => false,
    isFree: () => more.guarded !== true,
  }
  const fetch = createFetch({ wholeMs: 300, mostBytes: 1024 * 1024, userAgent: 'Musubi', guard })
  return createValidationSource({
    sources: [createNetworkSource(fetch)],
    anchors: async () => [],
    chain: [root.der],
    freshness: more.freshness ?? 'current',
    now: () => new Date(),
  })
}

function usesOf(wanted: Partial<Wanted>, at = new Date()) {
  const leaf = issue({ name: 'Signer', by: root, ...wanted })
  const use = { key: 'A', of: 'signer' as const, at, leaf: leaf.der, sent: [], archived: false }
  return { leaf, asked: { uses: [use], known: { certificates: [], crls: [], ocsps: [] }, roomBytes: 8192 } }
}

/** Why no data were to be had. */
async function problemWith(wanted: Partial<Wanted>, more: Parameters<typeof aSource>[0] = {}) {
  const failure = await aSource(more)
    .dataFor(usesOf(wanted).asked)
    .catch((error: unknown) => error)
  return failure instanceof ValidationUnavailable ? failure.code : failure
}

test('a list proves a certificate, and the path comes with it', async () => {
  const { asked, leaf } = usesOf({ lists: server.lists })
  const data = await aSource().dataFor(asked)
  expect(data.certificates.map((der) => parseCertificate(der).sha256)).toEqual(
    [leaf, root].map(({ der }) => parseCertificate(der).sha256),
  )
  expect([data.crls.length, data.ocsps.length]).toEqual([1, 0])
  expect(data.signatures).toEqual([{ key: 'A', certificates: [0, 1], crls: [0], ocsps: [] }])
})

test('a responder is asked before the list, which stays unread', async () => {
  const { asked } = usesOf({ lists: server.lists, answers: server.answers })
  const data = await aSource().dataFor(asked)
  expect([data.crls.length, data.ocsps.length]).toEqual([0, 1])
  expect(server.asked).toEqual(['/ocsp'])
})

test('what was answered is kept until its end', async () => {
  const source = aSource()
  const { asked } = usesOf({ lists: server.lists })
  await source.dataFor(asked)
  await source.dataFor(asked)
  expect(server.asked).toEqual(['/list.crl'])
})

test('what the file holds already is not asked for again', async () => {
  const { asked } = usesOf({ lists: server.lists })
  const { certificates, crls, ocsps } = await aSource().dataFor(asked)
  server.behave('hang')
  const again = await aSource().dataFor({ ...asked, known: { certificates, crls, ocsps } })
  expect(again.crls).toEqual(crls)
})

test.for<[RevocationBehaviour, string]>([
  ['stale', 'stale'],
  ['future', 'stale'],
  ['junk', 'junk'],
  ['error_500', 'http_status'],
  ['redirect', 'http_status'],
  ['endless', 'too_long'],
  ['hang', 'timed_out'],
  ['cut', 'unreachable'],
])('a list or an answer that is %s proves nothing: %s', async ([mode, code]) => {
  server.behave(mode)
  expect(await problemWith({ lists: server.lists })).toBe(code)
  expect(await problemWith({ answers: server.answers })).toBe(code)
})

test('a list or an answer of another issuer, by whatever name, proves nothing', async () => {
  server.publish(other)
  expect(await problemWith({ lists: server.lists })).toBe('untrusted')
  expect(await problemWith({ answers: server.answers })).toBe('untrusted')
})

test('a certificate that was revoked before it signed is no matter of waiting', async () => {
  const { asked, leaf } = usesOf({ lists: server.lists })
  server.publish(root, [parseCertificate(leaf.der).serial])
  server.behave('revoked')
  await expect(aSource().dataFor(asked)).rejects.toThrow(AwaitsOperator)
  await expect(aSource().dataFor(usesOf({ answers: server.answers }).asked)).rejects.toThrow('was revoked on')
})

test('one that was revoked after it signed had been good', async () => {
  const { asked, leaf } = usesOf({ lists: server.lists }, new Date(Date.now() - 2 * 3_600_000))
  server.publish(root, [parseCertificate(leaf.der).serial])
  server.behave('revoked')
  expect((await aSource().dataFor(asked)).crls).toHaveLength(1)
})

test('data older than the signature do where the operator says so, and are waited for where not', async () => {
  server.behave('before')
  expect((await aSource().dataFor(usesOf({ lists: server.lists }).asked)).crls).toHaveLength(1)
  expect(await problemWith({ lists: server.lists }, { freshness: 'after_use' })).toBe('stale')
  server.behave('good')
  const { asked } = usesOf({ lists: server.lists })
  expect((await aSource({ freshness: 'after_use' }).dataFor(asked)).crls).toHaveLength(1)
})

test('a responder of its own counts when its issuer exempts it, or when it is proved itself', async () => {
  const exempt = issue({ name: 'Responder', by: root, kind: 'responder', noCheck: true })
  server.publish(root, [], exempt)
  const { asked } = usesOf({ answers: server.answers })
  expect((await aSource().dataFor(asked)).ocsps).toHaveLength(1)

  const listed = issue({ name: 'Responder', by: root, kind: 'responder', lists: server.lists })
  server.publish(root, [], listed)
  const data = await aSource().dataFor(usesOf({ answers: server.answers }).asked)
  expect([data.ocsps.length, data.crls.length]).toEqual([1, 1])

  server.publish(root, [], issue({ name: 'Responder', by: root, kind: 'responder' }))
  expect(await problemWith({ answers: server.answers })).toBe('nowhere')
})

test('one whom the issuer never let answer is not believed', async () => {
  server.publish(root, [], issue({ name: 'Responder', by: root, kind: 'signer' }))
  expect(await problemWith({ answers: server.answers })).toBe('untrusted')
  server.publish(root, [], issue({ name: 'Responder', by: other, kind: 'responder', noCheck: true }))
  expect(await problemWith({ answers: server.answers })).toBe('untrusted')
})

test('a certificate without a place, and one without its issuer, say what is missing', async () => {
  expect(await problemWith({ kind: 'bare' })).toBe('nowhere')
  expect(await problemWith({ by: issue({ name: 'Nobody', kind: 'authority' }), lists: server.lists })).toBe(
    'no_issuer',
  )
})

test('no request goes to an address within, whatever a certificate names', async () => {
  expect(await problemWith({ lists: server.lists }, { guarded: true })).toBe('forbidden')
  expect(await problemWith({ lists: 'ldap://127.0.0.1/cn=list' })).toBe('nowhere')
  expect(server.asked).toEqual([])
})
