/**
 * The server's role in the database owns nothing: whoever speaks SQL as the server cannot change what was recorded.
 * Tried on the embedded database, on one that an earlier release made, and on an operator's own.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Pool } from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '#server/adapters/postgres/embedded/embedded-postgres.ts'
import { migrate } from '#server/adapters/postgres/schema/migrate.ts'
import { tooStrong } from '#server/adapters/postgres/schema/server-role.ts'
import { attack, attacks } from '#tests/support/database-attacks.ts'
import { startExternalPostgres } from '#tests/support/external-postgres.ts'
import { signInIntegrator } from '#tests/support/integrator.ts'
import { needs } from '#tests/support/needs.ts'
import { debianPostgres } from '#tests/support/postgres-pair.ts'
import { type ServerProcess, startProcess } from '#tests/support/process.ts'

const everyOneRefused = Object.fromEntries(attacks.map(([what]) => [what, 'refused']))
const strongRole = '"event":"database.role_too_strong"'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'musubi-role-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  return client
    .query(sql)
    .then(({ rows }) => rows)
    .finally(() => client.end())
}

/** A document, so that there is something in the trail. */
async function makeDocument({ url, output }: ServerProcess): Promise<void> {
  const clientId = /Client ID {2}(\w+)/.exec(output())?.[1] ?? ''
  const integrator = await signInIntegrator(url, clientId)
  const { status } = await integrator.call('POST', '/documents', { title: '書類' })
  expect(status).toBe(200)
}

async function weaknesses(url: string): Promise<string[]> {
  const pool = new Pool({ connectionString: url, max: 1 })
  return tooStrong(pool).finally(() => pool.end())
}

const othersThanOwner = `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'graphile_worker') and c.relowner is distinct from to_regrole('musubi_owner')
  union all select proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname in ('public', 'graphile_worker') and p.proowner is distinct from to_regrole('musubi_owner')
  union all select datname from pg_database where datname = 'musubi' and datdba is distinct from to_regrole('musubi_owner')`

/** While a server runs on the directory, so that the database stays when this connection goes. */
async function withEmbedded(work: (database: EmbeddedPostgres) => Promise<void>): Promise<void> {
  await work(await startEmbeddedPostgres(directory))
}

describe('the embedded database', () => {
  test('whoever speaks SQL as the server can change nothing that was recorded', async () => {
    const server = await startProcess({ dataDirectory: directory })
    try {
      await makeDocument(server)
      await withEmbedded(async ({ url, administratorUrl }) => {
        expect(await attack(url, attacks)).toEqual(everyOneRefused)
        expect(await weaknesses(url)).toEqual([])
        expect(server.output()).not.toContain(strongRole)
        expect(await ask(administratorUrl, othersThanOwner)).toEqual([])
        // The same statements are not wrong in themselves: a superuser, as the server was before, is not refused.
        const bySuperuser = Object.values(await attack(administratorUrl, attacks.slice(0, 9)))
        expect(bySuperuser.filter((became) => became === 'done')).toHaveLength(8)
      })
    } finally {
      await server.stop()
    }
  })

  test('one of an earlier release, all of it a superuser’s, is given over, and its process goes on beside', async () => {
    const before = await startEmbeddedPostgres(directory)
    await ask(before.administratorUrl, 'alter database musubi owner to musubi')
    await ask(before.administratorUrl, 'grant temporary on database musubi to public')
    await ask(before.administratorUrl, 'drop role musubi_owner')
    await ask(before.administratorUrl, 'drop role musubi_server')
    const pool = new Pool({ connectionString: before.administratorUrl, max: 2 })
    pool.on('error', () => undefined)
    pool.on('connect', (client) => client.on('error', () => undefined))
    await migrate(pool)
    expect(await ask(before.administratorUrl, othersThanOwner)).not.toEqual([])

    const server = await startProcess({ dataDirectory: directory })
    try {
      await makeDocument(server)
      expect(await ask(before.administratorUrl, othersThanOwner)).toEqual([])
      await withEmbedded(async ({ url }) => expect(await attack(url, attacks)).toEqual(everyOneRefused))
      // As the process of the earlier release that runs beside records.
      const [{ id } = {}] = (await pool.query('select id from documents')).rows
      await pool.query(`select record_facts($1, array['x'], array[now()], array['{}'], '[]')`, [id])
    } finally {
      await pool.end()
      await server.stop()
    }
  })
})

