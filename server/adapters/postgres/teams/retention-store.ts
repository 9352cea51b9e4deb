import type {
  LegalHold,
  RetentionEnd,
  RetentionReads,
  RetentionStores,
} from '#server/usecases/retention-ports.ts'
import { type Connection, statement } from '../connection/statements.ts'

const examined = statement<{ told_at: Date | null }>(
  'retention_examined',
  `insert into retention_ends as e (document_id, team_id, kept_until, examined_at) values ($1, $2, $3::text::date, $4)
   on conflict (document_id) do update set kept_until = excluded.kept_until, examined_at = excluded.examined_at,
     told_at = case when e.kept_until = excluded.kept_until then e.told_at end
   returning told_at`,
)
const tell = statement<{ count: number; first: string | null }>(
  'retention_tell',
  `with told as (
     update retention_ends e set told_at = $3 where e.team_id = $1 and e.kept_until <= $2::text::date and e.told_at is null
       and not exists (select from legal_holds h where h.document_id = e.document_id)
     returning e.kept_until)
   select count(*)::int as count, to_char(min(kept_until), 'YYYY-MM-DD') as first from told`,
)
const forgetEnds = statement('retention_forget', 'delete from retention_ends where team_id = $1')

type EndRow = { document_id: string; kept_until: string; told_at: Date | null }
const endColumns = `e.document_id, to_char(e.kept_until, 'YYYY-MM-DD') as kept_until, e.told_at`
const ends = statement<EndRow>(
  'retention_ends',
  `select ${endColumns} from retention_ends e
   where e.team_id = $1 and e.kept_until <= $2::text::date and (e.kept_until, e.document_id) > ($3::text::date, $4)
     and not exists (select from legal_holds h where h.document_id = e.document_id)
   order by e.kept_until, e.document_id limit $5`,
)
const endOf = statement<EndRow>(
  'retention_end_of_document',
  `select ${endColumns} from retention_ends e where e.document_id = $1 and e.kept_until is not null`,
)

type HoldRow = { document_id: string; member_id: string; reason: string; since: Date }
const holdOf = statement<HoldRow>(
  'legal_hold_of_document',
  'select document_id, member_id, reason, since from legal_holds where document_id = $1',
)
const holdsOf = statement<HoldRow>(
  'legal_holds_of_team',
  `select document_id, member_id, reason, since from legal_holds where team_id = $1
   order by since desc, document_id desc limit $2`,
)
const hold = statement(
  'legal_hold',
  `insert into legal_holds (document_id, team_id, member_id, reason, since) values ($1, $2, $3, $4, $5)
   on conflict (document_id) do nothing`,
)
const release = statement('legal_hold_release', 'delete from legal_holds where document_id = $1')

/** Texts, numbers and addresses; audit rows hold ids and stay. */
const eraseSms = statement('erase_sms_of_document', 'delete from sms_messages where document_id = $1')
const eraseMails = statement('erase_mails_of_document', 'delete from mail_log where document_id = $1')
const eraseRow = statement(
  'erase_bulk_row_of_document',
  `update bulk_rows set content_sealed = '' where document_id = $1`,
)
const noteDeleted = statement(
  'note_deleted_document',
  'insert into deleted_documents (document_id, team_id, deleted_at) values ($1, $2, $3)',
)
const filesGone = statement(
  'files_of_deleted_are_gone',
  'update deleted_documents set files_gone_at = $2 where document_id = $1',
)

export function retentionStore(connection: Connection): RetentionStores['retention'] {
  return {
    async examined({ documentId, teamId, keptUntil, now }) {
      const [row] = await examined(connection, documentId, teamId, keptUntil, now)
      return { toldAt: row?.told_at ?? null }
    },
    async tell(teamId, last, now) {
      const [row] = await tell(connection, teamId, last, now)
      return row ?? { count: 0, first: null }
    },
    async forgetEnds(teamId) {
      await forgetEnds(connection, teamId)
    },
    holdOf: (documentId) => oneHold(connection, documentId),
    async hold(teamId, { documentId, memberId, reason, since }) {
      await hold(connection, documentId, teamId, memberId, reason, since)
    },
    async release(documentId) {
      await release(connection, documentId)
    },
    async erase(documentId, teamId, now) {
      for (const erase of [eraseSms, eraseMails, eraseRow]) await erase(connection, documentId)
      await noteDeleted(connection, documentId, teamId, now)
    },
    async filesGone(documentId, now) {
      await filesGone(connection, documentId, now)
    },
  }
}

export function retentionReads(pool: Connection): RetentionReads {
  return {
    async retentionEnds(teamId, { last, after, limit }) {
      const { at = '0001-01-01', documentId = '' } = after ?? {}
      return (await ends(pool, teamId, last, at, documentId, limit)).map(endOfRow)
    },
    async retentionEndOf(documentId) {
      const [row] = await endOf(pool, documentId)
      return row === undefined ? null : endOfRow(row)
    },
    legalHolds: async (teamId, limit) => (await holdsOf(pool, teamId, limit)).map(holdOfRow),
    legalHoldOf: (documentId) => oneHold(pool, documentId),
  }
}

async function oneHold(connection: Connection, documentId: string): Promise<LegalHold | null> {
  const [row] = await holdOf(connection, documentId)
  return row === undefined ? null : holdOfRow(row)
}

function endOfRow({ document_id: documentId, kept_until: keptUntil, told_at: toldAt }: EndRow): RetentionEnd {
  return { documentId, keptUntil, toldAt }
}

function holdOfRow({ document_id: documentId, member_id: memberId, reason, since }: HoldRow): LegalHold {
  return { documentId, memberId, reason, since }
}
