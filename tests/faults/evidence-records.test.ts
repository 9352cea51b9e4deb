/** Evidence records: one tree a day, made once, whoever dies, hangs or is quicker; each record checked by its bytes alone. */
import { execFile } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { context, integer, oid, sequence } from '#server/adapters/signer/der.ts'
import { createTokenIssuer } from '#server/adapters/timestamp/evaluation-tsa.ts'
import { judgeRecord } from '#server/verification/records/check-record.ts'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { anAuthority } from '#tests/support/certificate-maker.ts'
import { musubi, settingsOf } from '#tests/support/command.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { standAtTheButton } from '#tests/support/consent-button.ts'
import { type Integrator, type Sent, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { movedClock } from '#tests/support/moved-clock.ts'
import { type ServerProcess, startProcess } from '#tests/support/process.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { startTimestampServer, type TimestampServer } from '#tests/support/timestamp-server.ts'
import { until } from '#tests/support/until.ts'

const day = 86_400_000
const endingAuthority = anAuthority(new Date(Date.now() + 60 * day))
let ahead = 0
let ending: TimestampServer
let next: TimestampServer
/** Nobody can ask any more whether it was revoked. */
let unproved: TimestampServer
let server: TestServer
let integrator: Integrator
let first: Sent
let second: Sent
let fourth: Sent
/** Its file before it was renewed. */
let fourthFile: Uint8Array

/** What the clock of server and authorities shows: noon in Tokyo, so many days and hours on. */
function on(days: number, tsa: TimestampServer, hours = 0): Record<string, string> {
  const env = movedClock(days, hours)
  ahead = Number(env.MOVED_CLOCK_MS)
  return { ...env, TSA_URL: tsa.url }
}

beforeAll(async () => {
  const now = () => new Date(Date.now() + ahead)
  ending = await startTimestampServer({ authority: endingAuthority, now })
  const away = anAuthority(new Date(Date.now() + 59 * day), 'http://127.0.0.1:9/tsa.crl')
  unproved = await startTimestampServer({ authority: away, now })
  next = await startTimestampServer({ authority: anAuthority(new Date(Date.now() + 900 * day)), now })
  server = await startTestServer({ env: on(0, ending) })
  integrator = await signInIntegrator(server.url, server.clientId)
  first = await concluded()
  second = await concluded()
})
afterAll(async () => {
  await server?.close()
  await ending?.close()
  await next?.close()
  await unproved?.close()
})

async function concluded(): Promise<Sent> {
  const { sent, press } = await standAtTheButton({ server, integrator })
  await press()
  await waitForStatus(sent, 2, 30)
  return sent
}

async function restart(env: Record<string, string>): Promise<void> {
  await server.process().stop()
  await server.restart(env)
  integrator = await signInIntegrator(server.url, server.clientId)
}

/** Whoever had the turn is dead, and some minutes have passed. */
const turnOver = () => rowsOf(server, 'update evidence_turn set tried_at = null, renewal_tried_at = null')
const record = ({ documentId }: Sent) => integrator.download(`/documents/${documentId}/evidence_record`)
const file = ({ documentId, fileId }: Sent) => integrator.download(`/documents/${documentId}/files/${fileId}`)
const certificate = ({ documentId }: Sent) => integrator.download(`/documents/${documentId}/certificate`)
const trees = () =>
  rowsOf<{ leaves: number; renewed: boolean; day: boolean }>(
    server,
    'select leaves, renewed_by is not null as renewed, covers_until is not null as day from evidence_trees order by id',
  )
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
const judged = (bytes: Uint8Array, hash: Uint8Array) =>
  judgeRecord(bytes, () => [hash], { tsas: 'any', now: new Date(Date.now() + ahead) })
const codes = (bytes: Uint8Array, hash: Uint8Array) => judged(bytes, hash).findings.map(({ code }) => code)

test('before the day is over nobody has a record, and it says when to ask again', async () => {
  const { status, body } = await integrator.call('GET', `/documents/${first.documentId}/evidence_record`)
  expect(status).toBe(404)
  expect(body.message).toMatch(/ask again after 20\d\d-\d\d-\d\dT15:00:00\.000Z\.$/)
  const { get } = await enterConsole(server, server.email, server.password)
  const { html } = await get(`/console/documents/${first.documentId}`)
  expect(html).toMatch(/証拠記録は[\d/]+\(.\)に作られます/)
  expect(html).not.toContain('/evidence_record"')
})

test('an authority that is away for a day delays it; killed while it is stamped, nothing is half made', async () => {
  const before = (await trees()).length
  ending.behave('error_500')
  await restart(on(1, ending))
  await until('the log says so', () => server.process().output().includes('"evidence_tree.not_made"'))
  expect(await trees()).toHaveLength(before)

  ending.behave('hang')
  const asked = ending.requests
  await turnOver()
  await restart(on(2, ending))
  await until('a timestamp is asked for', () => ending.requests > asked)
  await server.kill()
  ending.behave('good')
  await turnOver()
  await server.restart(on(2, ending))
  integrator = await signInIntegrator(server.url, server.clientId)
  await until('the tree is made', async () => (await trees()).length > before)
  expect((await trees()).slice(before)).toMatchObject([{ day: true, renewed: false }])
})

test('a record proves file, certificate and the last row of the trail, and nothing of another document', async () => {
  const { bytes, type } = await record(first)
  expect(type).toBe('application/octet-stream')
  const [{ hash } = { hash: '' }] = await rowsOf<{ hash: string }>(
    server,
    `select hash from evidence_heads where chain = $1`,
    first.documentId,
  )
  const ours = [
    sha256((await file(first)).bytes),
    sha256((await certificate(first)).bytes),
    Buffer.from(hash, 'hex'),
  ]
  for (const each of ours) {
    const { since, stamps, findings } = judged(bytes, each)
    expect(findings.map(({ code }) => code)).toEqual(['record_holds'])
    expect(since?.toISOString().slice(0, 10)).toBe(new Date(Date.now() + ahead).toISOString().slice(0, 10))
    expect(stamps).toHaveLength(1)
  }
  expect(codes(bytes, sha256((await file(second)).bytes))).toEqual(['record_other_file'])
  expect(codes((await record(second)).bytes, sha256((await file(second)).bytes))).toEqual(['record_holds'])
  const { get } = await enterConsole(server, server.email, server.password)
  expect((await get(`/console/documents/${first.documentId}`)).html).toContain('/evidence_record"')
})

test('whatever is changed in the hashes of a record or in what was stamped is noticed', async () => {
  const { bytes } = await record(first)
  const own = sha256((await file(first)).bytes)
  const whole = Buffer.from(bytes)
  const tree = whole.indexOf('a2', 0, 'hex')
  const token = whole.indexOf('06092a864886f70d010702', 0, 'hex')
  const stamped = whole.indexOf('060b2a864886f70d0109100104', token, 'hex')
  for (const [from, to] of [
    [tree, token],
    [stamped, stamped + 120],
  ] as const) {
    for (let at = from; at < to; at += 3) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 0x55
      expect([at, judged(changed, own).since]).toEqual([at, null])
    }
  }
})

