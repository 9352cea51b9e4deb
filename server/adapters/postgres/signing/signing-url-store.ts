import type { Identification } from '#domain/participant.ts'
import type { SigningUrl } from '#domain/signing-url.ts'
import type { Secrets, Transaction } from '#server/usecases/ports.ts'
import { placeOfState, placeOfStatement } from '../connection/encrypted-text.ts'
import type { Sends } from '../connection/queued-writes.ts'
import { type Connection, columnsOf, listed, statement } from '../connection/statements.ts'
import { instant } from '../documents/body-members.ts'
import { type SessionRow, sessionColumns, sessionOfRow } from './session-store.ts'

export type SigningUrlRow = {
  id: string
  document_id: string
  participant_id: string
  method: Identification
  created_at: Date | string
  expires_at: Date | string
  ended_at: Date | string | null
  used_at: Date | string | null
  mismatches: number
  paused_until: Date | string | null
  statement_sealed: string | null
  state_sealed: string | null
  by_link: boolean
  opened_at: Date | string | null
  transferred: boolean
}

const urlColumns = columnsOf<SigningUrlRow>({
  id: true,
  document_id: true,
  participant_id: true,
  method: true,
  created_at: true,
  expires_at: true,
  ended_at: true,
  used_at: true,
  mismatches: true,
  paused_until: true,
  statement_sealed: true,
  state_sealed: true,
  by_link: true,
  opened_at: true,
  transferred: true,
})

const lock = statement<SigningUrlRow>(
  'lock_signing_url',
  `select ${listed(urlColumns)} from signing_urls where id = $1 for update`,
)
/**
 * As for the attempt counter (`sms-code-store.ts`), the document is locked before: the sessions are those of the
 * statement's beginning, and whoever made one has committed by then.
 */
const lockWithSessions = statement<SigningUrlRow & { sessions: SessionRow[] | null }>(
  'lock_signing_url_with_sessions',
  `select ${listed(urlColumns, 'u')}, (
     select json_agg(s order by s.created_at desc, s.id desc) from (
       select ${listed(sessionColumns)} from signing_sessions where url_id = u.id and state = $2 order by created_at desc, id desc limit 100
     ) s) as sessions
   from signing_urls u where u.id = $1 for update of u`,
)
const alive = statement<SigningUrlRow>(
  'alive_signing_urls',
  `select ${listed(urlColumns)} from signing_urls where participant_id = $1 and ended_at is null and used_at is null
   order by created_at, id`,
)
const insert = statement(
  'insert_signing_url',
  `insert into signing_urls (id, token_hash, document_id, participant_id, method, created_at, expires_at,
     statement_sealed, by_link, state_sealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
)
const update = statement(
  'save_signing_url',
  'update signing_urls set used_at = $2, mismatches = $3, paused_until = $4, ended_at = $5 where id = $1',
)
/** All of a participant's, those too that ended before: none is a way to the document any more. */
const transfer = statement(
  'transfer_signing_urls',
  'update signing_urls set transferred = true, ended_at = coalesce(ended_at, $2) where participant_id = $1',
)
const open = statement(
  'open_signing_url',
  'update signing_urls set opened_at = $2 where id = $1 and opened_at is null',
)
const opened = statement<{ opened: boolean }>(
  'signing_url_opened',
  'select exists (select from signing_urls where participant_id = $1 and by_link and opened_at >= $2) as opened',
)
const end = statement('end_signing_urls', 'update signing_urls set ended_at = $2 where id = any($1)')

export function signingUrlStore(connection: Connection, secrets: Secrets): Sends<Transaction['signingUrls']> {
  return {
    async lock(id) {
      const [row] = await lock(connection, id)
      return row === undefined ? null : urlOfRow(row, secrets)
    },
    async lockWithSessions(id, state) {
      const [row] = await lockWithSessions(connection, id, state)
      return row === undefined
        ? null
        : { url: urlOfRow(row, secrets), sessions: (row.sessions ?? []).map(sessionOfRow) }
    },
    async aliveOf(participantId) {
      return (await alive(connection, participantId)).map((row) => urlOfRow(row, secrets))
    },
    async queueInsert(url, tokenHash) {
      const sealed =
        url.statement === null
          ? null
          : secrets.encrypt(JSON.stringify(url.statement), placeOfStatement(url.id))
      await insert(
        connection,
        url.id,
        tokenHash,
        url.documentId,
        url.participantId,
        url.method,
        url.createdAt,
        url.expiresAt,
        sealed,
        url.byLink,
        url.state === '' ? null : secrets.encrypt(url.state, placeOfState(url.id)),
      )
    },
    async queueSave(url) {
      await update(connection, url.id, url.usedAt, url.mismatches, url.pausedUntil, url.endedAt)
    },
    async queueTransferred(participantId, now) {
      await transfer(connection, participantId, now)
    },
    async queueEnd(ids, now) {
      if (ids.length > 0) await end(connection, ids, now)
    },
  }
}

export async function openUrl(connection: Connection, id: string, now: Date): Promise<void> {
  await open(connection, id, now)
}

export async function linkOpened(
  connection: Connection,
  participantId: string,
  since: Date,
): Promise<boolean> {
  const [row] = await opened(connection, participantId, since)
  return row?.opened === true
}

export function urlOfRow(row: SigningUrlRow, secrets: Secrets): SigningUrl {
  return {
    id: row.id,
    documentId: row.document_id,
    participantId: row.participant_id,
    method: row.method,
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
    endedAt: row.ended_at === null ? null : new Date(row.ended_at),
    usedAt: row.used_at === null ? null : new Date(row.used_at),
    mismatches: row.mismatches,
    byLink: row.by_link,
    openedAt: instant(row.opened_at),
    pausedUntil: row.paused_until === null ? null : new Date(row.paused_until),
    transferred: row.transferred,
    state: row.state_sealed === null ? '' : secrets.decrypt(row.state_sealed, placeOfState(row.id)),
    statement:
      row.statement_sealed === null
        ? null
        : JSON.parse(secrets.decrypt(row.statement_sealed, placeOfStatement(row.id))),
  }
}
