import { type Connection, statement } from '../connection/statements.ts'

/** Where a document stands among those that are due; to the microsecond, as the database orders them. */
export type RemindersPlace = { id: string; at: string }

const due = statement<RemindersPlace>(
  'reminders_due_after',
  `select id, remind_at::text as at from documents
   where remind_at <= $1 and (test or $3) and (remind_at, id) > ($4::timestamptz, $5)
   order by remind_at, id limit $2`,
)

/**
 * Documents whose plan may remind at this instant, at most so many, those first that have waited longest. `byMail`: mails can leave;
 * those of test documents never do. `after`: behind this one, null from the beginning.
 */
export async function documentsToRemind(
  connection: Connection,
  { now, byMail, most, after }: { now: Date; byMail: boolean; most: number; after: RemindersPlace | null },
): Promise<RemindersPlace[]> {
  return due(connection, now, most, byMail, after?.at ?? '-infinity', after?.id ?? '')
}
