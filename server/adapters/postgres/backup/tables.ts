import type { ClientBase } from 'pg'

/** A table with the columns that are stored, not reckoned from others; `name` and `columns` are quoted where they must be. */
export type BackupTable = { name: string; columns: string[] }
export type BackupSequence = { name: string; last: string; called: boolean }

/** The list of what has run is written by whoever runs it. */
const notCopied = ['public.migrations', 'graphile_worker.migrations']

const tables = `
select format('%I.%I', n.nspname, c.relname) as name,
  array(select quote_ident(a.attname) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
  array(select format('%I.%I', fn.nspname, f.relname) from pg_constraint k
        join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('public', 'graphile_worker') and c.relkind = 'r' and c.relpersistence = 'p'
  and n.nspname || '.' || c.relname <> all($1::text[])
order by 1`

/** Our tables and those of the queue (not the unlogged ones, which a crash empties as well), each behind those that its foreign keys point to. Throws where they go in a circle. */
export async function backupTables(client: ClientBase): Promise<BackupTable[]> {
  const { rows } = await client.query<BackupTable & { needs: string[] }>(tables, [notCopied])
  const ordered: BackupTable[] = []
  const placed = new Set<string>()
  for (let left = rows; left.length > 0; ) {
    const next = left.filter(({ needs }) => needs.every((name) => placed.has(name)))
    if (next.length === 0)
      throw new Error(`foreign keys go in a circle: ${left.map(({ name }) => name).join(', ')}`)
    for (const { name, columns } of next) {
      placed.add(name)
      ordered.push({ name, columns })
    }
    left = left.filter(({ name }) => !placed.has(name))
  }
  return ordered
}

/** Where each sequence is, in the same schemas. */
export async function backupSequences(client: ClientBase): Promise<BackupSequence[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, sequencename) as name from pg_sequences
     where schemaname in ('public', 'graphile_worker') order by 1`,
  )
  const found: BackupSequence[] = []
  for (const { name } of rows) {
    const { rows: states } = await client.query<{ last: string; called: boolean }>(
      `select last_value::text as last, is_called as called from ${name}`,
    )
    for (const state of states) found.push({ name, ...state })
  }
  return found
}
