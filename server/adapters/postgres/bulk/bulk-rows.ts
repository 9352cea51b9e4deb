import type { BulkCounts, BulkRowState } from '#domain/bulk-send.ts'
import type { Refusal } from '#domain/refusal.ts'
import type { BulkReads, BulkRow, BulkStores, NewBulkRow } from '#server/usecases/bulk-ports.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { decryptText, encryptText, placeOfBulkRow } from '../connection/encrypted-text.ts'
import type { Sends } from '../connection/queued-writes.ts'
import { type Connection, columnsOf, listed, statement } from '../connection/statements.ts'

type Row = {
  bulk_send_id: string
  row: number
  state: BulkRowState
  document_id: string
  content_sealed: string
  reason: Refusal | null
  link: BulkRow['link']
  tries: number
}

const columns = columnsOf<Row>({
  bulk_send_id: true,
  row: true,
  state: true,
  document_id: true,
  content_sealed: true,
  reason: true,
  link: true,
  tries: true,
})

const insert = statement(
  'insert_bulk_rows',
  `insert into bulk_rows (bulk_send_id, row, state, document_id, content_sealed, changed_at)
   select $1, * from unnest($2::int[], $3::text[], $4::text[], $5::text[]) given (row, state, document_id, content_sealed),
     now()`,
)
// Tries are counted when it is taken: rows at which something fails again and again hold up no others.
const take = (what: 'rows' | 'links') =>
  statement<Row>(
    `take_bulk_${what}`,
    `update bulk_rows r set taken_until = $3, tries = tries + 1 from (
       select row from bulk_rows where bulk_send_id = $1 and ${what === 'rows' ? `state = 'ready'` : `link = 'waiting'`}
         and (taken_until is null or taken_until <= $2)
       order by ${what === 'rows' ? 'tries, row' : 'row'} limit $4 for update skip locked) free
     where r.bulk_send_id = $1 and r.row = free.row returning ${listed(columns, 'r')}`,
  )
const takeRows = take('rows')
const takeLinks = take('links')
const lockReady = statement<Row>(
  'lock_ready_bulk_row',
  `select ${listed(columns)} from bulk_rows where bulk_send_id = $1 and row = $2 and state = 'ready' for update`,
)
const end = statement(
  'end_bulk_row',
  `update bulk_rows set state = $3, link = $4, reason = $5, taken_until = null, changed_at = $6,
     content_sealed = case when $3 = 'refused' then content_sealed else '' end
   where bulk_send_id = $1 and row = $2`,
)
const setLink = statement(
  'set_bulk_link',
  'update bulk_rows set link = $3, taken_until = $4, reason = $5 where bulk_send_id = $1 and row = $2',
)
const release = statement(
  'release_bulk_rows',
  `update bulk_rows set taken_until = null where bulk_send_id = $1 and state = 'ready' and taken_until is not null`,
)
const leaveOut = statement(
  'leave_out_bulk_rows',
  `update bulk_rows set state = 'left_out', changed_at = $2 where bulk_send_id = $1 and state = 'faulty'`,
)
const count = statement<{ bulk_send_id: string; state: BulkRowState; count: number; links: number }>(
  'count_bulk_rows',
  `select bulk_send_id, state, count(*)::int as count, (count(*) filter (where link = 'waiting'))::int as links
   from bulk_rows where bulk_send_id = any($1) group by bulk_send_id, state`,
)
const list = statement<Row>(
  'list_bulk_rows',
  `select ${listed(columns)} from bulk_rows
   where bulk_send_id = $1 and row > $2 and ($3::text[] is null or state = any($3)) order by row limit $4`,
)

const troubles = statement<Row>(
  'list_bulk_troubles',
  `select ${listed(columns)} from bulk_rows
   where bulk_send_id = $1 and row > $2 and (state = 'refused' or (link is not null and reason is not null))
   order by row limit $3`,
)

