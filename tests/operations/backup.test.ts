/** A backup made beside people who sign, brought back into an empty place: all of it is there, and nothing is done twice. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openSnapshot } from '#server/adapters/postgres/backup/snapshot.ts'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { addWebhook } from '#tests/console/webhooks.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { musubi, type Ran, settingsOf } from '#tests/support/command.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { type AtTheButton, standAtTheButton } from '#tests/support/consent-button.ts'
import { freshTel, sendDocument, signInIntegrator, signingUrl } from '#tests/support/integrator.ts'
import { type ServerProcess, startProcess } from '#tests/support/process.ts'
import { type Receiver, startReceiver } from '#tests/support/receiver.ts'
import { openBrowser } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { asServer, dropDatabase, makeEmptyDatabase } from '#tests/support/template.ts'
import { until } from '#tests/support/until.ts'
import { aCaller } from '../web-api/caller.ts'
import { aSubject, states } from '../web-api/tables/subjects.ts'

let server: TestServer
let receiver: Receiver
/** Somebody consented, and the seal waits. */
let consented: AtTheButton
/** Somebody asked for a code, and the SMS waits. */
let asked: { documentId: string; tel: string }
let backups: string
const places: Place[] = []

type Place = { databaseUrl: string; dataDirectory: string; env: Record<string, string> }

beforeAll(async () => {
  server = await startTestServer()
  receiver = await startReceiver()
  backups = await mkdtemp(join(tmpdir(), 'musubi-backups-'))
  const caller = await aCaller(server.url, server.clientId)
  for (const state of states) await aSubject(server, caller, state)
  const integrator = await signInIntegrator(server.url, server.clientId)
  consented = await standAtTheButton({ server, integrator })
  const tel = freshTel()
  const sent = await sendDocument(integrator, {
    ...{ pdf: await contractPdf(), recipients: [{ name: '鈴木 一郎', tel }], title: '委任状' },
  })
  asked = { documentId: sent.documentId, tel }
  const url = await signingUrl(sent)
  await addWebhook(await enterConsole(server), receiver.url, { events: ['participant.consented'] })
  // What waits for a job at the instant of the backup.
  expect(await beside(server, 'jobs', 'off')).toMatchObject({ code: 0, out: 'Jobs are off.\n' })
  await until('the log says so', () => server.process().output().includes('"jobs.off"'))
  expect((await consented.press())?.status).toBe(303)
  const browser = openBrowser(server.url)
  await browser.get(url)
  await browser.post(`${new URL(url).pathname}/phone`, { tel })
})
afterAll(async () => {
  await server?.close()
  await receiver?.close()
  for (const { databaseUrl, dataDirectory } of places) {
    await dropDatabase(inject('postgresUrl'), databaseUrl)
    await rm(dataDirectory, { recursive: true, force: true })
  }
  await rm(backups, { recursive: true, force: true })
})

const beside = (of: TestServer, ...words: string[]) => musubi(words, settingsOf(of))

/** An empty database and an empty folder. */
async function emptyPlace(): Promise<Place> {
  const databaseUrl = await makeEmptyDatabase(inject('postgresUrl'))
  const dataDirectory = join(await mkdtemp(join(tmpdir(), 'musubi-restored-')), 'data')
  const { env, ...seen } = asServer(databaseUrl)
  const place = {
    databaseUrl,
    dataDirectory,
    env: { ...env, DATABASE_URL: seen.databaseUrl, MUSUBI_DATA: dataDirectory },
  }
  places.push(place)
  return place
}

const at = (place: Place, ...words: string[]): Promise<Ran> => musubi(words, place.env)

async function backup(...words: string[]) {
  const { code, out, err } = await beside(server, 'backup', backups, '--json', ...words)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const made: { point: string; files: number; copied: number; removed: string[]; faults: unknown[] } =
    JSON.parse(out)
  return made
}

/** `kill -9` so many milliseconds after the start. */
async function killedAfter(
  milliseconds: number,
  words: string[],
  env: Record<string, string>,
): Promise<void> {
  const child = spawn(process.execPath, ['dist/musubi.mjs', ...words], {
    stdio: 'ignore',
    env: { PATH: process.env.PATH, ...env },
  })
  const ended = once(child, 'exit')
  await sleep(milliseconds)
  child.kill('SIGKILL')
  await ended
}

