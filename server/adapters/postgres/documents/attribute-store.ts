import type { Attribute, AttributeOption } from '#domain/attribute.ts'
import type { Transaction } from '#server/usecases/ports.ts'
import type { Sends } from '../connection/queued-writes.ts'
import { type Connection, statement, upsert } from '../connection/statements.ts'

type AttributeRow = {
  title: string
  counterparty: string
  contract_at: string | null
  validity_start_at: string | null
  validity_end_at: string | null
  validity_end_notice_at: string | null
  auto_update: Attribute['autoUpdate']
  local_id: string
  /** As text: a JavaScript number loses digits beyond 2^53. */
  amount: string | null
  options: AttributeOption[]
  created_at: Date
  updated_at: Date
}

/** A day as text, whatever the database's style of dates. */
const day = (column: string) => `to_char(${column}, 'YYYY-MM-DD') as ${column}`

const ofDocument = statement<AttributeRow>(
  'attribute_of_document',
  `select title, counterparty, ${day('contract_at')}, ${day('validity_start_at')}, ${day('validity_end_at')},
     ${day('validity_end_notice_at')}, auto_update, local_id, amount::text as amount, options, created_at, updated_at
   from document_attributes where document_id = $1`,
)
const write = upsert<AttributeRow & { document_id: string }>(
  'document_attributes',
  ['document_id'],
  [
    'document_id',
    'title',
    'counterparty',
    'contract_at',
    'validity_start_at',
    'validity_end_at',
    'validity_end_notice_at',
    'auto_update',
    'local_id',
    'amount',
    'options',
    'created_at',
    'updated_at',
  ],
  { onlyNew: ['created_at'] },
)

/** The management fields of documents. Who may see them is decided with the document, before. */
export function attributeStore(connection: Connection): Sends<Transaction['attributes']> {
  return {
    of: (documentId) => attributeOf(connection, documentId),
    async queueSave(documentId, next) {
      const row = {
        document_id: documentId,
        title: next.title,
        counterparty: next.counterparty,
        contract_at: next.contractAt,
        validity_start_at: next.validityStartAt,
        validity_end_at: next.validityEndAt,
        validity_end_notice_at: next.validityEndNoticeAt,
        auto_update: next.autoUpdate,
        local_id: next.localId,
        amount: next.amount === null ? null : String(next.amount),
        options: next.options,
        created_at: next.createdAt,
        updated_at: next.updatedAt,
      }
      await write(connection, [row])
    },
  }
}

/** Null: nobody wrote anything yet. */
export async function attributeOf(connection: Connection, documentId: string): Promise<Attribute | null> {
  const [row] = await ofDocument(connection, documentId)
  if (row === undefined) return null
  return {
    title: row.title,
    counterparty: row.counterparty,
    contractAt: row.contract_at,
    validityStartAt: row.validity_start_at,
    validityEndAt: row.validity_end_at,
    validityEndNoticeAt: row.validity_end_notice_at,
    autoUpdate: row.auto_update,
    localId: row.local_id,
    amount: row.amount === null ? null : BigInt(row.amount),
    options: row.options,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
