import type { StoredAlert } from '#domain/alert.ts'
import type { Transaction } from '#server/usecases/ports.ts'
import { type Connection, statement } from '../connection/statements.ts'

type AlertRow = {
  id: number
  memo: string
  alert_at: string
  enabled: boolean
  created_at: Date
  updated_at: Date
}

const columns = `id, memo, to_char(alert_at, 'YYYY-MM-DD') as alert_at, enabled, created_at, updated_at`

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

/** The alerts of documents. Who may see them is decided with the document, before. */
export function alertStore(connection: Connection): Transaction['alerts'] {
  return {
    of: (documentId) => alertOf(connection, documentId),
    async save(documentId, { memo, alertAt, enabled, createdAt, updatedAt }) {
      const [changed] = await update(connection, documentId, memo, alertAt, enabled, updatedAt)
      if (changed !== undefined) return alertOfRow(changed)
      const [made] = await insert(connection, documentId, memo, alertAt, enabled, createdAt, updatedAt)
      if (made === undefined) throw new Error('an alert was not stored')
      return alertOfRow(made)
    },
  }
}

/** Null: the document has none. */
export async function alertOf(connection: Connection, documentId: string): Promise<StoredAlert | null> {
  const [row] = await ofDocument(connection, documentId)
  return row === undefined ? null : alertOfRow(row)
}

function alertOfRow({ id, memo, alert_at, enabled, created_at, updated_at }: AlertRow): StoredAlert {
  return { id, memo, alertAt: alert_at, enabled, createdAt: created_at, updatedAt: updated_at }
}
