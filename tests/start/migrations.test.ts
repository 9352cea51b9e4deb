/** A database is only worked on by a release that knows all that was done to its schema. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { migrations } from '#server/adapters/postgres/migrations/all.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await server.process().stop()
})
beforeEach(async () => {
  await rowsOf(server, `delete from migrations where name like '9999%'`)
})
afterAll(() => server?.close())

const checksumOf = (sql: string) => createHash('sha256').update(sql).digest('hex')
const ours = Object.fromEntries(migrations.map(({ name, sql }) => [name, checksumOf(sql)]))

async function recorded(): Promise<Record<string, unknown>> {
  const rows = await rowsOf<{ name: string; checksum?: string }>(server, 'select * from migrations')
  return Object.fromEntries(rows.map(({ name, checksum }) => [name, checksum]))
}

async function starts(): Promise<void> {
  await server.restart()
  await server.process().stop()
}

/** What it says instead of starting. */
async function refusal(): Promise<string> {
  const said = await server.restart().then(
    () => 'it started',
    (error: Error) => error.message,
  )
  if (said === 'it started') await server.process().stop()
  const sentence = said.replace(/^the server ended with 1: /, '').trim()
  expect(sentence.split('\n')).toHaveLength(1)
  return sentence
}

test('each migration is recorded with the checksum of what ran', async () => {
  expect(await recorded()).toEqual(ours)
})

test('what a newer release has migrated is refused by an older one in one sentence, and left as it is', async () => {
  await rowsOf(server, 'alter table migrations drop column checksum')
  await rowsOf(server, `insert into migrations (name) values ('9999-of-a-newer-release')`)
  const before = await recorded()
  expect(await refusal()).toMatch(/^The database was migrated by a newer release .*9999-of-a-newer-release/)
  expect(await recorded()).toEqual(before)
  await rowsOf(server, `delete from migrations where name like '9999%'`)
  await starts()
})

test('a process that runs when a newer release migrates goes on', async () => {
  await server.restart()
  await rowsOf(server, `insert into migrations (name, checksum) values ('9999-of-a-newer-release', 'x')`)
  const { status } = await fetch(`${server.url}/health/ready`)
  await server.process().stop()
  expect(status).toBe(200)
})

test('a migration that has run and was changed since is refused in one sentence that names it', async () => {
  await rowsOf(server, `update migrations set checksum = 'another' where name = '0004-snapshots'`)
  expect(await refusal()).toMatch(/^The database was migrated by another build .*0004-snapshots/)
  await rowsOf(
    server,
    'update migrations set checksum = $1 where name = $2',
    ours['0004-snapshots'],
    '0004-snapshots',
  )
  await starts()
})

test('a database of a release that kept no checksums gets them at the first start', async () => {
  await rowsOf(server, 'alter table migrations drop column checksum')
  await starts()
  expect(await recorded()).toEqual(ours)
  // As a process of that release, started meanwhile, would leave it.
  await rowsOf(server, `update migrations set checksum = null where name = '0005-document-versions'`)
  await starts()
  expect(await recorded()).toEqual(ours)
})

test('no migration that an operator may have run was changed since', async () => {
  const ran = JSON.parse(await readFile('tests/fixtures/migrations.json', 'utf8'))
  expect(ours).toMatchObject(ran)
})
