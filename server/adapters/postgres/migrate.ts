import { runMigrations } from 'graphile-worker'
import type { Pool } from 'pg'
import { migrations } from './migrations/all.ts'

/** Any number; several processes that start at once wait here for each other. */
const migrationLock = 7_306_001

/** Brings the schema up to date, each migration in its own transaction. Safe to call from several processes at once. */
export async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect()
  try {
    // A migration of a large table takes its time, and so does waiting for another process's.
    await client.query('set statement_timeout = 0; set lock_timeout = 0')
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await client.query(
      'create table if not exists migrations (name text primary key, ran_at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ name: string }>('select name from migrations')
    const done = new Set(rows.map((row) => row.name))
    const open = migrations.filter((each) => !done.has(each.name))
    if (open.length > 0 || !(await hasJobTables(client))) await runMigrations({ pgPool: pool })
    for (const { name, sql } of open) {
      await client.query('begin')
      try {
        await client.query(sql)
        await client.query('insert into migrations (name) values ($1)', [name])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw new Error(`the migration ${name} failed; nothing of it was kept`, { cause: error })
      }
    }
  } finally {
    await client.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined)
    await client.query('reset statement_timeout; reset lock_timeout').catch(() => undefined)
    client.release()
  }
}

async function hasJobTables(client: { query(sql: string): Promise<{ rows: unknown[] }> }): Promise<boolean> {
  const { rows } = await client.query("select 1 from pg_namespace where nspname = 'graphile_worker'")
  return rows.length > 0
}
