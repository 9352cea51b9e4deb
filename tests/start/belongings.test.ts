/** Keys, storage and database that do not belong together are refused at start, in one sentence that names the cure. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyProblem } from '#server/adapters/postgres/installation/installation-store.ts'
import { createSecrets } from '#server/adapters/system/secrets.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { sendDocument, signInIntegrator } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
let files: string
let keysFile: string
let original: string

beforeAll(async () => {
  server = await startTestServer()
  const integrator = await signInIntegrator(server.url, server.clientId)
  await sendDocument(integrator, { pdf: await contractPdf() })
  await waitForNoJobs(server)
  await server.process().stop()
  files = join(server.dataDirectory, 'files')
  keysFile = join(server.dataDirectory, 'evaluation.json')
  original = await readFile(keysFile, 'utf8')
})

afterAll(() => server?.close())

async function refusal(): Promise<string> {
  const said = await server.restart().then(
    () => 'it started',
    (error: Error) => error.message,
  )
  if (said === 'it started') await server.process().stop()
  expect(said).toMatch(/^the server ended with 1: /)
  const sentence = said.replace(/^the server ended with 1: /, '').trim()
  expect(sentence.split('\n').filter((line) => !line.startsWith('{'))).toHaveLength(1)
  return sentence
}

async function starts(): Promise<void> {
  await server.restart()
  await server.process().stop()
}

const otherKey = Buffer.alloc(32, 9).toString('base64')

async function withKeys(change: Record<string, string>, work: () => Promise<void>): Promise<void> {
  const known = JSON.parse(original)
  await writeFile(keysFile, JSON.stringify({ ...known, keys: { ...known.keys, ...change } }))
  try {
    await work()
  } finally {
    await writeFile(keysFile, original)
  }
}

const forgetChecks = () => rowsOf(server, 'delete from key_checks')

describe('keys', () => {
  test.each([
    ['data', 'DATA_KEY'],
    ['hash', 'HASH_KEY'],
  ])('a wrong %s key is refused, also by a database that has no check value yet', async (key, variable) => {
    await withKeys({ [key]: otherKey }, async () => {
      expect(await refusal()).toContain(variable)
      await forgetChecks()
      expect(await refusal()).toContain(variable)
      expect(await rowsOf(server, 'select 1 from key_checks where kind = $1', key)).toEqual([])
    })
    await starts()
    expect(await rowsOf(server, 'select kind, id from key_checks order by kind')).toEqual([
      { kind: 'data', id: 'e1' },
      { kind: 'hash', id: '' },
    ])
  })

  test('a key whose texts are still stored must stay; one without any may go', async () => {
    const { keys } = JSON.parse(original)
    const hash = Buffer.from(keys.hash, 'base64')
    const old = { id: 'e1', key: Buffer.from(keys.data, 'base64') }
    const next = { id: 'k2', key: Buffer.from(otherKey, 'base64') }
    const unused = { id: 'k3', key: Buffer.alloc(32, 3) }
    const pool = new Pool({ connectionString: server.databaseUrl })
    const problemWith = (data: (typeof old)[]) =>
      keyProblem(
        pool,
        data.map((key) => ({ id: key.id, secrets: createSecrets({ data: [key], hash }) })),
        createSecrets({ data, hash }),
      )
    try {
      expect(await problemWith([next, old, unused])).toBeNull()
      expect(await problemWith([next, old])).toBeNull()
      expect(await problemWith([next])).toEqual({ problem: 'data_key_missing', id: 'e1' })
      expect(await problemWith([{ ...next, key: unused.key }, old])).toEqual({
        problem: 'data_key_wrong',
        id: 'k2',
      })
      expect(await problemWith([old])).toBeNull()
    } finally {
      await pool.end()
    }
  })
})

describe('storage', () => {
  const aside = () => join(server.dataDirectory, 'aside')
  const marker = () => join(files, 'installation/id')

  test('an empty one under a database with files is refused, whether it was ever marked or not', async () => {
    await rename(files, aside())
    expect(await refusal()).toMatch(/does not hold the files of this database.*MUSUBI_DATA.*backup/)
    await rowsOf(server, 'update installation set storage_marked = false')
    expect(await refusal()).toMatch(/does not hold the files of this database/)
    await rm(files, { recursive: true, force: true })
    await rename(aside(), files)
    await starts()
  })

  test('that of another database is refused', async () => {
    const own = await readFile(marker(), 'utf8')
    await writeFile(marker(), 'another')
    expect(await refusal()).toMatch(/holds the files of another database.*MUSUBI_DATA and DATABASE_URL/)
    await writeFile(marker(), own)
    await starts()
  })

  test('that of an earlier release is marked, once its files were found', async () => {
    await rm(join(files, 'installation'), { recursive: true })
    await rowsOf(server, 'update installation set storage_marked = false')
    await starts()
    const [row] = await rowsOf<{ id: string; storage_marked: boolean }>(server, 'select * from installation')
    expect(row?.storage_marked).toBe(true)
    expect(await readFile(marker(), 'utf8')).toBe(row?.id)
  })
})