describe('a PostgreSQL of the operator’s own', needs(debianPostgres), () => {
  /** A block of docs/operations.md, as it would be pasted: for a new database, or for one that has its owner. */
  async function commands(database: 'new' | 'present'): Promise<string> {
    const page = await readFile('docs/operations.md', 'utf8')
    const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text ?? '')
    const block = blocks.find(
      (text) =>
        text.includes('create role musubi_server') &&
        text.includes('create database') === (database === 'new'),
    )
    if (block === undefined) throw new Error('docs/operations.md holds no such block')
    return block
  }

  test('the two roles of docs/operations.md: the server starts, works, and can change nothing that was recorded', async () => {
    const postgres = await startExternalPostgres(debianPostgres.bin)
    const as = (role: string) => `postgresql://${role}@127.0.0.1:${postgres.port}/musubi`
    let server: ServerProcess | null = null
    try {
      await postgres.paste(await commands('new'))
      const env = { DATABASE_MIGRATION_URL: as('musubi_owner') }
      const tooEarly = await startProcess({
        dataDirectory: directory,
        databaseUrl: as('musubi_server'),
      }).then(
        () => 'it started',
        (error: Error) => error.message,
      )
      expect(tooEarly).toContain('never migrated, and musubi_server may make no tables in it')
      server = await startProcess({ dataDirectory: directory, databaseUrl: as('musubi_server'), env })
      await makeDocument(server)
      expect(server.output()).not.toContain(strongRole)
      expect(await attack(as('musubi_server'), attacks)).toEqual(everyOneRefused)
      await server.stop()
      // Nothing is left to be migrated: the server's own role is enough.
      server = await startProcess({ dataDirectory: directory, databaseUrl: as('musubi_server') })
      await makeDocument(server)
      await server.stop()
      await ask(as('musubi_owner'), `delete from migrations where name = '0024-documents-in-flight'`)
      const said = await startProcess({ dataDirectory: directory, databaseUrl: as('musubi_server') }).then(
        () => 'it started',
        (error: Error) => error.message,
      )
      expect(said).toContain('let DATABASE_MIGRATION_URL name musubi_owner')
    } finally {
      await server?.stop().catch(() => undefined)
      await postgres.close()
    }
  })

  test('with one role for all it works as before and says so once; the second role is added later', async () => {
    const postgres = await startExternalPostgres(debianPostgres.bin)
    const as = (role: string) => `postgresql://${role}@127.0.0.1:${postgres.port}/musubi`
    let server: ServerProcess | null = null
    try {
      await postgres.paste('psql -c "create role musubi login" -c "create database musubi owner musubi"')
      server = await startProcess({ dataDirectory: directory, databaseUrl: as('musubi') })
      await makeDocument(server)
      expect(server.output().split(strongRole)).toHaveLength(2)
      expect(await weaknesses(as('musubi'))).toContain('it owns the table audit')

      await postgres.paste(await commands('present'))
      const second = await startProcess({
        dataDirectory: directory,
        databaseUrl: as('musubi_server'),
        env: { DATABASE_MIGRATION_URL: as('musubi') },
      })
      try {
        expect(second.output()).not.toContain(strongRole)
        await makeDocument(second)
        // The process with the strong role goes on beside.
        await makeDocument(server)
        const became = Object.values(await attack(as('musubi_server'), attacks))
        // There is no musubi_owner here that could be become.
        expect(became.filter((each) => each !== 'refused')).toEqual([
          'failed with 22023',
          'failed with 22023',
        ])
      } finally {
        await second.stop()
      }
    } finally {
      await server?.stop()
      await postgres.close()
    }
  })

  test('two addresses of different databases are told in one sentence', async () => {
    const postgres = await startExternalPostgres(debianPostgres.bin)
    const as = (database: string) => `postgresql://postgres@127.0.0.1:${postgres.port}/${database}`
    try {
      await postgres.paste(
        'psql -c "create database one" -c "create database other" -c "create role other login superuser"',
      )
      const said = await startProcess({
        dataDirectory: directory,
        databaseUrl: as('one'),
        env: { DATABASE_MIGRATION_URL: as('other').replace('postgres@', 'other@') },
      }).then(
        () => 'it started',
        (error: Error) => error.message,
      )
      expect(said).toContain('DATABASE_URL and DATABASE_MIGRATION_URL lead to different databases')
      // What belongs to somebody else must not be migrated before it is noticed.
      expect(await ask(as('other'), `select to_regclass('migrations') as made`)).toEqual([{ made: null }])
    } finally {
      await postgres.close()
    }
  })
})
