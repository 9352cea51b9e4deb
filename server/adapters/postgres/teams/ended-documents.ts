import { type Connection, statement } from '../connection/statements.ts'

/** A team with a rule, and how many years it keeps what is over. */
const teamsWithRule = statement<{ id: string; years: number }>(
  'teams_with_retention',
  `select id, (retention->>'years')::int as years from teams where retention is not null order by id`,
)
/** By the index of the team's documents: what was made so long ago, not looked at today. */
const toExamine = statement<{ id: string; created_at: Date }>(
  'documents_to_examine',
  `select d.id, d.created_at from documents d left join retention_ends e on e.document_id = d.id
   where d.team_id = $1 and d.created_at < $2 and d.status in ('awaiting', 'concluded', 'cancelled', 'imported')
     and d.status <> 'awaiting' and (d.created_at, d.id) > ($4, $5)
     and (e.examined_at is null or e.examined_at < $3) order by d.created_at, d.id limit $6`,
)
const withFiles = statement<{ document_id: string }>(
  'deleted_documents_with_files',
  'select document_id from deleted_documents where files_gone_at is null order by deleted_at limit $1',
)

export async function teamsWithRetention(pool: Connection): Promise<{ id: string; years: number }[]> {
  return teamsWithRule(pool)
}

/** Where a page goes on: behind this document. */
export type ExaminedPlace = { id: string; createdAt: Date }

/** Documents of a team that were made before `madeBefore` and were last looked at before `examinedBefore`, the oldest first. */
export async function documentsToExamine(
  pool: Connection,
  teamId: string,
  query: { madeBefore: Date; examinedBefore: Date; after: ExaminedPlace | null; most: number },
): Promise<ExaminedPlace[]> {
  const { madeBefore, examinedBefore, most } = query
  const { id, createdAt } = query.after ?? { id: '', createdAt: new Date(0) }
  const rows = await toExamine(pool, teamId, madeBefore, examinedBefore, createdAt, id, most)
  return rows.map((row) => ({ id: row.id, createdAt: row.created_at }))
}

/** Deleted documents whose files still lie in storage, because the server died in between or the storage was away. */
export async function deletedWithFiles(pool: Connection, most: number): Promise<string[]> {
  return (await withFiles(pool, most)).map(({ document_id: id }) => id)
}
