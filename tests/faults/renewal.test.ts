/** Archive timestamps near their end: renewed once, whoever dies, hangs or is quicker meanwhile; nothing is lost. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAuthority } from '#tests/support/certificate-maker.ts'
import { musubi, settingsOf } from '#tests/support/command.ts'
import { expectConcludedOnce, rowsOf, trailOf } from '#tests/support/concluded-once.ts'
import { standAtTheButton } from '#tests/support/consent-button.ts'
import { startPostgresProxy } from '#tests/support/cutting-proxy.ts'
import { type Integrator, type Sent, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { startTimestampServer, type TimestampServer } from '#tests/support/timestamp-server.ts'
import { until } from '#tests/support/until.ts'

const day = 86_400_000
let ending: TimestampServer
let next: TimestampServer
let server: TestServer
let integrator: Integrator
let first: Sent
let second: Sent

beforeAll(async () => {
  ending = await startTimestampServer({ authority: anAuthority(new Date(Date.now() + 60 * day)) })
  next = await startTimestampServer({ authority: anAuthority() })
  server = await startTestServer({ env: { TSA_URL: ending.url } })
  integrator = await signInIntegrator(server.url, server.clientId)
  first = await concluded()
  second = await concluded()
})
afterAll(async () => {
  await server?.close()
  await ending?.close()
  await next?.close()
})

async function concluded(): Promise<Sent> {
  const { sent, press } = await standAtTheButton({ server, integrator })
  await press()
  await waitForStatus(sent, 2, 30)
  await expectConcludedOnce(server, sent)
  return sent
}

const by = (tsa: TimestampServer) => ({ ...settingsOf(server), TSA_URL: tsa.url })
const renew = (tsa: TimestampServer, ...words: string[]) => musubi(['seal', 'renew', ...words], by(tsa))
const file = ({ documentId, fileId }: Sent) => integrator.download(`/documents/${documentId}/files/${fileId}`)
const certificate = ({ documentId }: Sent) => integrator.download(`/documents/${documentId}/certificate`)
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const archives = ({ documentId }: Sent) =>
  rowsOf<{ file_id: string; number: number; sha256: string; newest: boolean }>(
    server,
    'select file_id, number, sha256, newest from archived_files where document_id = $1 order by number, file_id',
    documentId,
  )

async function verdictOf(sha256: string) {
  const html = await (await fetch(`${server.url}/verify?${new URLSearchParams({ sha256 })}`)).text()
  return { verdict: /data-verdict="(\w+)"/.exec(html)?.[1], renewed: html.includes('data-renewed') }
}

/** What lies in storage of archives, hashes shortened. */
async function stored({ documentId }: Sent): Promise<string[]> {
  const folder = join(server.dataDirectory, 'files', 'documents', documentId)
  const names = await readdir(folder, { recursive: true })
  return names
    .filter((name) => name.includes('archive-'))
    .map((name) =>
      name
        .replace(/-[0-9a-f]{64}/, '')
        .split('/')
        .slice(-2)
        .join('/'),
    )
    .sort()
}
const storedAfter = (sent: Sent, renewals: number) =>
  [
    ...Array.from({ length: renewals + 1 }, (_, number) => `${sent.fileId}/archive-${number}.pdf`),
    ...Array.from({ length: renewals }, (_, number) => `certificate/archive-${number + 1}.pdf`),
  ].sort()

test('while the authority has nothing that lasts longer, nothing is renewed, and somebody is told', async () => {
  await until('the log says so', () => server.process().output().includes('"archive.ends_no_later"'))
  const named = await renew(ending, '--dry-run')
  expect(named).toMatchObject({ code: 0 })
  expect(named.out).toContain(first.documentId)
  expect(named.out).toContain('2 would be renewed.')
  const { out: seen } = await musubi(['doctor'], by(ending))
  expect(seen).toMatch(
    /^warn {2}archives +Those of 2 documents end within 90 days, the first on .*\n +→ musubi seal renew/m,
  )
  const { code, out } = await renew(ending)
  expect(code).toBe(1)
  expect(out).toContain('ends no later')
  expect(await archives(first)).toHaveLength(2)
  expect(await stored(first)).toEqual(storedAfter(first, 0))
})

