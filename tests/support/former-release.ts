import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runMigrations } from 'graphile-worker'
import { Pool, type PoolClient } from 'pg'
import { inject } from 'vitest'
import { migrations } from '#server/adapters/postgres/migrations/all.ts'
import { dropDatabase } from './template.ts'

type Row = {
  id?: string
  name?: string
  file_id?: string
  act?: number
  sha256?: string
  snapshot?: unknown
  version?: string | null
}

export type FormerDocument = { documentId: string; fileId: string; participants: string[] }

export type FormerRelease<Name extends string = string> = {
  databaseUrl: string
  dataDirectory: string
  clientId: string
  documents: Record<Name, FormerDocument>
  /** SHA-256 of what that release sent. */
  firstRevisionOf(document: FormerDocument): string
  remove(): Promise<void>
}

/**
 * Database and data directory as an earlier release left them (the README of `fixture`). `withoutBody`: that document is as
 * the first releases wrote it, in rows alone.
 */
export async function formerRelease<Name extends string>(
  fixture: string,
  { withoutBody }: { withoutBody?: Name } = {},
): Promise<FormerRelease<Name>> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'musubi-former-'))
  await mkdir(join(dataDirectory, 'files'), { recursive: true })
  await cp(join(fixture, 'files'), join(dataDirectory, 'files'), { recursive: true })
  await cp(join(fixture, 'evaluation.json'), join(dataDirectory, 'evaluation.json'))
  const json = async (name: string) => JSON.parse(await readFile(join(fixture, name), 'utf8'))
  const rows: Record<string, Row[]> = await json('rows.json')
  const documents: Record<Name, FormerDocument> = await json('documents.json')
  const bare = withoutBody === undefined ? undefined : documents[withoutBody].documentId
  for (const row of rows.documents ?? []) {
    if (row.id === bare) Object.assign(row, { snapshot: null, version: null })
  }

  const admin = inject('postgresUrl')
  const url = new URL(admin)
  url.pathname = `/musubi_former_${process.pid}_${Date.now().toString(36)}`
  const administrator = new Pool({ connectionString: admin, max: 1 })
  await administrator.query(`create database ${url.pathname.slice(1)}`)
  await administrator.end()

  const pool = new Pool({ connectionString: url.toString(), max: 2 })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    await pool.query(
      'create table migrations (name text primary key, ran_at timestamptz not null default now())',
    )
    await runMigrations({ pgPool: pool })
    const done = new Set(rows.migrations?.map(({ name }) => name))
    for (const { name, sql } of migrations) if (done.has(name)) await pool.query(sql)
    const client = await pool.connect()
    // The rows belong together already, and the guards of later schemas are not moved by `replica`.
    await client.query('set session_replication_role = replica')
    const guards = await guardsIn(client)
    for (const { table, name } of guards) await client.query(`alter table ${table} disable trigger ${name}`)
    for (const table of Object.keys(rows)) await client.query(`truncate ${table} cascade`)
    for (const [table, all] of Object.entries(rows)) {
      await client.query(
        `insert into ${table} overriding system value select * from jsonb_populate_recordset(null::${table}, $1)`,
        [JSON.stringify(all)],
      )
    }
    for (const table of ['outbox_sms', 'outbox_mails']) {
      await client.query(
        `select setval(pg_get_serial_sequence('${table}', 'id'), (select coalesce(max(id), 0) + 1 from ${table}))`,
      )
    }
    for (const { table, name, mode } of guards)
      await client.query(`alter table ${table} enable ${mode} trigger ${name}`)
    client.release(true)
    await pool.end()
  } catch (error) {
    // A connection that is not given back would be waited for without end.
    void pool.end()
    throw error
  }
  return {
    databaseUrl: url.toString(),
    dataDirectory,
    clientId: (await json('evaluation.json')).client_id,
    documents,
    firstRevisionOf: ({ fileId }) =>
      rows.revisions?.find((each) => each.file_id === fileId && each.act === 0)?.sha256 ?? '',
    async remove() {
      await dropDatabase(admin, url.toString())
      await rm(dataDirectory, { recursive: true, force: true })
    },
  }
}

type Guard = { table: string; name: string; mode: string }

/** The triggers of our tables, with the word by which each is enabled again. */
async function guardsIn(client: PoolClient): Promise<Guard[]> {
  const { rows } = await client.query<Guard>(
    `select tgrelid::regclass::text as table, quote_ident(tgname) as name,
       case tgenabled when 'A' then 'always' when 'R' then 'replica' else '' end as mode
     from pg_trigger where not tgisinternal and tgenabled <> 'D'
       and tgrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)`,
  )
  return rows
}
