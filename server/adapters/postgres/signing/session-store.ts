import type { SigningSession } from '#domain/signing-session.ts'
import type { Transaction } from '#server/usecases/ports.ts'
import type { Sends } from '../connection/queued-writes.ts'
import { type Connection, columnsOf, listed, statement } from '../connection/statements.ts'

export type SessionRow = {
  id: string
  url_id: string
  document_id: string
  participant_id: string
  state: SigningSession['state']
  created_at: Date | string
  last_seen_at: Date | string
  ended_at: Date | string | null
}

export const sessionColumns = columnsOf<SessionRow>({
  id: true,
  url_id: true,
  document_id: true,
  participant_id: true,
  state: true,
  created_at: true,
  last_seen_at: true,
  ended_at: true,
})

const insert = statement(
  'insert_session',
  `insert into signing_sessions (id, token_hash, url_id, document_id, participant_id, state, created_at, last_seen_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
)
const end = statement(
  'end_session',
  'update signing_sessions set ended_at = $2 where id = $1 and ended_at is null',
)
const remove = statement('remove_sessions', 'delete from signing_sessions where id = any($1)')
const lock = statement<SessionRow & { url_ended_at: Date | null; page_reports: number }>(
  'lock_session',
  `select ${listed(sessionColumns, 's')}, s.page_reports, u.ended_at as url_ended_at from signing_sessions s join signing_urls u on u.id = s.url_id
   where s.id = $1 for share`,
)
const countPageReport = statement(
  'count_page_report',
  'update signing_sessions set page_reports = page_reports + 1 where id = $1',
)
/** Of several pages at once one writes. */
const touch = statement(
  'touch_session',
  `update signing_sessions set last_seen_at = $2 where id = $1 and last_seen_at < $2::timestamptz - interval '1 minute'`,
)

export function sessionStore(connection: Connection): Sends<Transaction['sessions']> {
  return {
    async queueInsert(session, tokenHash) {
      await insert(
        connection,
        session.id,
        tokenHash,
        session.urlId,
        session.documentId,
        session.participantId,
        session.state,
        session.createdAt,
        session.lastSeenAt,
      )
    },
    async queueEnd(id, now) {
      await end(connection, id, now)
    },
    async queueRemove(ids) {
      if (ids.length > 0) await remove(connection, ids)
    },
    async lock(id) {
      const [row] = await lock(connection, id)
      if (row === undefined) return null
      return { session: sessionOfRow(row), urlEndedAt: row.url_ended_at, pageReports: row.page_reports }
    },
    async queuePageReport(id) {
      await countPageReport(connection, id)
    },
  }
}

export async function touchSession(connection: Connection, id: string, now: Date): Promise<void> {
  await touch(connection, id, now)
}

export function sessionOfRow(row: SessionRow): SigningSession {
  return {
    id: row.id,
    urlId: row.url_id,
    documentId: row.document_id,
    participantId: row.participant_id,
    state: row.state,
    createdAt: new Date(row.created_at),
    lastSeenAt: new Date(row.last_seen_at),
    endedAt: row.ended_at === null ? null : new Date(row.ended_at),
  }
}