test('stamped by a stranger it tells no time, and alarms whoever knows the authorities', async () => {
  const { bytes } = await record(first)
  const own = sha256((await file(first)).bytes)
  const by = (...pems: string[]) => {
    const tsas = pems.map((pem) => new X509Certificate(pem).raw)
    const { since, findings } = judgeRecord(bytes, () => [own], { tsas, now: new Date() })
    return { since: since !== null, findings: findings.map(({ code, level }) => `${code} ${level}`) }
  }
  expect(by(endingAuthority.rootPem)).toEqual({ since: true, findings: ['record_holds note'] })
  expect(by(anAuthority().rootPem)).toEqual({ since: false, findings: ['record_authority_unknown alarm'] })
  // A checker that knows nobody cannot tell.
  expect(by()).toEqual({ since: false, findings: ['record_authority_unknown warning'] })
})

test('a chain that follows is about the state of the file that the first one is about', async () => {
  const { tsaKeyPem: keyPem, tsaCertPem, rootPem } = endingAuthority
  const issue = createTokenIssuer({ keyPem, chainPem: tsaCertPem + rootPem, now: () => new Date() })
  const chainOver = async (hash: Uint8Array) =>
    sequence(sequence(context(0, oid('2.16.840.1.101.3.4.2.1')), await issue(hash, null)))
  const [whole, earlier] = [sha256(Buffer.from('whole')), sha256(Buffer.from('earlier'))]
  const began = await chainOver(whole)
  const renewedOver = async (state: Uint8Array) => {
    const chain = await chainOver(sha256(Buffer.concat([state, sha256(sequence(began))])))
    const bytes = sequence(
      integer(1),
      sequence(sequence(oid('2.16.840.1.101.3.4.2.1'))),
      sequence(began, chain),
    )
    return judgeRecord(bytes, () => [whole, earlier], { tsas: 'any', now: new Date() }).findings
  }
  expect((await renewedOver(whole)).map(({ code }) => code)).toEqual(['record_holds'])
  expect((await renewedOver(earlier)).map(({ code }) => code)).toEqual(['record_renewal'])
})

