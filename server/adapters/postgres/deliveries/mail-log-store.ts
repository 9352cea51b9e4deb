import type { MailKind } from '#domain/mail-kind.ts'
import type { LoggedMail, MailState } from '#domain/mail-log.ts'
import type { Transaction } from '#server/usecases/ports.ts'
import type { Sends } from '../connection/queued-writes.ts'
import { type Connection, statement } from '../connection/statements.ts'

type Row = {
  document_id: string
  team_id: string
  kind: MailKind
  reader_id: string
  occasion: string
  state: MailState
  tries: number
  at: Date
  status: string
}

const columns = 'document_id, team_id, kind, reader_id, occasion, state, tries, at, status'
// Of a mail that may have been handed over twice, that it was taken once is what holds.
const log = statement(
  'log_mail',
  `insert into mail_log as m (${columns}) values ($1, $2, $3, $4, $5, $6, 1, $7, $8)
   on conflict (document_id, reader_id, kind, occasion) do update set tries = m.tries + 1, at = excluded.at,
     state = case when m.state = 'sent' then m.state else excluded.state end,
     status = case when m.state = 'sent' then m.status else excluded.status end`,
)
const bounce = statement(
  'log_bounce',
  `update mail_log set state = 'rejected', at = $5, status = $6
   where document_id = $1 and reader_id = $2 and kind = $3 and occasion = $4 and state <> 'rejected'`,
)
const ofDocument = statement<Row>(
  'mails_of_document',
  `select ${columns} from mail_log where document_id = $1 order by occasion, at, reader_id limit 1000`,
)

/** Mails about documents, as their tries ended. */
export function mailLogStore(connection: Connection): Sends<Transaction['mailLog']> {
  return {
    async queueTry({ documentId, teamId, kind, readerId, occasion, state, at, status }) {
      await log(connection, documentId, teamId, kind, readerId, occasion, state, at, status)
    },
    async queueBounce({ documentId, readerId, kind, occasion, at, status }) {
      await bounce(connection, documentId, readerId, kind, occasion, at, status)
    },
  }
}

/** In the order in which they were caused; at most a thousand. */
export async function mailsOfDocument(connection: Connection, documentId: string): Promise<LoggedMail[]> {
  return (await ofDocument(connection, documentId)).map((row) => ({
    documentId: row.document_id,
    teamId: row.team_id,
    kind: row.kind,
    readerId: row.reader_id,
    occasion: row.occasion,
    state: row.state,
    tries: row.tries,
    at: row.at,
    status: row.status,
  }))
}
