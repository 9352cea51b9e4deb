import { type Connection, statement } from '../connection/statements.ts'

/** A document of the release before that is to be looked at; `again`: it has been drawn anew once. */
export type DocumentInFlight = { documentId: string; again: boolean }

/** Taken for ten minutes: another process takes others, and what could not be judged comes again. */
const take = statement<{ document_id: string; again: boolean }>(
  'take_documents_in_flight',
  `update documents_in_flight set tried_at = now() where document_id = any(array(
     select document_id from documents_in_flight where tried_at is null or tried_at < now() - interval '10 minutes'
     order by tried_at nulls first, document_id limit $1 for update skip locked))
   returning document_id, drawn_anew_at is not null as again`,
)
const anew = statement(
  'document_in_flight_drawn_anew',
  'update documents_in_flight set drawn_anew_at = now(), tried_at = null where document_id = $1',
)
const remove = statement(
  'document_in_flight_judged',
  'delete from documents_in_flight where document_id = $1',
)

/** The next ones, at most so many. */
export async function takeDocumentsInFlight(
  connection: Connection,
  most: number,
): Promise<DocumentInFlight[]> {
  const rows = await take(connection, most)
  return rows.map(({ document_id: documentId, again }) => ({ documentId, again }))
}

/** Its new revision is looked at once more. */
export async function markDrawnAnew(connection: Connection, documentId: string): Promise<void> {
  await anew(connection, documentId)
}

/** Nothing is left to look at. */
export async function removeFromFlight(connection: Connection, documentId: string): Promise<void> {
  await remove(connection, documentId)
}