test('a day on which nothing was concluded leaves records as they are, and one without anything has no tree', async () => {
  await restart(on(3, ending))
  await until('its day is done', async () => (await doneDays()) === 3)
  const { bytes } = await record(first)
  await server.process().stop()
  // Nobody comes on the days that follow.
  await server.restart(on(6, ending))
  await until('its day is done', async () => (await doneDays()) === 6)
  const before = (await trees()).length
  await server.process().stop()
  await server.restart(on(8, ending))
  await until('its day is done', async () => (await doneDays()) === 8)
  expect(await trees()).toHaveLength(before)
  integrator = await signInIntegrator(server.url, server.clientId)
  expect((await record(first)).bytes).toEqual(bytes)
})

const doneUntil = async () =>
  (await rowsOf<{ done: Date | null }>(server, 'select done_until as done from evidence_turn'))[0]?.done ??
  null
/** The day of the clock whose beginning the newest tree reaches. */
async function doneDays(): Promise<number> {
  const done = await doneUntil()
  const start = Date.now() + Number(movedClock(0).MOVED_CLOCK_MS) - day / 2
  return done === null ? -1 : Math.round((new Date(done).getTime() - start) / day)
}

test('two processes that make it at once make one', async () => {
  const third = await concluded()
  const others: ServerProcess[] = []
  try {
    ending.behave('hang')
    const env = on(9, ending)
    const asked = ending.requests
    await server.process().stop()
    for (const nth of [1, 2]) {
      await turnOver()
      const { DATABASE_URL: databaseUrl = '', ...settings } = settingsOf(server)
      const { dataDirectory } = server
      const command = ['dist/musubi.mjs', 'work']
      others.push(
        await startProcess({ dataDirectory, databaseUrl, command, env: { ...settings, ...env, PORT: '0' } }),
      )
      await until('it asks for a timestamp', () => ending.requests >= asked + nth)
    }
    const before = (await trees()).length
    ending.behave('good')
    await until('the tree is made', async () => (await trees()).length > before)
    for (const each of others) await each.stop()
    expect((await trees()).length).toBe(before + 1)
  } finally {
    for (const each of others) await each.stop()
  }
  await server.restart(on(9, ending))
  integrator = await signInIntegrator(server.url, server.clientId)
  expect(codes((await record(third)).bytes, sha256((await file(third)).bytes))).toEqual(['record_holds'])
})

test('while the authority has nothing that ends later, it is asked once a day, also after a restart', async () => {
  const inVain = () => server.process().output().includes('"evidence_trees.end_no_later"')
  await server.process().stop()
  await turnOver()
  await server.restart(on(9, ending))
  await until('the log says so', inVain)
  await server.process().stop()
  await server.restart(on(9, ending, 3))
  // What is done at the start is begun at once, and a process that stops ends it.
  await until('it works', () => server.process().output().includes('"archive.ends_no_later"'))
  await server.process().stop()
  expect(inVain()).toBe(false)
  await server.restart(on(10, ending, 3))
  await until('the log says so again', inVain)
})

