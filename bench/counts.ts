import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client as Database } from 'pg'
import { measureAgreements } from './agreements.ts'
import { openSide } from './side.ts'

type Plan = { seconds: number; concurrency: number }
type Statement = { query: string; calls: number; milliseconds: number; planning: number; wal: number }
type Table = { name: string; inserted: number; updated: number; hot: number; deleted: number }
type Called = { name: string; calls: number; milliseconds: number }

const extension = 'pg_stat_statements'
/** Rarer ones are of the server's upkeep. */
const least = 0.05

/**
 * What an agreement asks of PostgreSQL, counted: statements, rows written, calls of our functions. How often does not depend on what
 * else the machine does; how long does. `checkout`: another one, as for `--beside`.
 */
export async function benchCounts(checkout: string, plan: Plan): Promise<void> {
  const side = await openSide('counted', checkout, {}, async (dataDirectory) => {
    const settings = [
      `shared_preload_libraries = '${extension}'`,
      `${extension}.track = 'all'`,
      `${extension}.track_planning = on`,
      `track_functions = 'all'`,
    ]
    await appendFile(join(dataDirectory, 'postgres', 'postgresql.auto.conf'), `${settings.join('\n')}\n`)
  })
  const database = new Database({ connectionString: side.databaseUrl })
  await database.connect()
  try {
    await database.query(`create extension ${extension}`)
    await measureAgreements(side.office, { concurrency: plan.concurrency, seconds: 8 }, side.spent)
    await database.query(`select ${extension}_reset(), pg_stat_reset()`)
    const found = await measureAgreements(side.office, plan, side.spent)
    await tell(database, found.concluded)
    for (const [kind, milliseconds] of Object.entries(found.each))
      say(`${kind}: ${milliseconds.toFixed(1)} ms`)
  } finally {
    await database.end()
    await side.close()
  }
}

async function tell(database: Database, agreements: number): Promise<void> {
  const asked = await rowsOf<Statement & { outer: boolean }>(
    database,
    `select toplevel as outer, query, calls::float8, total_exec_time as milliseconds, total_plan_time as planning, wal_bytes::float8 as wal
     from ${extension} where dbid = (select oid from pg_database where datname = current_database()) order by total_exec_time desc`,
  )
  const each = (value: number) => (value / agreements).toFixed(2)
  const total = (of: (row: Statement) => number, rows: Statement[]) =>
    rows.reduce((sum, row) => sum + of(row), 0)
  const outer = asked.filter((row) => row.outer)
  say(
    `${agreements} agreements; each ${each(total(({ calls }) => calls, outer))} statements, ` +
      `${each(total(({ milliseconds }) => milliseconds, outer))} ms in them, ` +
      `${each(total(({ planning }) => planning, asked))} ms of planning, ` +
      `${each(total(({ wal }) => wal, outer) / 1024)} KB of WAL`,
  )
  for (const [heading, rows] of [
    ['statements', outer],
    ['within functions', asked.filter((row) => !row.outer)],
  ] as const) {
    say(`\n${heading}: calls, ms, ms of planning, KB of WAL`)
    for (const { query, calls, milliseconds, planning, wal } of rows) {
      if (calls < agreements * least && milliseconds < agreements * least) continue
      const numbers = [calls, milliseconds, planning, wal / 1024].map((value) => each(value).padStart(7))
      say(`${numbers.join('')}  ${query.replace(/\s+/g, ' ').slice(0, 110)}`)
    }
  }
  const tables = await rowsOf<Table>(
    database,
    `select relname as name, n_tup_ins::float8 as inserted, n_tup_upd::float8 as updated, n_tup_hot_upd::float8 as hot,
       n_tup_del::float8 as deleted
     from pg_stat_user_tables where n_tup_ins + n_tup_upd + n_tup_del > 0 order by n_tup_ins + n_tup_upd + n_tup_del desc`,
  )
  say('\ntables: inserted, updated, of them HOT, deleted')
  for (const { name, inserted, updated, hot, deleted } of tables) {
    say(`${[inserted, updated, hot, deleted].map((value) => each(value).padStart(7)).join('')}  ${name}`)
  }
  const called = await rowsOf<Called>(
    database,
    'select funcname as name, calls::float8, self_time as milliseconds from pg_stat_user_functions order by self_time desc',
  )
  say('\nfunctions: calls, ms of their own')
  for (const { name, calls, milliseconds } of called) {
    say(`${[calls, milliseconds].map((value) => each(value).padStart(7)).join('')}  ${name}`)
  }
}

async function rowsOf<Row extends object>(database: Database, text: string): Promise<Row[]> {
  return (await database.query<Row>(text)).rows
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
