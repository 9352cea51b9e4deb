import { type Connection, statement } from '../connection/statements.ts'

const due = statement<{ id: string }>(
  'reminders_due',
  'select id from documents where remind_at <= $1 and (test or $3) order by remind_at, id limit $2',
)

/**
 * Documents whose plan may remind at this instant, at most so many, those first that have waited longest. `byMail`: mails can leave;
 * those of test documents never do.
 */
export async function documentsToRemind(
  connection: Connection,
  { now, byMail, most }: { now: Date; byMail: boolean; most: number },
): Promise<string[]> {
  return (await due(connection, now, most, byMail)).map(({ id }) => id)
}
