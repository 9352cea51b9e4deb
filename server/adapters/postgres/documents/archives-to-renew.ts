import { type Connection, statement } from '../connection/statements.ts'

/** Of each document the newest archive of its certificate of agreement speaks for all its files. Test documents bind nobody. */
const newest = `from archived_files a join documents d on d.id = a.document_id
  where a.newest and a.file_id = '' and not d.test`

const claim = statement<{ document_id: string }>(
  'claim_archive_to_renew',
  `update archived_files set renewal_tried_at = $3 where (document_id, file_id, number) = (
     select a.document_id, a.file_id, a.number ${newest} and a.until < $1
       and (a.renewal_tried_at is null or a.renewal_tried_at < $2)
     order by a.until, a.document_id limit 1 for update of a skip locked)
   returning document_id`,
)
const list = statement<{ document_id: string; until: Date }>(
  'archives_to_renew',
  `select a.document_id, a.until ${newest} and a.until < $1 and a.at < $2 and (a.until, a.document_id) > ($3, $4)
   order by a.until, a.document_id limit $5`,
)
const count = statement<{ count: number; first: Date | null }>(
  'count_archives_to_renew',
  `select count(*)::int as count, min(a.until) as first ${newest} and a.until < $1`,
)

/** A document with the last archive timestamp of its files, and when the certificate of whoever gave it ends. */
export type ArchivePlace = { id: string; until: Date }

/**
 * The document whose archive ends first, of those that end before `endsBefore` and that nobody has tried to renew since
 * `triedBefore`; from now on it counts as tried. Null where there is none.
 */
export async function claimArchive(
  connection: Connection,
  { endsBefore, triedBefore, now }: { endsBefore: Date; triedBefore: Date; now: Date },
): Promise<string | null> {
  return (await claim(connection, endsBefore, triedBefore, now))[0]?.document_id ?? null
}

/** Documents whose archive ends before `endsBefore` and was made before `madeBefore`, the first end first, behind `after`. */
export async function listArchives(
  connection: Connection,
  query: { endsBefore: Date; madeBefore: Date; after: ArchivePlace | null; most: number },
): Promise<ArchivePlace[]> {
  const { endsBefore, madeBefore, most } = query
  const { until, id } = query.after ?? { until: new Date(0), id: '' }
  const rows = await list(connection, endsBefore, madeBefore, until, id, most)
  return rows.map((row) => ({ id: row.document_id, until: row.until }))
}

/** How many archives end before this, and when the first of them does. */
export async function countArchives(
  connection: Connection,
  endsBefore: Date,
): Promise<{ count: number; first: Date | null }> {
  return (await count(connection, endsBefore))[0] ?? { count: 0, first: null }
}
