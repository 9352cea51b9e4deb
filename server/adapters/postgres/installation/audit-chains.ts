import type { Pool, PoolClient } from 'pg'

/**
 * Hash chains that were recomputed: how many they are of how many, the rows in them, and up to ten that do not hold,
 * each with the number of its first row that does not follow from the one before, or is missing.
 */
export type ExaminedChains = {
  chains: number
  of: number
  rows: number
  broken: { chain: string; sequence: number }[]
}

/** So many documents are looked at; of more, about as many by lot. */
const mostDocuments = 20_000

/**
 * hash(n) = SHA-256(hash(n-1) in hex, newline, row), numbered from 1 without a gap: what the script of docs/security.md
 * asks. `rows` selects chain, sequence, row and hash; `ends` the rows with which a chain is known to end; `first`: what both read from.
 */
const recomputed = (rows: string, ends: string, first = '') => `
  with ${first}given as materialized (${rows}), ends as (${ends}),
  examined as (
    select chain, sequence, lag(sequence, 1, 0) over before = sequence - 1 and hash = encode(sha256(convert_to(
      lag(hash, 1, repeat('0', 64)) over before || chr(10) || row, 'UTF8')), 'hex') as holds
    from given window before as (partition by chain order by sequence)
  ),
  broken as (
    select chain, sequence from examined where not holds
    union all
    select ends.chain, ends.sequence from ends
      where not exists (select from given where (given.chain, given.sequence, given.hash) = (ends.chain, ends.sequence, ends.hash))
  )
  select (select count(distinct chain) from given)::int as chains, (select count(*) from given)::int as rows,
    (select coalesce(json_agg(first_ones), '[]') from (
      select chain, min(sequence) as sequence from broken group by chain order by chain limit 10) first_ones) as broken`

const ofTeams = recomputed(
  'select chain, sequence, row, hash from team_events',
  `select chain, sequence, hash from evidence_heads where kind = 'team'`,
)

// A document keeps number and hash of its chain's last row, so that what is cut off at the end is missed; and the trees of evidence
// records have the last rows of their days, so that a chain that was made anew as a whole is, too.
const ofDocumentsIn = (drawn: string) =>
  recomputed(
    'select document_id as chain, sequence, row, hash from audit where document_id in (select id from drawn)',
    `select id as chain, audit_sequence as sequence, audit_head as hash from drawn
     union all select chain, sequence, hash from evidence_heads where kind = 'document' and chain in (select id from drawn)`,
    `drawn as materialized (select id, audit_sequence, audit_head from ${drawn}
      and (audit_sequence > 0 or sent_at is not null)), `,
  )
const ofDocuments = ofDocumentsIn('documents tablesample system ($1) where true')
const ofTheseDocuments = ofDocumentsIn('documents where id = any($1::text[])')

// Before its first analysis a table has no estimate.
const estimated = `select case when reltuples >= 0 then reltuples::int else
  (select count(*) from (select from documents limit ${10 * mostDocuments}) counted)::int end as documents
  from pg_class where oid = 'documents'::regclass`
const longest = `set statement_timeout = '60s'`

/** Recomputes the chains of all teams and of the documents, of very many only a part. Reads only; throws where one of the two takes longer than a minute. */
export async function examineChains(
  pool: Pool,
): Promise<{ teams: ExaminedChains; documents: ExaminedChains }> {
  const client = await pool.connect()
  try {
    await client.query(longest)
    return await examined(client)
  } finally {
    // Not back to the others: its statements end early.
    client.release(true)
  }
}

/** Recomputes the chains of these documents, with the pool's own patience. Reads only. */
export async function examineDocumentChains(pool: Pool, ids: string[]): Promise<Omit<ExaminedChains, 'of'>> {
  const [found] = (await pool.query<Omit<ExaminedChains, 'of'>>(ofTheseDocuments, [ids])).rows
  if (found === undefined) throw new Error('the database counted nothing')
  return found
}

/** The chains of all teams. */
export async function examineTeamChains(pool: Pool): Promise<Omit<ExaminedChains, 'of'>> {
  const [found] = (await pool.query<Omit<ExaminedChains, 'of'>>(ofTeams)).rows
  if (found === undefined) throw new Error('the database counted nothing')
  return found
}

async function examined(client: PoolClient): ReturnType<typeof examineChains> {
  const [teams] = (await client.query<Omit<ExaminedChains, 'of'>>(ofTeams)).rows
  const [size] = (await client.query<{ documents: number }>(estimated)).rows
  const known = size?.documents ?? 0
  const share = known > mostDocuments ? (100 * mostDocuments) / known : 100
  const [documents] = (await client.query<Omit<ExaminedChains, 'of'>>(ofDocuments, [share])).rows
  if (teams === undefined || documents === undefined) throw new Error('the database counted nothing')
  return {
    teams: { ...teams, of: teams.chains },
    documents: { ...documents, of: share < 100 ? known : documents.chains },
  }
}