type RowStore = Pick<
  BulkStores['bulkSends'],
  | 'insertRows'
  | 'countsOf'
  | 'leaveOut'
  | 'release'
  | 'takeRows'
  | 'takeLinks'
  | 'lockReady'
  | 'queueRow'
  | 'queueLink'
>

/** Rows of lists inside a transaction. */
export function bulkRowStore(connection: Connection, secrets: Secrets): Sends<RowStore> {
  const read = (rows: Row[]) => rows.map((row) => rowOf(row, secrets)).sort((a, b) => a.row - b.row)
  return {
    async insertRows(bulkSendId, rows) {
      const sealed = rows.map((row) => sealedContent(bulkSendId, row, secrets))
      await insert(
        connection,
        bulkSendId,
        rows.map(({ row }) => row),
        rows.map(({ state }) => state),
        rows.map(({ documentId }) => documentId),
        sealed,
      )
    },
    countsOf: async (id) => (await countsOf(connection, [id])).get(id) ?? noRows(),
    async leaveOut(id, now) {
      await leaveOut(connection, id, now)
    },
    async release(id) {
      await release(connection, id)
    },
    takeRows: async (id, { now, until, most }) => read(await takeRows(connection, id, now, until, most)),
    takeLinks: async (id, { now, until, most }) => read(await takeLinks(connection, id, now, until, most)),
    async lockReady(id, row) {
      const [found] = await lockReady(connection, id, row)
      return found === undefined ? null : rowOf(found, secrets)
    },
    async queueRow(id, outcome, now) {
      const reason = outcome.state === 'refused' ? JSON.stringify(outcome.reason) : null
      const link = outcome.state === 'refused' ? null : outcome.link
      await end(connection, id, outcome.row, outcome.state, link, reason, now)
    },
    async queueLink(id, row, { state, until, reason }) {
      await setLink(connection, id, row, state, until, reason === null ? null : JSON.stringify(reason))
    },
  }
}

/** How many rows of each list are in which state. */
export async function countsOf(connection: Connection, ids: string[]): Promise<Map<string, BulkCounts>> {
  const counts = new Map(ids.map((id) => [id, noRows()]))
  for (const { bulk_send_id, state, count: rows, links } of await count(connection, ids)) {
    const found = counts.get(bulk_send_id)
    if (found === undefined) continue
    found[state] = rows
    found.linksWaiting += links
  }
  return counts
}

/** Rows of one list, in their order. */
export async function listRows(
  connection: Connection,
  secrets: Secrets,
  id: string,
  { states, after, limit }: Parameters<BulkReads['bulkRows']>[1],
): Promise<BulkRow[]> {
  return (await list(connection, id, after, states, limit)).map((row) => rowOf(row, secrets))
}

/** The same of those in which something could not be done. */
export async function listTroubles(
  connection: Connection,
  secrets: Secrets,
  id: string,
  { after, limit }: Parameters<BulkReads['bulkTroubles']>[1],
): Promise<BulkRow[]> {
  return (await troubles(connection, id, after, limit)).map((row) => rowOf(row, secrets))
}

function noRows(): BulkCounts {
  return { ready: 0, faulty: 0, left_out: 0, made: 0, sent: 0, refused: 0, linksWaiting: 0 }
}

function sealedContent(
  bulkSendId: string,
  { row, documentId, values, faults }: NewBulkRow,
  secrets: Secrets,
) {
  return encryptText(JSON.stringify({ values, faults }), secrets, placeOfBulkRow(bulkSendId, row, documentId))
}

function rowOf(found: Row, secrets: Secrets): BulkRow {
  const { bulk_send_id, row, state, document_id, content_sealed, reason, link, tries } = found
  const plain = decryptText(content_sealed, secrets, placeOfBulkRow(bulk_send_id, row, document_id))
  const content: Pick<NewBulkRow, 'values' | 'faults'> | null = plain === '' ? null : JSON.parse(plain)
  return {
    row,
    state,
    documentId: document_id,
    values: content?.values ?? null,
    faults: reason === null ? (content?.faults ?? []) : [reason],
    link,
    tries,
  }
}
