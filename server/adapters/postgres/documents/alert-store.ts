import type { StoredAlert } from '#domain/alert.ts'
import type { MailDay } from '#domain/mail-day.ts'
import type { Transaction } from '#server/usecases/ports.ts'
import type { Sends } from '../connection/queued-writes.ts'
import { type Connection, statement } from '../connection/statements.ts'
import { columnsOfDays } from './mail-zones.ts'

type AlertRow = {
  id: number
  memo: string
  alert_at: string
  enabled: boolean
  created_at: Date
  updated_at: Date
  mailed_for: string | null
}

const columns = `id, memo, to_char(alert_at, 'YYYY-MM-DD') as alert_at, enabled, created_at, updated_at,
  to_char(mailed_for, 'YYYY-MM-DD') as mailed_for`

const ofDocument = statement<AlertRow>(
  'alert_of_document',
  `select ${columns} from document_alerts where document_id = $1`,
)
const insert = statement<AlertRow>(
  'insert_alert',
  `insert into document_alerts (document_id, memo, alert_at, enabled, created_at, updated_at)
   values ($1, $2, $3::text::date, $4, $5, $6) returning ${columns}`,
)
const update = statement<AlertRow>(
  'update_alert',
  `update document_alerts set memo = $2, alert_at = $3::text::date, enabled = $4, updated_at = $5
   where document_id = $1 returning ${columns}`,
)

const mailedFor = statement(
  'alert_mailed_for',
  'update document_alerts set mailed_for = $2::text::date where document_id = $1',
)
/** Documents whose alert may be due; the rule (`domain/alert.ts`) decides, behind the document's lock. */
const waiting = statement<{ document_id: string }>(
  'alerts_to_mail',
  `select a.document_id from unnest($1::text[], $2::text[]::date[], $3::timestamptz[]) as due (zone, day, ends_at)
     join document_alerts a on a.alert_at = due.day join documents d on d.id = a.document_id
     join teams t on t.id = d.team_id and t.time_zone = due.zone
   where a.enabled and a.mailed_for is distinct from a.alert_at and d.status <> 'template' and a.updated_at < due.ends_at
   order by a.alert_at, a.id limit $4`,
)

/** The alerts of documents. Who may see them is decided with the document, before. */
export function alertStore(connection: Connection): Sends<Transaction['alerts']> {
  return {
    of: (documentId) => alertOf(connection, documentId),
    async save(documentId, { memo, alertAt, enabled, createdAt, updatedAt }) {
      const [changed] = await update(connection, documentId, memo, alertAt, enabled, updatedAt)
      if (changed !== undefined) return alertOfRow(changed)
      const [made] = await insert(connection, documentId, memo, alertAt, enabled, createdAt, updatedAt)
      if (made === undefined) throw new Error('an alert was not stored')
      return alertOfRow(made)
    },
    queueMailedFor: async (documentId, day) => {
      await mailedFor(connection, documentId, day)
    },
  }
}

/** At most so many, the oldest first. */
export async function documentsWithDueAlert(
  connection: Connection,
  days: MailDay[],
  most: number,
): Promise<string[]> {
  const rows = await waiting(connection, ...columnsOfDays(days), most)
  return rows.map(({ document_id: id }) => id)
}

/** Null: the document has none. */
export async function alertOf(connection: Connection, documentId: string): Promise<StoredAlert | null> {
  const [row] = await ofDocument(connection, documentId)
  return row === undefined ? null : alertOfRow(row)
}

function alertOfRow(row: AlertRow): StoredAlert {
  const { id, memo, alert_at: alertAt, enabled, mailed_for: mailedFor } = row
  return { id, memo, alertAt, enabled, mailedFor, createdAt: row.created_at, updatedAt: row.updated_at }
}
