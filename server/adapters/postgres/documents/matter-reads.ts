import type { Matter } from '#domain/matter.ts'
import { mostMatters } from '#domain/matter.ts'
import type { HomeReads, MatterQuery } from '#server/usecases/home-ports.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { type Connection, statement } from '../connection/statements.ts'
import {
  contentOfAnswer,
  type DocumentCache,
  type Locked,
  lockedColumn,
  type VersionedRow,
  withLocks,
} from './document-cache.ts'
import type { ListStatement } from './document-lists.ts'
import { messageLogReads } from './message-logs.ts'
import { parkedReads } from './parked-jobs.ts'

type DocumentRow = VersionedRow & { locked: Locked }
type MatterRow = DocumentRow & { kind: Matter['kind']; participant_id: string; at: Date; memo: string | null }

/**
 * A page of matters: of each kind as many as the page holds are read from the index, in order; then the page is taken of
 * them, and only its documents are read.
 */
export function mattersOf({ scope, kinds, order, from, before, after, limit }: MatterQuery): ListStatement {
  const values: unknown[] = []
  const given = (value: unknown) => `$${values.push(value)}`
  const [whose, whom] = 'sender' in scope ? ['sender', scope.sender] : ['team', scope.team]
  const way = order === 'newest' ? 'desc' : 'asc'
  const conditions = [`m.${whose}_id = ${given(whom)}`, 'm.kind = k.kind']
  if (from !== null) conditions.push(`m.at >= ${given(from)}`)
  if (before !== null) conditions.push(`m.at < ${given(before)}`)
  if (after !== null) {
    const key = `(${given(after.at)}::timestamptz, ${given(after.documentId)}::text, ${given(after.participantId)}::text)`
    conditions.push(`(m.at, m.document_id, m.participant_id) ${order === 'newest' ? '<' : '>'} ${key}`)
  }
  const most = given(limit)
  const sorting = (row: string) =>
    ['at', 'document_id', 'participant_id'].map((column) => `${row}.${column} ${way}`).join(', ')
  return {
    name: ['matters_of', whose, order, from && 'from', before && 'before', after && 'after']
      .filter(Boolean)
      .join('_'),
    text: `with page as materialized (
        select found.kind, found.document_id, found.participant_id, found.at
        from unnest(${given(kinds)}::text[]) k (kind) cross join lateral (
          select m.kind, m.document_id, m.participant_id, m.at from matters m
          where ${conditions.join(' and ')} order by ${sorting('m')} limit ${most}) found
        order by ${sorting('found')} limit ${most})
      select page.kind, page.participant_id, page.at,
        case page.kind when 'alert' then (select a.memo from document_alerts a where a.document_id = page.document_id) end as memo,
        d.id, d.version, d.snapshot as body, ${lockedColumn}
      from page join documents d on d.id = page.document_id order by ${sorting('page')}`,
    values,
  }
}

const counted = statement<{ kind: Matter['kind']; count: number }>(
  'count_matters',
  `select k.kind, n.count from unnest($2::text[]) k (kind) cross join lateral (
     select count(*)::int as count from (
       select from matters m where m.sender_id = $1 and m.kind = k.kind and m.at < $3 limit $4) bounded) n`,
)

/** Acts without a signature are few at any time (`unsigned_acts`). */
const unsigned = statement<{ id: string; title: string; at: Date }>(
  'late_seals_of_sender',
  `select d.id, d.title, min(a.at) as at from acts a join documents d on d.id = a.document_id
   where a.signed_at is null and a.at < $2 and d.sender_id = $1 and d.status = 'awaiting' and not d.test
   group by d.id order by min(a.at) limit $3`,
)

const concluded = statement<DocumentRow>(
  'concluded_of_sender',
  `with page as materialized (
     select d.id, d.concluded_at from documents d where d.sender_id = $1 and d.status = 'concluded' and not d.test
     order by d.concluded_at desc, d.id desc limit $2)
   select d.id, d.version, d.snapshot as body, ${lockedColumn} from page join documents d on d.id = page.id
   order by page.concluded_at desc, page.id desc`,
)

const steps = statement<{ called: boolean; sent: boolean; webhook: boolean }>(
  'first_steps_of_team',
  `select exists (select from api_calls a where a.team_id = $1 and a.path <> '/token')
       or exists (select from clients c where c.team_id = $1 and c.token_expires_at is not null) as called,
     exists (select from documents d where d.team_id = $1
       and d.status in ('awaiting', 'concluded', 'cancelled', 'imported')) as sent,
     exists (select from webhook_endpoints e where e.team_id = $1 and e.removed_at is null) as webhook`,
)

/** Reads of the first page of a member, and of the lists that it leads to. */
export function homeReads(
  pool: Connection,
  lists: Connection,
  secrets: Secrets,
  cache: DocumentCache,
): HomeReads {
  const documentOf = (row: DocumentRow) =>
    withLocks(contentOfAnswer(cache, secrets, undefined, row).document, row.locked)
  return {
    ...parkedReads(pool, secrets, cache),
    ...messageLogReads(lists, secrets, cache),
    async matters(query) {
      const { rows } = await lists.query<MatterRow>(mattersOf(query))
      return rows.map((row) => ({
        matter: { documentId: row.id, participantId: row.participant_id, kind: row.kind, at: row.at },
        document: documentOf(row),
        memo: row.memo ?? '',
      }))
    },
    async countMatters(senderId, kinds, before) {
      const rows = await counted(pool, senderId, kinds, before, mostMatters + 1)
      return new Map(rows.map(({ kind, count }) => [kind, count]))
    },
    async lateSeals(senderId, before, limit) {
      const rows = await unsigned(pool, senderId, before, limit)
      return rows.map(({ id, title, at }) => ({ documentId: id, title, at }))
    },
    async concludedOf(senderId, limit) {
      return (await concluded(lists, senderId, limit)).map(documentOf)
    },
    async firstSteps(teamId) {
      const [found] = await steps(pool, teamId)
      return found ?? { called: false, sent: false, webhook: false }
    },
  }
}
