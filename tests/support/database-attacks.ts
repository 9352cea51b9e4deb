import { Client } from 'pg'

/** What somebody would try who has taken a server over and speaks SQL as it does; each must be refused. */
export const attacks: [what: string, sql: string][] = [
  ['switches the trigger off', 'alter table audit disable trigger audit_is_append_only'],
  ['switches all triggers off', 'alter table audit disable trigger all'],
  ['pretends to be a replica', 'set session_replication_role = replica'],
  [
    'replaces the guarding function',
    "create or replace function refuse_change() returns trigger language plpgsql as 'begin return new; end'",
  ],
  ['drops the guarding function', 'drop function refuse_change() cascade'],
  ['drops the trigger', 'drop trigger audit_is_append_only on audit'],
  [
    'adds a trigger of its own',
    'create trigger mine before insert on audit execute function refuse_change()',
  ],
  ['adds a rule', 'create rule mine as on insert to audit do instead nothing'],
  ['changes a row', "update audit set row = 'x'"],
  [
    'changes a row by an upsert',
    'insert into audit select * from audit limit 1 on conflict (document_id, sequence) do update set hash = excluded.hash',
  ],
  ['removes rows', 'delete from audit'],
  ['changes a team event', "update team_events set row = 'x'"],
  ['removes team events', 'delete from team_events'],
  ['empties the team events', 'truncate team_events'],
  ['switches the chain off', 'alter table team_events disable trigger all'],
  [
    'replaces the function that chains',
    "create or replace function chain_team_event() returns trigger language plpgsql as 'begin return new; end'",
  ],
  ['empties the table', 'truncate audit'],
  ['drops the table', 'drop table audit'],
  ['renames the table', 'alter table audit rename to former_audit'],
  ['takes the table', 'alter table audit owner to current_user'],
  [
    'gives itself the right',
    "do $$ begin grant update on audit to current_user; update audit set row = 'x'; end $$",
  ],
  ['forgets a migration', 'delete from migrations'],
  ['runs a program', "copy (select 1) to program 'true'"],
  ['reads what a program says', "copy outbox_mails (text) from program 'id'"],
  ['writes a file', "copy (select 1) to '/tmp/musubi-attack'"],
  ['reads a file', "select pg_read_file('/etc/hostname')"],
  ['reads a file as large object', "select lo_import('/etc/hostname')"],
  ['makes itself superuser', 'alter role current_user superuser'],
  ['makes a role', 'create role mine superuser'],
  ['becomes the owner', 'set role musubi_owner'],
  ['becomes another role', 'set session authorization musubi_owner'],
  ['adds an extension', 'create extension pg_trgm'],
  [
    'calls what it likes in a library',
    "create function pg_temp.run(text) returns int language c as 'libc.so.6', 'system'",
  ],
  ['changes a setting of the database server', "alter system set archive_command = 'true'"],
  ['makes a schema', 'create schema mine'],
  ['makes a table before the real one', 'create temporary table audit (row text)'],
  ['makes a function', "create function mine() returns int language sql as 'select 1'"],
]

/** What became of each attack: `refused`, or `done`. Each in a transaction of its own that is rolled back. */
export async function attack(url: string, tried: [string, string][]): Promise<Record<string, string>> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const became: Record<string, string> = {}
  try {
    for (const [what, sql] of tried) {
      // Some statements refuse to be in a transaction at all, which would hide what is asked here.
      const bare = /^alter system/.test(sql)
      if (!bare) await client.query('begin')
      became[what] = await client.query(sql).then(
        () => 'done',
        ({ code }: { code: string }) => (refusals.has(code) ? 'refused' : `failed with ${code}`),
      )
      if (!bare) await client.query('rollback')
    }
  } finally {
    await client.end()
  }
  return became
}

/** insufficient_privilege; object_not_in_prerequisite_state is not among them, for it is no refusal of a right. */
const refusals = new Set(['42501'])
