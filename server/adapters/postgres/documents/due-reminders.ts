import { type Connection, statement } from '../connection/statements.ts'

const due = statement<{ id: string }>(
  'reminders_due',
  'select id from documents where remind_at <= $1 order by remind_at, id limit $2',
)

/** Documents whose plan may remind at this instant, at most so many, those first that have waited longest. */
export async function documentsToRemind(connection: Connection, now: Date, most: number): Promise<string[]> {
  return (await due(connection, now, most)).map(({ id }) => id)
}
