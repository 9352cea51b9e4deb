import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { BackupSequence, BackupTable } from './tables.ts'
import { unlimitedConnection } from './unlimited-connection.ts'

/** What a point holds of the database. */
export type PointOfDatabase = {
  tables: BackupTable[]
  sequences: BackupSequence[]
  rowsOf(table: BackupTable): AsyncIterable<Uint8Array>
}

type Trigger = { table: string; name: string; enabled: 'O' | 'A' | 'R' | 'D' }

/** Nobody may have used it: what is loaded takes the place of every row. */
const used = `select exists (select from documents) or exists (select from members) or exists (select from installation) as used`

const triggersOf = `
select format('%I.%I', n.nspname, c.relname) as table, quote_ident(t.tgname) as name, t.tgenabled as enabled
from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
where not t.tgisinternal and t.tgparentid = 0 and n.nspname in ('public', 'graphile_worker')`

const enabledAs = { O: 'enable', A: 'enable always', R: 'enable replica', D: 'disable' }

/**
 * What a second server on these rows must not do again or must not believe. It takes no jobs at all until somebody says so, from
 * the very commit on by which the rows are there. An SMS that waited may have gone out since: it counts
 * as one whose process died on the way, and is never repeated. Sessions may have been ended since. A worker that held a job
 * is not there any more, and numbers of transactions are another cluster's.
 */
const afterLoading = [
  'update public.installation set jobs_off_since = coalesce(jobs_off_since, now())',
  `update public.sms_messages set state = 'submitting' where state = 'queued'`,
  'delete from public.sign_in_sessions',
  'update graphile_worker._private_jobs set locked_by = null, locked_at = null where locked_at is not null',
  'update graphile_worker._private_job_queues set locked_by = null, locked_at = null where locked_at is not null',
  'update public.feed_readers set waits_for = null where waits_for is not null',
]

/**
 * Fills a database, whose schema is the one that the point was made with, in one transaction: all of it is there afterwards or
 * nothing. As the owner of the tables; their triggers say nothing meanwhile, for what they would write is in the point.
 * False: the database is in use, and nothing was changed.
 */
export async function loadDatabase(ownerUrl: string, point: PointOfDatabase): Promise<boolean> {
  return onConnection(ownerUrl, async (client) => {
    await client.query('begin')
    await client.query(
      `lock table ${point.tables.map(({ name }) => name).join(', ')} in access exclusive mode`,
    )
    if (await isUsed(client)) return false
    const { rows: triggers } = await client.query<Trigger>(triggersOf)
    for (const { table, name } of triggers) await client.query(`alter table ${table} disable trigger ${name}`)
    // Migrations put some rows there, which are in the point as well. What points to these and is not in it lives for minutes only.
    await client.query(`truncate ${point.tables.map(({ name }) => name).join(', ')} cascade`)
    for (const table of point.tables) await loadTable(client, table, point.rowsOf(table))
    for (const { name, last, called } of point.sequences) {
      await client.query('select setval($1::regclass, $2::bigint, $3)', [name, last, called])
    }
    for (const change of afterLoading) await client.query(change)
    for (const { table, name, enabled } of triggers) {
      await client.query(`alter table ${table} ${enabledAs[enabled]} trigger ${name}`)
    }
    await client.query('commit')
    // Otherwise its plans would be those of an empty database until the server's own analysis comes by.
    await client.query('analyze')
    return true
  })
}

/** Has no server ever started on this database? True also where it was never migrated. */
export async function isUnused(ownerUrl: string): Promise<boolean> {
  return onConnection(ownerUrl, async (client) => {
    const { rows } = await client.query<{ made: boolean }>(
      `select to_regclass('installation') is not null as made`,
    )
    return rows[0]?.made !== true || !(await isUsed(client))
  })
}

async function isUsed(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ used: boolean }>(used)
  return rows[0]?.used !== false
}

async function onConnection<Answer>(
  url: string,
  work: (client: pg.Client) => Promise<Answer>,
): Promise<Answer> {
  const client = await unlimitedConnection(url)
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function loadTable(
  client: pg.Client,
  { name, columns }: BackupTable,
  rows: AsyncIterable<Uint8Array>,
): Promise<void> {
  await pipeline(
    Readable.from(rows),
    client.query(copyFrom(`copy ${name} (${columns.join(', ')}) from stdin`)),
  )
}