test('an authority that is away delays it, and nothing changes meanwhile', async () => {
  const before = await file(first)
  next.behave('error_500')
  const { code, out } = await renew(next)
  expect(code).toBe(1)
  expect(out.match(/not renewed/g)).toHaveLength(2)
  expect(hashOf((await file(first)).bytes)).toBe(hashOf(before.bytes))
  expect(await stored(first)).toEqual(storedAfter(first, 0))
  next.behave('good')
})

test('a storage that takes not all of it keeps nothing', async () => {
  // A file in the place of the directory: what was stored of the contract before goes again.
  const place = join(server.dataDirectory, 'files', 'documents', first.documentId, 'certificate')
  await rm(place, { recursive: true, force: true })
  await writeFile(place, '')
  const { code, out } = await renew(next, first.documentId)
  await rm(place)
  expect({ code, out }).toMatchObject({ code: 1, out: expect.stringContaining('not renewed: ') })
  expect(await archives(first)).toHaveLength(2)
  expect(await stored(first)).toEqual(storedAfter(first, 0))
})

describe('once the authority has its next certificate', () => {
  let before: { file: Uint8Array; certificate: Uint8Array }

  test('files and certificate are renewed, a held document too, and the record says so', async () => {
    before = { file: (await file(first)).bytes, certificate: (await certificate(first)).bytes }
    await rowsOf(
      server,
      `insert into legal_holds select id, team_id, sender_id, '係争中', now() from documents where id = $1`,
      first.documentId,
    )
    const { code, out, err } = await renew(next, first.documentId)
    expect({ code, out, err }).toMatchObject({ code: 0, out: expect.stringContaining('1 renewed.') })
    expect(await trailOf(server, first.documentId)).toMatchObject({ 'archive.renewed': 1 })
    const [renewed, certified] = [(await file(first)).bytes, (await certificate(first)).bytes]
    for (const [old, now, verdict] of [
      [before.file, renewed, 'concluded'],
      [before.certificate, certified, 'certificate'],
    ] as const) {
      expect(hashOf(now.subarray(0, old.length))).toBe(hashOf(old))
      expect(now.length).toBeGreaterThan(old.length)
      // Whoever kept the former one has a good file; that there is a newer one they are told.
      expect(await verdictOf(hashOf(now))).toEqual({ verdict, renewed: false })
      expect(await verdictOf(hashOf(old))).toEqual({ verdict, renewed: true })
    }
    expect(await archives(first)).toMatchObject([
      { file_id: '', number: 0, newest: false },
      { file_id: first.fileId, number: 0, newest: false },
      { file_id: '', number: 1, sha256: hashOf(certified), newest: true },
      { file_id: first.fileId, number: 1, sha256: hashOf(renewed), newest: true },
    ])
    expect(await stored(first)).toEqual(storedAfter(first, 1))
  })

  test('the checker without the server finds both whole, and that they belong together', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'musubi-renewed-'))
    try {
      const checker = await (await fetch(`${server.url}/verify/musubi-verify.mjs`)).text()
      await writeFile(join(folder, 'musubi-verify.mjs'), checker)
      await writeFile(join(folder, 'contract.pdf'), (await file(first)).bytes)
      await writeFile(join(folder, 'certificate.pdf'), (await certificate(first)).bytes)
      const given = ['musubi-verify.mjs', '--json', 'contract.pdf', 'certificate.pdf']
      const { stdout } = await promisify(execFile)(process.execPath, given, { cwd: folder })
      const { ok, files, pairings } = JSON.parse(stdout)
      expect(ok).toBe(true)
      expect(files.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['whole', 'whole'])
      expect(pairings[0].finding.code).toBe('certificate_paired')
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('killed while it is renewed, the next start renews it, once', async () => {
    next.behave('hang')
    const asked = next.requests
    await server.process().stop()
    await server.restart({ TSA_URL: next.url })
    await until('a timestamp is asked for', () => next.requests > asked)
    await server.kill()
    next.behave('good')
    // Whoever claimed it is dead; an hour has passed.
    await rowsOf(server, `update archived_files set renewal_tried_at = renewal_tried_at - interval '2 hours'`)
    await server.restart({ TSA_URL: next.url })
    await until('it is renewed', async () => (await archives(second)).length === 4)
    expect(await trailOf(server, second.documentId)).toMatchObject({ 'archive.renewed': 1 })
    expect(await stored(second)).toEqual(storedAfter(second, 1))
    expect((await verdictOf(hashOf((await file(second)).bytes))).verdict).toBe('concluded')
  })

  test('renewed by two at once, one result counts and the other leaves nothing behind', async () => {
    const both = await Promise.all([renew(next, second.documentId), renew(next, second.documentId)])
    // The slower one may have begun after the quicker had ended: then it renewed again, which is as well.
    const renewals = both.filter(({ out }) => out.includes('1 renewed.')).length
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(await archives(second)).toHaveLength(4 + 2 * renewals)
    expect(await stored(second)).toEqual(storedAfter(second, 1 + renewals))
  })

  test('cut from the database before the answer to its commit, what was recorded is there', async () => {
    const proxy = await startPostgresProxy(settingsOf(server).DATABASE_URL ?? '')
    try {
      const through = { ...by(next), DATABASE_URL: proxy.through(settingsOf(server).DATABASE_URL ?? '') }
      const renewing = () => musubi(['seal', 'renew', second.documentId], through)
      proxy.watch()
      expect((await renewing()).out).toContain('1 renewed.')
      const { requests } = proxy
      // The commit is about the last of them, a few earlier or later when other connections are opened first.
      let recorded = 0
      for (let at = requests - 2; at < requests + 9 && recorded === 0; at += 1) {
        const before = (await archives(second)).length
        proxy.watch({ at, stage: 'answer', strike: (cut) => cut() })
        const { out } = await renewing()
        const rows = await archives(second)
        if (!out.includes('1 renewed.')) recorded += rows.length - before
        const newest = (fileId: string) => rows.find((row) => row.newest && row.file_id === fileId)?.sha256
        expect(hashOf((await file(second)).bytes)).toBe(newest(second.fileId))
        expect(hashOf((await certificate(second)).bytes)).toBe(newest(''))
      }
      // Among them was the commit, whose answer the renewal never heard.
      expect(recorded).toBeGreaterThan(0)
    } finally {
      await proxy.close()
    }
    expect((await renew(next, second.documentId)).out).toContain('1 renewed.')
    expect(await stored(second)).toEqual(storedAfter(second, (await archives(second)).length / 2 - 1))
  })

  test('a document that was deleted meanwhile leaves nothing behind', async () => {
    next.behave('hang')
    const asked = next.requests
    const renewing = renew(next, first.documentId)
    await until('a timestamp is asked for', () => next.requests > asked)
    await rowsOf(server, 'delete from legal_holds')
    await rowsOf(
      server,
      `insert into retention_ends select id, team_id, current_date - 1, now(), now() from documents where id = $1`,
      first.documentId,
    )
    await rowsOf(server, 'delete from documents where id = $1', first.documentId)
    next.behave('good')
    expect((await renewing).out).toContain('nothing to do any more')
    expect(await stored(first)).toEqual(storedAfter(first, 1))
  })

  test('nothing is left to renew, and an unknown id is named', async () => {
    expect(await renew(next)).toMatchObject({ code: 0, out: 'Nothing is to be renewed.\n' })
    expect((await renew(next, 'nobody')).err).toContain('nobody is no concluded document')
    expect(await renew(next, 'one', '--all')).toMatchObject({ code: 2 })
  })
})