test('trees of an authority that cannot be proved wait; those that have ended are counted, not renewed', async () => {
  integrator = await signInIntegrator(server.url, server.clientId)
  fourth = await concluded()
  fourthFile = (await file(fourth)).bytes
  const before = (await trees()).length
  await restart(on(11, unproved))
  await until('its tree is made', async () => (await trees()).length > before)
  const later = { ...settingsOf(server), ...movedClock(70), TSA_URL: next.url }
  expect((await musubi(['seal', 'renew', '--dry-run'], later)).out).not.toContain('hash trees')
  expect((await musubi(['doctor'], later)).out).toContain(`; ${before + 1} ended and were not renewed.`)
})

test('renewed before the authority ends, by one time stamp over all trees; files and their proof stay', async () => {
  const contract = (await file(first)).bytes
  const count = (await trees()).length
  const by = { ...settingsOf(server), ...on(11, next) }
  // All but the one that cannot be proved, which has time.
  const said = `hash trees of evidence records  ${count - 1} renewed, 1 not proved yet`
  const named = await musubi(['seal', 'renew', '--dry-run'], by)
  expect(named.out).toContain(`${count} hash trees of evidence records`)
  const both = await Promise.all([musubi(['seal', 'renew'], by), musubi(['seal', 'renew'], by)])
  expect(both.filter(({ out }) => out.includes(said))).toHaveLength(1)
  expect((await trees()).filter(({ renewed }) => renewed)).toHaveLength(count - 1)

  const { bytes } = await record(first)
  const { stamps, findings } = judged(bytes, sha256(contract))
  expect(findings.map(({ code }) => code)).toEqual(['record_holds'])
  expect(stamps).toHaveLength(2)
  // In a year the first authority has ended, and the second has not.
  const later = judgeRecord(bytes, () => [sha256(contract)], {
    tsas: 'any',
    now: new Date(Date.now() + 365 * day),
  })
  expect(later.findings.map(({ code }) => code)).toEqual(['record_holds'])
  const again = await musubi(['seal', 'renew'], by)
  expect(again.out).toContain('Nothing is to be renewed.')
  expect(again.out).toContain('hash trees of evidence records  not renewed: ')
})

test('one that cannot be proved is renewed as it is when it is late', async () => {
  const { code, out } = await musubi(['seal', 'renew'], { ...settingsOf(server), ...on(20, next) })
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('records  1 renewed\n') })
  const { stamps, findings } = judged((await record(fourth)).bytes, sha256(fourthFile))
  expect(stamps).toHaveLength(2)
  expect(findings.map(({ code }) => code)).toEqual(['record_holds'])
})

test('the checker without the server says what a record proves, and of which file it is not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'musubi-record-'))
  try {
    const checker = await (await fetch(`${server.url}/verify/musubi-verify.mjs`)).text()
    await writeFile(join(folder, 'musubi-verify.mjs'), checker)
    await writeFile(join(folder, 'contract.pdf'), (await file(first)).bytes)
    await writeFile(join(folder, 'other.pdf'), (await file(second)).bytes)
    await writeFile(join(folder, 'record.ers'), (await record(first)).bytes)
    const checked = async (...files: string[]) => {
      const given = ['musubi-verify.mjs', '--json', ...files]
      const { stdout } = await promisify(execFile)(process.execPath, given, { cwd: folder }).catch(
        (error) => error,
      )
      return JSON.parse(stdout)
    }
    const good = await checked('contract.pdf', 'record.ers')
    expect(good).toMatchObject({ ok: true, records: [{ record: 'record.ers', file: 'contract.pdf' }] })
    expect(good.records[0].since).toMatch(/^20/)
    expect(good.records[0].stamps).toHaveLength(2)
    const bad = await checked('other.pdf', 'record.ers')
    expect(bad.ok).toBe(false)
    expect(bad.records[0].findings[0]).toMatchObject({ code: 'record_other_file' })
  } finally {
    await rm(folder, { recursive: true })
  }
})
