import type { BulkSend } from '#domain/bulk-send.ts'
import type { BulkReads, BulkStores } from '#server/usecases/bulk-ports.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { decryptText, encryptText, placeOfBulkSend } from '../connection/encrypted-text.ts'
import { type Queue, queued } from '../connection/queued-writes.ts'
import { type Connection, columnsOf, listed, statement, update } from '../connection/statements.ts'
import { bulkRowStore, countsOf, listRows, listTroubles } from './bulk-rows.ts'

type Row = {
  id: string
  team_id: string
  member_id: string
  via: BulkSend['via']
  test: boolean
  template_id: string
  template_at: Date
  act: BulkSend['act']
  link_sms: boolean
  about_sealed: string
  rows: number
  state: BulkSend['state']
  paused_by: BulkSend['pausedBy']
  created_at: Date
  started_at: Date | null
  ended_at: Date | null
}

const columns = columnsOf<Row>({
  id: true,
  team_id: true,
  member_id: true,
  via: true,
  test: true,
  template_id: true,
  template_at: true,
  act: true,
  link_sms: true,
  about_sealed: true,
  rows: true,
  state: true,
  paused_by: true,
  created_at: true,
  started_at: true,
  ended_at: true,
})

const insert = statement<{ id: string }>(
  'insert_bulk_send',
  `insert into bulk_sends (${listed(columns)}, next_at)
   select ${listed(columns)}, created_at from jsonb_populate_record(null::bulk_sends, $1::jsonb)
   on conflict (id) do nothing returning id`,
)
const lock = statement<Row>(
  'lock_bulk_send',
  `select ${listed(columns)} from bulk_sends where id = $1 for update`,
)
const one = statement<Row>('bulk_send', `select ${listed(columns)} from bulk_sends where id = $1`)
const save = update<Pick<Row, 'id' | 'template_at' | 'state' | 'paused_by' | 'started_at' | 'ended_at'>>(
  'bulk_sends',
  ['template_at', 'state', 'paused_by', 'started_at', 'ended_at'],
)
const putOff = statement('put_off_bulk_send', 'update bulk_sends set next_at = $2 where id = $1')
/** Of one member's lists that come at the same time each sees those before it. */
const lockOpen = statement(
  'lock_open_bulk_sends',
  "select pg_advisory_xact_lock(hashtextextended('bulk-open:' || $1, 0))",
)
const countOpen = statement<{ count: number }>(
  'count_open_bulk_sends',
  `select count(*)::int as count from bulk_sends where member_id = $1 and state in ('checked', 'running', 'paused')`,
)
const ofMember = statement<Row>(
  'bulk_sends_of_member',
  `select ${listed(columns)} from bulk_sends
   where member_id = $1 and ($2::boolean is null or test = $2) and ($3::text is null or id < $3) order by id desc limit $4`,
)
const running = statement<{ id: string }>(
  'bulk_sends_that_run',
  `select id from bulk_sends where state = 'running' and next_at <= $1 order by next_at limit 100`,
)

/** Lists inside a transaction. `began`: hears of a list that the transaction begins. */
export function bulkSendStore(
  connection: Connection,
  { secrets, queue, began }: { secrets: Secrets; queue: Queue; began: (id: string) => void },
): BulkStores['bulkSends'] {
  const rows = bulkRowStore(connection, secrets)
  return {
    ...rows,
    queueRow: queued(queue, rows.queueRow),
    queueLink: queued(queue, rows.queueLink),
    async insert(send) {
      began(send.id)
      return (await insert(connection, JSON.stringify(rowOf(send, secrets)))).length > 0
    },
    async lock(id) {
      const [row] = await lock(connection, id)
      return row === undefined ? null : sendOf(row, secrets)
    },
    save: ({ id, templateAt, state, pausedBy, startedAt, endedAt }) =>
      save(connection, {
        id,
        template_at: templateAt,
        state,
        paused_by: pausedBy,
        started_at: startedAt,
        ended_at: endedAt,
      }),
    async putOff(id, until) {
      await putOff(connection, id, until)
    },
    async countOpen(memberId) {
      await lockOpen(connection, memberId)
      return (await countOpen(connection, memberId))[0]?.count ?? 0
    },
  }
}

/** Reads of lists. Whoever reads has asked whose they are. */
export function bulkReads(connection: Connection, secrets: Secrets): BulkReads {
  return {
    async bulkSend(id) {
      const [row] = await one(connection, id)
      if (row === undefined) return null
      const [counts] = (await countsOf(connection, [id])).values()
      return counts === undefined ? null : { send: sendOf(row, secrets), counts }
    },
    async bulkSendsOf(memberId, { test, after, limit }) {
      const rows = await ofMember(connection, memberId, test, after, limit + 1)
      const page = rows.slice(0, limit)
      const counts = await countsOf(
        connection,
        page.map(({ id }) => id),
      )
      const sends = page.flatMap((row) => {
        const found = counts.get(row.id)
        return found === undefined ? [] : [{ send: sendOf(row, secrets), counts: found }]
      })
      return { sends, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
    },
    bulkRows: (id, query) => listRows(connection, secrets, id, query),
    bulkTroubles: (id, query) => listTroubles(connection, secrets, id, query),
    bulkSendsThatRun: async (now) => (await running(connection, now)).map(({ id }) => id),
  }
}

function sendOf(row: Row, secrets: Secrets): BulkSend {
  const about: BulkSend['about'] = JSON.parse(
    decryptText(row.about_sealed, secrets, placeOfBulkSend(row.team_id, row.id)),
  )
  return {
    id: row.id,
    teamId: row.team_id,
    memberId: row.member_id,
    via: row.via,
    test: row.test,
    templateId: row.template_id,
    templateAt: row.template_at,
    act: row.act,
    linkSms: row.link_sms,
    about,
    rows: row.rows,
    state: row.state,
    pausedBy: row.paused_by,
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  }
}

function rowOf(send: BulkSend, secrets: Secrets): Row {
  return {
    id: send.id,
    team_id: send.teamId,
    member_id: send.memberId,
    via: send.via,
    test: send.test,
    template_id: send.templateId,
    template_at: send.templateAt,
    act: send.act,
    link_sms: send.linkSms,
    about_sealed: encryptText(JSON.stringify(send.about), secrets, placeOfBulkSend(send.teamId, send.id)),
    rows: send.rows,
    state: send.state,
    paused_by: send.pausedBy,
    created_at: send.createdAt,
    started_at: send.startedAt,
    ended_at: send.endedAt,
  }
}
