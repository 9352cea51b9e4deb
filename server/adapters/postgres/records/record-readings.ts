import { type Connection, statement } from '../connection/statements.ts'

/**
 * What an operator wants to know of evidence records. `waiting`: documents in no tree that were concluded before `before`;
 * `ending`: trees whose time stamp ends before `endsBefore`, the first of them at `first`; `ended`: those that did before `now`,
 * which nothing can renew any more.
 */
export type RecordReadings = {
  trees: number
  bytes: number
  waiting: number
  ending: number
  first: Date | null
  ended: number
}

const read = statement<RecordReadings>(
  'record_readings',
  `select (select count(*) from evidence_trees)::int as trees,
     (select coalesce(sum(octet_length(nodes) + octet_length(token)), 0) from evidence_trees)::float8 as bytes,
     (select count(*) from evidence_documents where tree_id is null and since < $1)::int as waiting,
     ending.count as ending, ending.first, ending.ended
   from (select count(*) filter (where until > $3)::int as count, min(until) filter (where until > $3) as first,
       count(*) filter (where until <= $3)::int as ended
     from evidence_trees where renewed_by is null and until < $2) ending`,
)

/** Read by the doctor and by measurements. */
export async function readRecords(
  connection: Connection,
  { before, endsBefore, now }: { before: Date; endsBefore: Date; now: Date },
): Promise<RecordReadings> {
  const [row] = await read(connection, before, endsBefore, now)
  return row ?? { trees: 0, bytes: 0, waiting: 0, ending: 0, first: null, ended: 0 }
}
