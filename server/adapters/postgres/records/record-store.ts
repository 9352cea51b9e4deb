import type { Pool } from 'pg'
import type { RecordStore, RecordTurn, StampedTree } from '#server/usecases/record-ports.ts'
import { type Connection, statement } from '../connection/statements.ts'
import { partsOf } from './record-parts.ts'

/** Whoever takes a turn and dies holds up the others for so long. */
const dayTurn = '5 minutes'
const renewalTurn = '1 hour'
/** While the authority has nothing that ends later: each attempt buys a time stamp. */
const renewalRest = '1 day'

const turnColumns = 'version, done_until as "doneUntil"'
type TurnRow = { version: string; doneUntil: Date | null }

const claim = statement<TurnRow>(
  'claim_evidence_day',
  `update evidence_turn set tried_at = $2 where (done_until is null or done_until < $1)
     and (tried_at is null or tried_at not between $2::timestamptz - interval '${dayTurn}' and $2)
   returning ${turnColumns}`,
)
const claimRenewal = statement<TurnRow>(
  'claim_evidence_renewal',
  `update evidence_turn set renewal_tried_at = $1
     where renewal_tried_at is null or renewal_tried_at
       not between $1::timestamptz - interval '${renewalTurn}' and $1::timestamptz + interval '${renewalRest}'
   returning ${turnColumns}`,
)
// As if it had been tried later than it was.
const restRenewal = statement(
  'rest_evidence_renewal',
  `update evidence_turn
   set renewal_tried_at = $1::timestamptz + interval '${renewalRest}' - interval '${renewalTurn}'`,
)
const read = statement<TurnRow>('evidence_turn', `select ${turnColumns} from evidence_turn`)

// Files and certificate as they were closed: by the archive of this number, or, at B-T, by the last act.
const waiting = statement<{ documentId: string; number: number; hashes: string[] | null }>(
  'documents_without_tree',
  `select w.document_id as "documentId", w.number, coalesce(
     (select array_agg(a.sha256 order by a.file_id) from archived_files a
       where a.document_id = w.document_id and a.number = w.number),
     (select array_agg(r.sha256 order by r.file_id) || d.certificate_sha256 from revisions r
       where r.document_id = w.document_id and r.act = (select max(act) from revisions where document_id = w.document_id))) as hashes
   from evidence_documents w join documents d on d.id = w.document_id
   where w.tree_id is null and w.since < $1 and d.status = 'concluded' and d.certificate_sha256 is not null order by w.since, w.document_id limit $2`,
)

type HeadRow = { chain: string; sequence: number; hash: string }
const documentHeads = statement<HeadRow>(
  'document_heads_between',
  `select id as chain, audit_sequence as sequence, audit_head as hash from documents
   where id in (select document_id from audit where at >= $1 and at < $2) and not test and audit_sequence > 0`,
)
const teamHeads = statement<HeadRow>(
  'team_heads_between',
  `select distinct on (chain) chain, sequence, hash from team_events
   where chain in (select chain from team_events where at >= $1 and at < $2) order by chain, sequence desc`,
)
const headsOf = statement<HeadRow>(
  'document_heads',
  `select id as chain, audit_sequence as sequence, audit_head as hash from documents where id = any($1) and audit_sequence > 0`,
)

const turnHeld = statement(
  'hold_evidence_turn',
  'update evidence_turn set version = version + 1 where version = $1 returning version',
)
const doneUntil = statement('evidence_done', 'update evidence_turn set done_until = $1')
const insertTree = statement<{ id: string }>(
  'insert_evidence_tree',
  `insert into evidence_trees (covers_until, leaves, nodes, token, at, until) values ($1, $2, $3, $4, $5, $6) returning id`,
)
const placeDocuments = statement(
  'place_evidence_documents',
  `update evidence_documents e set tree_id = $1, position = given.position, hashes = given.hashes
   from unnest($2::text[], $3::int[], $4::int[], $5::bytea[]) as given (document_id, number, position, hashes)
   where e.document_id = given.document_id and e.number = given.number`,
)
const placeHeads = statement(
  'place_evidence_heads',
  `insert into evidence_heads (chain, kind, tree_id, position, sequence, hash)
   select chain, kind, $1, position, sequence, hash
   from unnest($2::text[], $3::text[], $4::int[], $5::int[], $6::text[]) as given (chain, kind, position, sequence, hash)`,
)
const toRenew = statement<{ id: string; token: Uint8Array; until: Date }>(
  'evidence_trees_to_renew',
  `select id::text as id, token, until from evidence_trees where renewed_by is null and until > $1 and until < $2
   order by until, id limit $3`,
)
const renewed = statement(
  'evidence_trees_renewed',
  `update evidence_trees t set token = given.token, renewed_by = $1, renewed_position = given.position - 1
   from unnest($2::bigint[], $3::bytea[]) with ordinality as given (id, token, position) where t.id = given.id`,
)

