import { createHash } from 'node:crypto'
import { runMigrations } from 'graphile-worker'
import type { Pool, PoolClient } from 'pg'
import { migrations } from '../migrations/all.ts'
import { grantServerRole } from './server-role.ts'

/** Any number; several processes that start at once wait here for each other. */
const migrationLock = 7_306_001

/** The schema is not one that this release may work on; the message is one sentence for the operator. */
export class SchemaRefused extends Error {
  override readonly name = 'SchemaRefused'
}

/** A migration that has run, with the SHA-256 of its statements in hex; null of releases that kept none. */
export type MigrationDone = { name: string; checksum: string | null }

/**
 * Brings the schema up to date, each migration in its own transaction. Safe to call from several processes at once.
 * `serverRole`: as whom the server works, where that is another role than the one of this pool; it gets its rights.
 * Throws `SchemaRefused`, with nothing written, where a newer release or another migration of the same name has run, or
 * where something is to be done and this role may not do it. `only`: no further than to the schema of which these were all.
 */
export async function migrate(
  pool: Pool,
  serverRole: string | null = null,
  { only }: { only?: MigrationDone[] } = {},
): Promise<void> {
  if (only !== undefined) refuseOtherSchema(only)
  const wanted = only && new Set(only.map(({ name }) => name))
  const client = await pool.connect()
  try {
    // A migration of a large table takes its time, and so does waiting for another process's.
    await client.query('set statement_timeout = 0; set lock_timeout = 0')
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    if (await isSomebodyElses(client)) return await refuseUnfinished(client)
    await refuseWithoutRights(client)
    await client.query(
      'create table if not exists migrations (name text primary key, ran_at timestamptz not null default now(), checksum text)',
    )
    const done = await migrationsDone(client)
    refuseOtherSchema(done)
    await fillChecksums(client, done)
    const open = pendingAfter(done).filter(({ name }) => wanted === undefined || wanted.has(name))
    if (open.length > 0 || !(await hasJobTables(client))) await runMigrations({ pgPool: pool })
    for (const migration of open) await runOne(client, migration)
    if (serverRole !== null) await grantServerRole(client, serverRole)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined)
    await client.query('reset statement_timeout; reset lock_timeout').catch(() => undefined)
    client.release()
  }
}

/** Where it and a process of the release before waited for each other, PostgreSQL ends one of them: then once more. */
const triesOfOne = 5
const deadlock = '40P01'

async function runOne(client: PoolClient, { name, sql }: { name: string; sql: string }): Promise<void> {
  for (let tries = 1; ; tries++) {
    await client.query('begin')
    try {
      await client.query(sql)
      await client.query('insert into migrations (name, checksum) values ($1, $2)', [name, checksumOf(sql)])
      await client.query('commit')
      return
    } catch (error) {
      await client.query('rollback')
      const again = error instanceof Error && 'code' in error && error.code === deadlock && tries < triesOfOne
      if (!again) throw new Error(`the migration ${name} failed; nothing of it was kept`, { cause: error })
    }
  }
}

/** A schema was made, and its owner is a role that this one does not belong to. */
async function isSomebodyElses(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>(
    `select pg_has_role(relowner, 'USAGE') as mine from pg_class where oid = to_regclass('migrations')`,
  )
  return rows[0]?.mine === false
}

/** Where nothing was ever migrated, this role must be one that may make tables. */
async function refuseWithoutRights(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ role: string }>(
    `select current_user as role where to_regclass('migrations') is null
       and not coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)`,
  )
  const [without] = rows
  if (without === undefined) return
  throw new SchemaRefused(
    `The database was never migrated, and ${without.role} may make no tables in it: let DATABASE_MIGRATION_URL name the role that owns the database.`,
  )
}

/** A server's own role may start a server where nothing is left to be done. */
async function refuseUnfinished(client: PoolClient): Promise<void> {
  const done = await migrationsDone(client)
  refuseOtherSchema(done)
  const open = pendingAfter(done).map(({ name }) => name)
  if (open.length === 0) return
  const { rows } = await client.query<{ role: string; owner: string }>(
    `select current_user as role, relowner::regrole::text as owner from pg_class where oid = to_regclass('migrations')`,
  )
  throw new SchemaRefused(
    `The database is to be migrated (${open.join(', ')}), which only the owner of its tables may do, and ${rows[0]?.role} is not: let DATABASE_MIGRATION_URL name ${rows[0]?.owner}.`,
  )
}

