import type { Client } from 'pg'

/** Documents are laid a second apart, so that every one has its place in the order. */
const firstInstant = "timestamptz '2024-01-01'"

/**
 * Brings the number of documents that a sent one was copied to from `present` to `wanted`: copies of its row with its
 * body and its participants, nine of ten concluded. Triggers and indexes rest meanwhile; what triggers
 * would have kept is written at the end, as migration 0010 does.
 */
export async function fill(
  database: Client,
  sample: string,
  { present, wanted }: { present: number; wanted: number },
): Promise<void> {
  await database.query(
    "set session_replication_role = replica; set synchronous_commit = off; set work_mem = '256MB'",
  )
  await database.query(
    `insert into members (id, team_id, name, organization, email)
     select $2, team_id, '同僚', '', 'colleague@bench.example' from documents where id = $1 on conflict do nothing`,
    [sample, colleague],
  )
  const indexes = await secondaryIndexes(database)
  for (const { name } of indexes) await database.query(`drop index ${name}`)
  for (let from = present; from < wanted; from += 100_000) {
    const to = Math.min(wanted, from + 100_000)
    await database.query(copies(columns, 'documents', 'd.id = $1'), [sample, from + 1, to])
    await database.query(copies(participantColumns, 'participants', 'd.document_id = $1'), [
      sample,
      from + 1,
      to,
    ])
  }
  for (const { definition } of indexes) await database.query(definition)
  await database.query('set session_replication_role = origin')
  await database.query(keepAgain)
  await database.query('vacuum analyze')
}

/** Built at the end they take a tenth of the time. */
async function secondaryIndexes(database: Client): Promise<{ name: string; definition: string }[]> {
  const { rows } = await database.query(
    `select indexname as name, indexdef as definition from pg_indexes
     where tablename in ('documents', 'participants') and indexname not like '%_pkey'`,
  )
  return rows
}

/** Ids as ours are: 32 characters that sort by time. */
const newId = "lpad(n::text, 32, '0')"
const processed = `(${firstInstant} + n * interval '1 second')`
const state = "case when n % 10 = 0 then 'awaiting' else 'concluded' end"

/** Every tenth was sent by a colleague, to the address of the sample's sender. */
const received = 'n % 10 = 9'
const colleague = 'bench-colleague'
const sender = `case when ${received} then '${colleague}' else d.sender_id end`

const columns: Record<string, string> = {
  id: newId,
  team_id: 'd.team_id',
  sender_id: sender,
  title: "d.title || ' ' || n",
  note: 'd.note',
  message: 'd.message',
  status: state,
  can_transfer: 'd.can_transfer',
  private: 'd.private',
  sent_at: processed,
  created_at: processed,
  updated_at: processed,
  last_processed_at: processed,
  version: "'v' || n",
  snapshot: `(jsonb_set(replace(regexp_replace(d.snapshot::text, '"2:[^"]*"', '""', 'g'), d.id, ${newId})::jsonb, '{status}', to_jsonb(${state}))
    || jsonb_build_object('sender_id', ${sender}))::json`,
}

const participantColumns: Record<string, string> = {
  id: `${newId} || d."order"`,
  document_id: newId,
  email_hash: `case when d."order" = 1 and ${received}
    then (select s.email_hash from participants s where s.document_id = $1 and s."order" = 0) else d.email_hash end`,
  ...same(
    'order, member_id, name, organization, status, language, recipient_id, callback, processed_at, access_expires_at',
  ),
  // What is encrypted is bound to its row: a copy would be refused.
  email_sealed: "''",
  access_code_sealed: "''",
  tel_sealed: "''",
}

function same(names: string): Record<string, string> {
  return Object.fromEntries(names.split(', ').map((name) => [`"${name}"`, `d."${name}"`]))
}

function copies(values: Record<string, string>, table: string, which: string): string {
  return `insert into ${table} (${Object.keys(values).join(', ')}) select ${Object.values(values).join(', ')}
    from ${table} d, generate_series($2::int, $3::int) n where ${which} order by n`
}

const keepAgain = `
  truncate document_counts, received_documents;
  alter table received_documents disable trigger user;
  insert into received_documents
    select d.id, p.email_hash, d.sender_id, d.created_at, d.status, d.last_processed_at
    from participants p join documents d on d.id = p.document_id
    where p."order" > 0 and p.email_hash is not null and p.status <> 'waiting' and d.status not in ('draft', 'template')
    order by d.created_at;
  alter table received_documents enable trigger user;
  insert into document_counts
    select 'sender:' || sender_id, '', status, false, count(*) from documents group by sender_id, status;
  insert into document_counts
    select 'team:' || team_id, '', status, private, count(*) from documents
    where status in ('awaiting', 'concluded', 'cancelled', 'imported') group by team_id, status, private;
  insert into document_counts
    select 'address:' || email_hash, sender_id, status, false, count(*) from received_documents
    group by email_hash, sender_id, status`
