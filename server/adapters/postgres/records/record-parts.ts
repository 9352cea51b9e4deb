import { siblingsOf } from '#domain/hash-tree.ts'
import type { RecordParts, RecordStep } from '#server/usecases/record-ports.ts'
import { type Connection, statement } from '../connection/statements.ts'

const hashBytes = 32

const place = statement<{
  tree: string
  number: number
  position: number
  hashes: Uint8Array
  coversUntil: Date
}>(
  'evidence_place',
  `select e.tree_id::text as tree, e.number, e.position, e.hashes, t.covers_until as "coversUntil"
   from evidence_documents e join evidence_trees t on t.id = e.tree_id
   where e.document_id = $1 order by e.number desc limit 1`,
)
type TreeRow = {
  id: string
  leaves: number
  token: Uint8Array
  until: Date
  by: string | null
  position: number | null
}
const tree = statement<TreeRow>(
  'evidence_tree',
  `select id::text as id, leaves, token, until, renewed_by::text as by, renewed_position as position from evidence_trees where id = $1`,
)
// Pieces of a long value, which PostgreSQL reads without the rest of it.
const nodes = statement<{ hash: Uint8Array }>(
  'evidence_nodes',
  `select substring(t.nodes from place * ${hashBytes} + 1 for ${hashBytes}) as hash
   from evidence_trees t, unnest($2::int[]) with ordinality as given (place, nth) where t.id = $1 order by nth`,
)

/** Gathers a record: from the document's leaf to the root, from that time stamp to the one that followed it, and so on. */
export async function partsOf(connection: Connection, documentId: string): Promise<RecordParts | null> {
  const [found] = await place(connection, documentId)
  if (found === undefined) return null
  const steps: RecordStep[] = []
  let first = pieces(found.hashes)
  let end: Date | null = null
  let next: { id: string; position: number } | null = { id: found.tree, position: found.position }
  while (next !== null) {
    const [row]: TreeRow[] = await tree(connection, next.id)
    if (row === undefined) throw new Error('a tree that is not there')
    // A renewal covers a time stamp, whose hash is the leaf itself.
    if (first.length === 0) first = await nodesAt(connection, row.id, [next.position])
    const siblings = await nodesAt(connection, row.id, siblingsOf(row.leaves, next.position))
    steps.push({ first, siblings, token: row.token })
    first = []
    end = row.until
    next = row.by === null || row.position === null ? null : { id: row.by, position: row.position }
  }
  const { number, coversUntil } = found
  return end === null ? null : { number, coversUntil, steps, end }
}

async function nodesAt(connection: Connection, id: string, places: number[]): Promise<Uint8Array[]> {
  if (places.length === 0) return []
  return (await nodes(connection, id, places)).map(({ hash }) => hash)
}

function pieces(hashes: Uint8Array): Uint8Array[] {
  const count = Math.floor(hashes.length / hashBytes)
  return Array.from({ length: count }, (_, at) => hashes.subarray(at * hashBytes, (at + 1) * hashBytes))
}