/** SHA-256 of the statements, in hex. */
function checksumOf(sql: string): string {
  return createHash('sha256').update(sql).digest('hex')
}

/** Where the statements that ran are not ours, nobody knows what this release would do to the rows. */
function refuseOtherSchema(done: MigrationDone[]): void {
  const ours = new Map(migrations.map(({ name, sql }) => [name, checksumOf(sql)]))
  const unknown = done.filter(({ name }) => !ours.has(name)).map(({ name }) => name)
  if (unknown.length > 0) {
    throw new SchemaRefused(
      `The database was migrated by a newer release (this one does not know ${unknown.join(', ')}); start that release or a later one, or restore the backup from before the update.`,
    )
  }
  const changed = done.filter(({ name, checksum }) => checksum !== null && checksum !== ours.get(name))
  if (changed.length > 0) {
    throw new SchemaRefused(
      `The database was migrated by another build (what ran there as ${changed.map(({ name }) => name).join(', ')} is not what this release holds under that name); start the release that migrated it.`,
    )
  }
}

/** For migrations run by a release that kept no checksums: they are taken to be ours, which never changed. */
async function fillChecksums(client: PoolClient, done: MigrationDone[]): Promise<void> {
  const bare = new Set(done.flatMap(({ name, checksum }) => (checksum === null ? [name] : [])))
  if (bare.size === 0) return
  await client.query('alter table migrations add column if not exists checksum text')
  for (const { name, sql } of migrations) {
    if (!bare.has(name)) continue
    await client.query('update migrations set checksum = $2 where name = $1', [name, checksumOf(sql)])
  }
}

/** Migrations of this release that the database has not seen. */
export async function pendingMigrations(pool: Pool): Promise<string[]> {
  return pendingAfter(await migrationsDone(pool)).map(({ name }) => name)
}

/** What has run there. */
export async function migrationsDone(connection: Pick<Pool, 'query'>): Promise<MigrationDone[]> {
  // Earlier releases had no column for the checksum.
  const { rows } = await connection.query<MigrationDone>(
    "select name, to_jsonb(migrations) ->> 'checksum' as checksum from migrations order by name",
  )
  return rows
}

function pendingAfter(done: MigrationDone[]): typeof migrations {
  const names = new Set(done.map(({ name }) => name))
  return migrations.filter(({ name }) => !names.has(name))
}

/** Every migration that this release knows, in order. */
export const migrationNames = migrations.map(({ name }) => name)

/**
 * What `migrate` would do, without doing it: the migrations to come, or why it would refuse. A database that was never
 * migrated has all of them to come.
 */
export async function schemaState(pool: Pool): Promise<{ pending: string[]; refused: SchemaRefused | null }> {
  const { rows } = await pool.query<{ there: boolean }>(
    `select to_regclass('migrations') is not null as there`,
  )
  if (rows[0]?.there !== true) return { pending: migrationNames, refused: null }
  const done = await migrationsDone(pool)
  const pending = pendingAfter(done).map(({ name }) => name)
  try {
    refuseOtherSchema(done)
    return { pending, refused: null }
  } catch (error) {
    if (error instanceof SchemaRefused) return { pending, refused: error }
    throw error
  }
}

/**
 * Two addresses must lead to one database: asked before `migrate`, which must not change another one. Which it is shows
 * by its id and by when its server began, so names of hosts and pools between do not matter. Throws `SchemaRefused`.
 */
export async function refuseOtherDatabase(owner: Pool, server: Pool): Promise<void> {
  const [ownersOne, serversOne] = [await databaseOf(owner), await databaseOf(server)]
  if (ownersOne === serversOne) return
  throw new SchemaRefused(
    'DATABASE_URL and DATABASE_MIGRATION_URL lead to different databases; let both name the same one, each with its role.',
  )
}

async function databaseOf(pool: Pool): Promise<string | undefined> {
  const { rows } = await pool.query<{ one: string }>(
    `select concat_ws(' ', oid, pg_postmaster_start_time()) as one from pg_database where datname = current_database()`,
  )
  return rows[0]?.one
}

async function hasJobTables(client: { query(sql: string): Promise<{ rows: unknown[] }> }): Promise<boolean> {
  const { rows } = await client.query("select 1 from pg_namespace where nspname = 'graphile_worker'")
  return rows.length > 0
}
