import type { DocumentStatus } from '#domain/document.ts'
import type { FindReads, FoundCount } from '#server/usecases/find-ports.ts'
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
import { type Asked, countOf, keptCountOf, mostCounted, pageFound } from './document-finds.ts'

const listed = statement<{ done: boolean }>(
  'everything_is_listed',
  'select done_at is not null as done from listing_progress',
)
const changes = statement<{
  at: Date
  by: string | null
  field: string
  before: string | null
  after: string | null
}>(
  'attribute_changes',
  `select c.at, c.field, c.before, c.after, (select a.row::json->>'actor' from audit a
     where a.document_id = c.document_id and a.type = 'attribute.updated' and a.at = c.at limit 1) as by
   from attribute_changes c where c.document_id = $1 order by c.at desc, c.id desc limit 500`,
)
const columns = statement<{ columns: string[] }>(
  'list_columns',
  'select columns from list_columns where member_id = $1 and list = $2',
)

const recorded = statement<{
  document_id: string
  contract_at: string | null
  amount: string | null
  counterparty: string
}>(
  'recorded_of_documents',
  `select document_id, to_char(contract_at, 'YYYY-MM-DD') as contract_at, amount::text as amount, counterparty
   from document_attributes where document_id = any($1)`,
)

type RegisterLine = {
  id: string
  title: string
  status: DocumentStatus
  concluded_at: Date | null
  contract_at: string | null
  amount: string | null
  counterparty: string
}

/** `finds`: planned with the values that are looked for; `pool`: everything else. */
export function documentFindReads(
  pool: Connection,
  finds: Connection,
  secrets: Secrets,
  cache: DocumentCache,
): FindReads {
  const isMany = ({ more, total }: FoundCount) => more || total > mostCounted
  return {
    async countFound(scope, filter) {
      const asked: Asked = { scope, filter, secrets }
      const { rows } = await finds.query<{ total: number }>(keptCountOf(asked) ?? countOf(asked))
      const total = rows[0]?.total ?? 0
      const counted = keptCountOf(asked) !== null
      return counted
        ? { total, more: false }
        : { total: Math.min(total, mostCounted), more: total > mostCounted }
    },
    async findDocuments(scope, filter, { after, limit, count }) {
      const page = { after, limit, many: isMany(count) }
      const select = `select d.id, d.version, d.snapshot as body, ${lockedColumn} from page join documents d on d.id = page.id`
      const { rows } = await finds.query<VersionedRow & { locked: Locked }>(
        pageFound({ scope, filter, secrets }, page, select),
      )
      const documents = rows
        .slice(0, limit)
        .map((row) => withLocks(contentOfAnswer(cache, secrets, undefined, row).document, row.locked))
      return { documents, next: rows.length > limit ? (documents.at(-1)?.id ?? null) : null }
    },
    async findRegister(scope, filter, { after, limit, count }) {
      const page = { after, limit, many: isMany(count) }
      const select = `select d.id, d.title, d.status, d.concluded_at, to_char(a.contract_at, 'YYYY-MM-DD') as contract_at,
          a.amount::text as amount, coalesce(a.counterparty, '') as counterparty
        from page join documents d on d.id = page.id left join document_attributes a on a.document_id = d.id`
      const { rows } = await finds.query<RegisterLine>(pageFound({ scope, filter, secrets }, page, select))
      const lines = rows.slice(0, limit).map((row) => ({
        documentId: row.id,
        title: row.title,
        status: row.status,
        concludedAt: row.concluded_at,
        contractAt: row.contract_at,
        amount: row.amount === null ? null : BigInt(row.amount),
        counterparty: row.counterparty,
      }))
      return { rows: lines, next: rows.length > limit ? (lines.at(-1)?.documentId ?? null) : null }
    },
    async recordedOf(documentIds) {
      const rows = documentIds.length === 0 ? [] : await recorded(pool, documentIds)
      return new Map(
        rows.map(({ document_id: id, contract_at: contractAt, amount, counterparty }) => [
          id,
          { contractAt, amount: amount === null ? null : BigInt(amount), counterparty },
        ]),
      )
    },
    everythingIsListed: async () => (await listed(pool))[0]?.done ?? true,
    attributeChanges: (documentId) => changes(pool, documentId),
    listColumns: async (memberId, list) => (await columns(pool, memberId, list))[0]?.columns ?? null,
  }
}