const recorded = statement(
  'document_has_tree',
  'select document_id from evidence_documents where document_id = $1 and tree_id is not null limit 1',
)

/** Trees and records in PostgreSQL. What is saved of one tree is saved in one transaction. */
export function recordStore(pool: Pool): RecordStore {
  return {
    claimDay: async (before, now) => turnOf(await claim(pool, before, now)),
    claimRenewal: async (now) => turnOf(await claimRenewal(pool, now)),
    async restRenewal(now) {
      await restRenewal(pool, now)
    },
    async turn() {
      const turn = turnOf(await read(pool))
      if (turn === null) throw new Error('the row of evidence_turn is gone')
      return turn
    },
    async waiting(before, most) {
      const rows = await waiting(pool, before, most)
      return rows.flatMap(({ documentId, number, hashes }) =>
        hashes === null ? [] : [{ documentId, number, hashes: hashes.map(bytesOf) }],
      )
    },
    async headsBetween(from, before) {
      const documents = await documentHeads(pool, from, before)
      const teams = await teamHeads(pool, from, before)
      return [...documents.map(headOf('document')), ...teams.map(headOf('team'))]
    },
    headsOf: async (ids) => (await headsOf(pool, ids)).map(headOf('document')),
    saveDay: (turn, tree, { coversUntil, done, documents, heads }) =>
      inTurn(pool, turn, async (client) => {
        if (done) await doneUntil(client, coversUntil)
        if (tree === null) return
        const id = await inserted(client, tree, coversUntil)
        await placeDocuments(
          client,
          id,
          documents.map((each) => each.documentId),
          documents.map((each) => each.number),
          documents.map((each) => each.position),
          documents.map((each) => Buffer.concat(each.hashes)),
        )
        await placeHeads(
          client,
          id,
          heads.map((each) => each.chain),
          heads.map((each) => each.kind),
          heads.map((each) => each.position),
          heads.map((each) => each.sequence),
          heads.map((each) => Buffer.from(each.hash).toString('hex')),
        )
      }),
    toRenew: ({ now, endsBefore }, most) => toRenew(pool, now, endsBefore, most),
    saveRenewal: (turn, tree, trees) =>
      inTurn(pool, turn, async (client) => {
        const id = await inserted(client, tree, null)
        const tokens = trees.map(({ token }) => Buffer.from(token))
        await renewed(
          client,
          id,
          trees.map((each) => each.id),
          tokens,
        )
      }),
    isRecorded: async (documentId) => (await recorded(pool, documentId)).length > 0,
    partsOf: (documentId) => partsOf(pool, documentId),
  }
}

function turnOf([row]: TurnRow[]): RecordTurn | null {
  return row === undefined ? null : { version: Number(row.version), doneUntil: row.doneUntil }
}

function headOf<Kind extends 'document' | 'team'>(kind: Kind) {
  return ({ chain, sequence, hash }: HeadRow) => ({ kind, chain, sequence, hash: bytesOf(hash) })
}

function bytesOf(hex: string): Uint8Array {
  return Buffer.from(hex, 'hex')
}

async function inserted(
  connection: Connection,
  tree: StampedTree,
  coversUntil: Date | null,
): Promise<string> {
  const { leaves, nodes, token, at, until } = tree
  const [row] = await insertTree(
    connection,
    coversUntil,
    leaves,
    Buffer.from(nodes),
    Buffer.from(token),
    at,
    until,
  )
  if (row === undefined) throw new Error('a tree that was not inserted')
  return row.id
}

/** False, and nothing saved, where somebody saved something since the turn was taken. */
async function inTurn(
  pool: Pool,
  { version }: RecordTurn,
  work: (client: Connection) => Promise<void>,
): Promise<boolean> {
  const client = await pool.connect()
  let failed: Error | undefined
  try {
    await client.query('begin')
    if ((await turnHeld(client, version)).length === 0) {
      await client.query('rollback')
      return false
    }
    await work(client)
    await client.query('commit')
    return true
  } catch (error) {
    failed = error instanceof Error ? error : new Error(String(error))
    throw error
  } finally {
    // Not back to the others in the middle of a transaction.
    client.release(failed)
  }
}
