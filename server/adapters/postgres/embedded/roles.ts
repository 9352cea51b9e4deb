import pg from 'pg'

/** Owns the embedded database and everything in it, and migrates; no superuser. */
export const embeddedOwner = 'musubi_owner'
/** As whom the server works: it may read and write rows, and owns nothing. */
export const embeddedServer = 'musubi_server'

/** Two processes that start at once: one settles, the other finds it done. */
const settlingLock = 7_306_003

const schemas = ['public', 'graphile_worker']

/**
 * What is not the owner's yet, as the statements that make it so; none on a database that was settled before. Sequences
 * of a column, indexes and the types of tables follow their table.
 */
const unsettled = `
with mine as (select oid, nspname from pg_namespace where nspname = any($2::text[])),
other_objects as (
  select 1 as step, format('alter %s %s owner to %I',
      case c.relkind when 'v' then 'view' when 'S' then 'sequence' else 'table' end, c.oid::regclass, $1::text) as sql
  from pg_class c join mine on mine.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'S') and c.relowner <> to_regrole($1)
    and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i', 'e'))
  union all
  select 1, format('alter routine %s owner to %I', p.oid::regprocedure, $1::text)
  from pg_proc p join mine on mine.oid = p.pronamespace where p.proowner <> to_regrole($1)
    and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')
  union all
  select 1, format('alter type %s owner to %I', t.oid::regtype, $1::text)
  from pg_type t join mine on mine.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
  where t.typowner <> to_regrole($1) and (t.typtype in ('e', 'd') or c.relkind = 'c')
  union all
  select 1, format('alter schema %I owner to %I', nspname, $1::text)
  from pg_namespace where nspname = 'graphile_worker' and nspowner <> to_regrole($1)
  union all
  select 2, format('alter database %I owner to %I', datname, $1::text)
  from pg_database where datname = current_database() and datdba <> to_regrole($1)
  union all
  -- A temporary table called audit would be read in the place of the real one.
  select 3, format('revoke temporary on database %I from public', datname)
  from pg_database where datname = current_database() and has_database_privilege($3::text, oid, 'TEMPORARY')
)
select sql from other_objects order by step`

/**
 * Gives an embedded database its owner and its server's role, also one that an earlier release made and worked on as
 * superuser; a process of that release may go on beside. Each statement by itself, so that no lock is held while another
 * is waited for; an interruption is made good at the next start.
 */
export async function settleRoles(administratorUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: administratorUrl, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [settlingLock])
    for (const role of [embeddedOwner, embeddedServer]) await makeRole(client, role)
    const { rows } = await client.query<{ sql: string }>(unsettled, [embeddedOwner, schemas, embeddedServer])
    for (const { sql } of rows) await client.query(sql)
  } finally {
    await client.end().catch(() => {})
  }
}

/** An ordinary role; what somebody may have added to it is taken away. */
async function makeRole(client: pg.Client, role: string): Promise<void> {
  const plain = 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls'
  const { rows } = await client.query<{ plain: boolean }>(
    `select rolcanlogin and not (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls) as plain
     from pg_roles where rolname = $1`,
    [role],
  )
  if (rows[0] === undefined) await client.query(`create role ${role} ${plain}`)
  else if (!rows[0].plain) await client.query(`alter role ${role} ${plain}`)
}
