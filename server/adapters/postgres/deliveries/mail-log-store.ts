import type { MailKind } from '#domain/mail-kind.ts'
import type { LoggedMail, MailState } from '#domain/mail-log.ts'
import type { ReturnedMail } from '#domain/return-address.ts'
import type { Transaction } from '#server/usecases/ports.ts'
import type { Sends } from '../connection/queued-writes.ts'
import { type Connection, statement } from '../connection/statements.ts'

/** A row of the log of mails, as `mailColumns` ask for it. */
export type MailRow = {
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

export const mailColumns = [
  ...['document_id', 'team_id', 'kind', 'reader_id', 'occasion', 'state', 'tries', 'at', 'status'],
] as const
const columns = mailColumns.join(', ')
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
const ofDocument = statement<MailRow>(
  'mails_of_document',
  `select ${columns} from mail_log where document_id = $1 order by occasion desc, at desc, reader_id desc limit 1000`,
)
const ofDocumentAfter = statement<MailRow>(
  'mails_of_document_after',
  `select ${columns} from mail_log where document_id = $1 and (reader_id, kind, occasion) > ($2, $3, $4)
   order by reader_id, kind, occasion limit 1000`,
)
const inQueue = statement<{ kind: MailKind; reader: string; occasion: string }>(
  'mails_in_queue',
  `select coalesce(j.payload ->> 'kind', 'approval_requested') as kind,
     coalesce(j.payload ->> 'readerId', j.payload ->> 'memberId') as reader, j.payload ->> 'occasion' as occasion
   from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
   where t.identifier in ('deliver-mail', 'mail-approval') and j.payload ->> 'documentId' = $1`,
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

/** The newest thousand, in the order in which they were caused. */
export async function mailsOfDocument(connection: Connection, documentId: string): Promise<LoggedMail[]> {
  return (await ofDocument(connection, documentId)).reverse().map(mailIn)
}

/** All of them, a thousand at a time, in the order of their keys. `after`: the last of those before. */
export async function mailsAfter(
  connection: Connection,
  documentId: string,
  after: LoggedMail | null,
): Promise<LoggedMail[]> {
  const { readerId, kind, occasion } = after ?? { readerId: '', kind: '', occasion: '' }
  return (await ofDocumentAfter(connection, documentId, readerId, kind, occasion)).map(mailIn)
}

/** Mails whose job is not done, which includes one that a mail server took a moment ago. */
export async function mailsInQueue(connection: Connection, documentId: string): Promise<ReturnedMail[]> {
  const rows = await inQueue(connection, documentId)
  return rows.map(({ kind, reader, occasion }) => ({ documentId, kind, readerId: reader, occasion }))
}

/** The mail of a row. */
export function mailIn(row: MailRow): LoggedMail {
  return {
    documentId: row.document_id,
    teamId: row.team_id,
    kind: row.kind,
    readerId: row.reader_id,
    occasion: row.occasion,
    state: row.state,
    tries: row.tries,
    at: row.at,
    status: row.status,
  }
}
