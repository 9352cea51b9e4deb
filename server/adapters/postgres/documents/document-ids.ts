import { type Connection, statement } from '../connection/statements.ts'

const list = statement<{ id: string }>(
  'document_ids',
  'select id from documents where id > $1 order by id limit $2',
)

/** Ids of all documents of all teams, whatever their state, in order, behind `after`; '' begins. */
export async function listDocumentIds(
  connection: Connection,
  after: string,
  most: number,
): Promise<string[]> {
  return (await list(connection, after, most)).map(({ id }) => id)
}
