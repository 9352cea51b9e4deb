import { escapeIdentifier, type Pool, type PoolClient } from 'pg'

/** Tables to which rows are added and never changed. */
const appendOnly = ['public.audit', 'public.team_events']
/** What only the owner writes. */
const ownersOwn = ['public.migrations', 'graphile_worker.migrations']

type TableRights = { table: string; held: string[]; guarded: boolean }

/** Every table of ours, with what the role may do there, and whether row level security shuts it out. */
const rightsOf = `
select n.nspname || '.' || c.relname as table,
  array(select p from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
        where has_table_privilege($1, c.oid, p)) as held,
  c.relrowsecurity and not exists (
    select from pg_policy where polrelid = c.oid and to_regrole(quote_ident($1)) = any(polroles)) as guarded
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('public', 'graphile_worker') and c.relkind in ('r', 'p') and pg_has_role(c.relowner, 'USAGE')
order by 1`

const lackingSequences = `
select n.nspname || '.' || c.relname as sequence from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('public', 'graphile_worker') and pg_has_role(c.relowner, 'USAGE')
  and case when c.relkind = 'S' then not has_sequence_privilege($1, c.oid, 'USAGE') else false end`

/**
 * As the owner: gives the server's role what it needs and takes what it must not have, on tables of any age. Rows may be
 * read, added, changed and removed; audit rows only read and added. Asked at every start, and does nothing when all is
 * so.
 */
export async function grantServerRole(client: PoolClient, role: string): Promise<void> {
  const name = escapeIdentifier(role)
  const { rows: tables } = await client.query<TableRights>(rightsOf, [role])
  const { rows: sequences } = await client.query<{ sequence: string }>(lackingSequences, [role])
  const { rows: unusable } = await client.query<{ schema: string }>(
    `select nspname as schema from pg_namespace
     where nspname in ('public', 'graphile_worker') and not has_schema_privilege($1, oid, 'USAGE')`,
    [role],
  )
  const statements = [
    ...unusable.map(({ schema }) => `grant usage on schema ${schema} to ${name}`),
    ...tables.flatMap((table) => tableStatements(table, name)),
    ...sequences.map(({ sequence }) => `grant usage, select on sequence ${quoted(sequence)} to ${name}`),
  ]
  if (statements.length === 0) return
  for (const schema of ['public', 'graphile_worker']) {
    const ours = `alter default privileges in schema ${schema}`
    statements.push(`${ours} grant select, insert, update, delete on tables to ${name}`)
    statements.push(`${ours} grant usage, select on sequences to ${name}`)
  }
  await client.query('begin')
  try {
    for (const statement of statements) await client.query(statement)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

function tableStatements({ table, held, guarded }: TableRights, name: string): string[] {
  const wanted = wantedOn(table)
  const differs = held.length !== wanted.length || wanted.some((right) => !held.includes(right))
  return [
    ...(differs
      ? [
          `revoke all on ${quoted(table)} from ${name}`,
          `grant ${wanted.join(', ')} on ${quoted(table)} to ${name}`,
        ]
      : []),
    // graphile-worker shuts out everybody but the owner of its tables.
    ...(guarded
      ? [`create policy ${name} on ${quoted(table)} to ${name} using (true) with check (true)`]
      : []),
  ]
}

function wantedOn(table: string): string[] {
  if (appendOnly.includes(table)) return ['SELECT', 'INSERT']
  return ownersOwn.includes(table) ? ['SELECT'] : ['SELECT', 'INSERT', 'UPDATE', 'DELETE']
}

function quoted(qualified: string): string {
  return qualified.split('.').map(escapeIdentifier).join('.')
}

/** Whether the role of this pool may migrate: it owns the tables, or there are none yet. */
export async function mayMigrate(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ owns: boolean }>(
    `select pg_has_role(relowner, 'USAGE') as owns from pg_class where oid = to_regclass('public.migrations')`,
  )
  return rows[0]?.owns ?? true
}

/** The role as which a connection of this pool works. */
export async function roleOf(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ role: string }>('select current_user as role')
  return rows[0]?.role ?? ''
}

/**
 * Why the role of this pool could change what was recorded, as words for the operator; none for a role that owns nothing.
 * Asked at the start of a server and by whoever examines an installation; costs one query.
 */
export async function tooStrong(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ why: string }>(
    `select 'it is a superuser' as why from pg_roles where rolname = current_user and rolsuper
     union all
     select 'it may make itself another role' from pg_roles where rolname = current_user and rolcreaterole and not rolsuper
     union all
     select 'it owns the table ' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind = 'r' and c.relname = any($1::text[])
       and pg_has_role(c.relowner, 'MEMBER') and not (select rolsuper from pg_roles where rolname = current_user)
     union all
     select 'it may change rows of ' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind = 'r' and c.relname = any($1::text[])
       and has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER') and not pg_has_role(c.relowner, 'MEMBER')
     union all
     select 'it may read and write files of the database server, or run programs there' from (values
       ('pg_read_server_files'), ('pg_write_server_files'), ('pg_execute_server_program')) as strong (name)
     where pg_has_role(strong.name, 'MEMBER') and not (select rolsuper from pg_roles where rolname = current_user)`,
    [appendOnly.map((table) => table.replace('public.', ''))],
  )
  return [...new Set(rows.map(({ why }) => why))]
}
