import { createHash } from 'node:crypto'
import type { WebhookStores } from '#server/usecases/webhook-ports.ts'
import { type Connection, statement } from '../connection/statements.ts'

type Row = {
  number: string
  chain: string
  sequence: number
  type: string
  at: Date
  recorded: string
  test: boolean
}

const open = statement('open_feed', 'select open_feed($1, $2)')
const fill = statement<{ state: 'unopened' | 'collecting' | 'ready' }>(
  'fill_feed',
  'select fill_feed($1, $2, $3) as state',
)
const page = statement<Row>(
  'feed_page',
  `select number, chain, sequence, type, at, recorded,
     coalesce((select d.test from documents d where d.id = chain), false) as test from feed_page($1, $2, $3)`,
)

/** The feed of a team's events inside a transaction; what it does is said in migration 0036. */
export function feedStore(connection: Connection): WebhookStores['feed'] {
  return {
    async open(teamId, types) {
      await open(connection, teamId, types)
    },
    async fill(teamId, types, most) {
      const [row] = await fill(connection, teamId, types, most)
      return row?.state ?? 'collecting'
    },
    async from(teamId, number, most) {
      const rows = await page(connection, teamId, number, most)
      return rows.map((row) => ({
        number: Number(row.number),
        event: `${row.chain}-${row.sequence}`,
        mark: createHash('sha256').update(row.recorded).digest('hex').slice(0, 12),
        type: row.type,
        teamId,
        documentId: row.chain === teamId ? null : row.chain,
        recorded: { at: row.at, detail: JSON.parse(row.recorded), test: row.test },
      }))
    },
  }
}
