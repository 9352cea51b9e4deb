import type { Secrets } from '#server/usecases/ports.ts'
import type { WebhookReads } from '#server/usecases/webhook-ports.ts'
import { type Connection, listed, statement } from '../connection/statements.ts'
import { type DeliveryRow, deliveryColumns, deliveryOf } from './delivery-store.ts'
import { endpointOf, type WebhookRow, webhookColumns } from './webhook-store.ts'

/** The endpoint's columns beside those of the delivery, which has the same names. */
type Beside<Row> = { [Name in keyof Row & string as `e_${Name}`]: Row[Name] }

type Row = DeliveryRow &
  Beside<WebhookRow> & { version: string; row: string | null; at: Date | null; test: boolean }

const beside = webhookColumns.map((column) => `e."${column}" as "e_${column}"`).join(', ')

const due = statement<Row>(
  'due_delivery',
  `select d.id::text, ${listed(deliveryColumns, 'd')}, ${beside}, e.xmin::text as version,
     coalesce(a.row, t.row) as row, coalesce(a.at, t.at) as at, coalesce(about.test, false) as test
   from deliveries d join webhook_endpoints e on e.id = d.target and e.removed_at is null
   left join audit a on a.document_id = d.document_id and a.sequence = d.sequence
   left join team_events t on d.document_id is null and t.chain = d.team_id and t.sequence = d.sequence
   left join documents about on about.id = d.document_id
   where d.id = $1`,
)

/** What a try of a delivery reads. */
export function dueDeliveryReads(
  connection: Connection,
  secrets: Secrets,
): Pick<WebhookReads, 'dueDelivery'> {
  return {
    async dueDelivery(id) {
      const [row] = await due(connection, id)
      if (row === undefined) return null
      const event =
        row.row === null || row.at === null
          ? null
          : { at: row.at, detail: JSON.parse(row.row), test: row.test }
      return {
        delivery: deliveryOf(row),
        endpoint: endpointOf(besideOf(row), secrets),
        event,
        version: row.version,
      }
    },
  }
}

function besideOf(row: Row): WebhookRow {
  return {
    id: row.e_id,
    team_id: row.e_team_id,
    url_sealed: row.e_url_sealed,
    format: row.e_format,
    events: row.e_events,
    secret_sealed: row.e_secret_sealed,
    former_secret_sealed: row.e_former_secret_sealed,
    former_secret_until: row.e_former_secret_until,
    off_reason: row.e_off_reason,
    off_at: row.e_off_at,
    created_at: row.e_created_at,
    failures: row.e_failures,
    resting_until: row.e_resting_until,
    troubled_at: row.e_troubled_at,
    told_at: row.e_told_at,
  }
}