/** Every row of every table, but what a restore must change. */
async function contentOf(
  of: Pick<TestServer, 'databaseUrl' | 'dataDirectory'>,
): Promise<Record<string, string>> {
  const tables = await rowsOf<{ name: string }>(
    of,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'graphile_worker') order by 1`,
  )
  const left = [
    'migrations',
    'sign_in_sessions',
    'sms_messages',
    'installation',
    '_private_jobs',
    'feed_readers',
  ]
  const rows = tables.filter(({ name }) => !left.some((each) => name.endsWith(`.${each}`)))
  const found = rows.map(async ({ name }): Promise<[string, string]> => {
    const [row] = await rowsOf<{ hash: string }>(
      of,
      `select md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) || ' ' || count(*) as hash from ${name} t`,
    )
    return [name, row?.hash ?? '']
  })
  return Object.fromEntries(await Promise.all(found))
}

test('the first point has everything, the next one only what is new', async () => {
  const first = await backup()
  expect(first.copied).toBeGreaterThan(10)
  // Files that are the same are there once.
  expect(first.copied).toBeLessThan(first.files)
  const second = await backup()
  expect(second).toMatchObject({ files: first.files, copied: 0, faults: [] })
})

describe('a restored copy', () => {
  let place: Place
  let copy: ServerProcess
  afterAll(() => copy?.stop())

  test('has every row and every file, and everything in it holds', async () => {
    place = await emptyPlace()
    const { code, out, err } = await at(place, 'restore', backups)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('musubi jobs on')
    expect(await contentOf(place)).toEqual(await contentOf(server))
    const verified = await at(place, 'verify', '--all')
    expect(verified.code).toBe(0)
    expect(verified.out).toMatch(/^9 documents: .* nothing is wrong\.$/m)
  })

  test('does nothing by itself until its jobs are switched on', async () => {
    copy = await startProcess(place)
    expect(copy.output()).toContain('"jobs.off"')
    expect((await fetch(`${copy.url}/health/ready`)).status).toBe(200)
    const doctor = await at({ ...place, env: { ...place.env, PORT: String(copy.port) } }, 'doctor')
    expect(doctor.out).toMatch(/^warn +jobs +They are off since/m)
    const [jobs] = await rowsOf<{ count: number }>(
      { ...place },
      'select count(*)::int as count from graphile_worker._private_jobs where attempts > 0',
    )
    expect(jobs?.count).toBe(0)
  })

  test('then goes on where it stood: the consent is concluded, the webhook keeps its id, no SMS goes out twice', async () => {
    // The original goes on as well: it sends the code, and tells the receiver.
    await beside(server, 'jobs', 'on')
    await server.codeFor(asked.tel)
    await until('the original concludes', async () => (await statusOf(server)) === 'concluded')
    const [original] = await receiver.heard(1)

    await at(place, 'jobs', 'on')
    await until('the copy concludes', async () => (await statusOf(place)) === 'concluded')
    const heard = await receiver.heard(2)
    expect(heard.map(({ headers }) => headers['webhook-id'])).toEqual([
      original?.headers['webhook-id'],
      original?.headers['webhook-id'],
    ])
    await until('the SMS is settled', async () => (await smsOf(place))[0]?.state === 'unknown')
    const phone = await fetch(`${copy.url}/playground/phone`, { headers: { accept: 'application/json' } })
    const texts: { to: string }[] = await phone.json()
    expect(texts.filter(({ to }) => to === asked.tel)).toEqual([])
    expect((await at(place, 'verify', '--all')).code).toBe(0)
  })

  const statusOf = async (of: Pick<TestServer, 'databaseUrl' | 'dataDirectory'>) =>
    (
      await rowsOf<{ status: string }>(
        of,
        'select status from documents where id = $1',
        consented.sent.documentId,
      )
    )[0]?.status
  const smsOf = (of: Place) =>
    rowsOf<{ state: string }>(of, 'select state from sms_messages where document_id = $1', asked.documentId)

  test('takes no second restore, and neither does the place of another installation', async () => {
    const again = await at(place, 'restore', backups)
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('The database is in use') })
    const about = join(backups, 'musubi-backup.json')
    const before = await readFile(about, 'utf8')
    await writeFile(about, '{"installation":"another"}')
    const refused = await beside(server, 'backup', backups)
    await writeFile(about, before)
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringContaining('holds backups of another installation'),
    })
  })
})

describe('what goes wrong', () => {
  test('a restore that is killed at any moment is made good by the next one', async () => {
    const place = await emptyPlace()
    for (const milliseconds of [700, 1100, 1500, 1900]) {
      await killedAfter(milliseconds, ['restore', backups], place.env)
    }
    const last = await at(place, 'restore', backups)
    // One of those killed may have got as far as the end.
    if (last.code !== 0) expect(last.err).toContain('The database is in use')
    expect((await at(place, 'verify', '--all')).code).toBe(0)
    expect(await rowsOf(place, 'select from installation where jobs_off_since is not null')).toHaveLength(1)
  })

  test('a second backup waits for the end of the first, also while that one copies files', async () => {
    const place = await mkdtemp(join(tmpdir(), 'musubi-backups-'))
    // A backup that copies files holds its lock and no snapshot any more.
    const first = await openSnapshot(asServer(server.databaseUrl).databaseUrl)
    await first?.release()
    const second = await beside(server, 'backup', place)
    await first?.close()
    expect(second).toMatchObject({ code: 1, err: expect.stringContaining('Another backup') })
    expect(await beside(server, 'backup', place)).toMatchObject({ code: 0 })
    await rm(place, { recursive: true })
  })

  test('a text that no key opens any more is in the way of no backup', async () => {
    const [row] = await rowsOf<{ id: string; body: string }>(
      server,
      `select id, snapshot::text as body from documents where status = 'draft' limit 1`,
    )
    const spoiled = (row?.body ?? '').replaceAll(/"tel_sealed": ?"2:[^"]+"/g, '"tel_sealed": "2:e1.AAAA"')
    expect(spoiled).not.toBe(row?.body)
    await rowsOf(server, 'update documents set snapshot = $2 where id = $1', row?.id, spoiled)
    const place = await mkdtemp(join(tmpdir(), 'musubi-backups-'))
    const made = await beside(server, 'backup', place)
    await rowsOf(server, 'update documents set snapshot = $2 where id = $1', row?.id, row?.body)
    await rm(place, { recursive: true })
    expect(made).toMatchObject({ code: 0, err: '' })
  })

  test('a point that was not finished is none, and goes with the next --keep', async () => {
    const names = (await musubi(['restore', backups, '--list'], settingsOf(server))).out.trim().split('\n')
    const newest = names.at(-1) ?? ''
    await rm(join(backups, 'points', newest, 'point.json'))
    expect((await musubi(['restore', backups, '--list'], settingsOf(server))).out.trim().split('\n')).toEqual(
      names.slice(0, -1),
    )
    const { point, removed } = await backup('--keep', '1')
    expect(removed.toSorted()).toEqual(names)
    expect(await readdir(join(backups, 'points'))).toEqual([point])
    const place = await emptyPlace()
    expect((await at(place, 'restore', backups)).code).toBe(0)
    expect((await at(place, 'verify', '--all')).code).toBe(0)
  })

  test('a content that lost a byte is named, and everything else comes back', async () => {
    const folder = join(backups, 'content')
    const [name = ''] = (await readdir(folder, { recursive: true })).filter((each) => each.length > 64)
    await writeFile(join(folder, name), 'x')
    const place = await emptyPlace()
    const { code, out } = await at(place, 'restore', backups)
    expect(code).toBe(1)
    expect(out).toMatch(/^missing {2}documents\/\S+ {2}.*not what was recorded$/m)
    const verified = await at(place, 'verify', '--all')
    expect(verified.code).toBe(1)
    expect(verified.out).toContain('  missing  ')
  })

  test('a file that the storage lost is named, and the point is made all the same', async () => {
    const folder = join(server.dataDirectory, 'files', 'documents', consented.sent.documentId)
    const names = await readdir(folder, { recursive: true })
    const certificate = names.find((name) => name.startsWith('certificate')) ?? ''
    await rm(join(folder, certificate))
    const place = await mkdtemp(join(tmpdir(), 'musubi-backups-'))
    const { code, out } = await beside(server, 'backup', place)
    await rm(place, { recursive: true })
    expect(code).toBe(1)
    expect(out).toContain(`missing  documents/${consented.sent.documentId}/${certificate}  `)
    expect(out).toContain('Point ')
  })
})
