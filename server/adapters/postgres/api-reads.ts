import type { DocumentQuery, Reads, Secrets } from '#server/usecases/ports.ts'
import { type AggregateRow, aggregateColumns, documentOfRow } from './document-rows.ts'
import {
  documentOfAnswer,
  type KnownDocuments,
  loadUnversioned,
  type VersionedRow,
  versionedColumns,
} from './known-documents.ts'
import { type MemberRow, memberOfRow, type OversightRow, oversightColumn } from './member-store.ts'
import { type Connection, statement, wideStatement } from './statements.ts'
import { type TeamRow, teamOfRow } from './team-store.ts'

type CallerRow = {
  client_id: string
  token_expires_at: string
  member: MemberRow
  oversight: OversightRow
  team: TeamRow
}

const callerColumns = `c.id as client_id, c.token_expires_at, row_to_json(m) as member, ${oversightColumn},
  row_to_json(t) as team`
const callerTables = 'clients c join members m on m.id = c.member_id join teams t on t.id = c.team_id'
const livingToken = 'c.token_hash = $1 and c.token_expires_at > $2 and c.revoked_at is null'

const caller = wideStatement<CallerRow>(
  'api_caller',
  `select ${callerColumns} from ${callerTables} where ${livingToken}`,
)
/** Token, member, team and the document's snapshot in one statement: the Web API's hot path. */
const callerWithDocument = wideStatement<CallerRow & (VersionedRow | { id: null })>(
  'api_caller_with_document',
  `select ${callerColumns}, ${versionedColumns('$4')} from ${callerTables}
   left join documents d on d.id = $3 where ${livingToken}`,
)

/** Sent by the member, or received by their address once their turn has come. */
const visible = `
  select d.id, d.created_at from documents d where d.sender_id = $1
  union
  select d.id, d.created_at from participants p join documents d on d.id = p.document_id
    where p.email_hash = $2 and p."order" > 0 and p.status <> 'waiting' and d.status <> 'draft'
  union
  select d.id, d.created_at from documents d where d.team_id = $6 and d.status = 'template' and d.shared`
const filtered = `from (${visible}) v join documents d on d.id = v.id
  where ($3::text is null or d.status = $3) and ($4::timestamptz is null or d.last_processed_at >= $4)
    and ($5::timestamptz is null or d.last_processed_at <= $5)`
const count = statement<{ total: number }>('count_documents', `select count(*)::int as total ${filtered}`)
const page = statement<AggregateRow>(
  'page_of_documents',
  `select ${aggregateColumns} ${filtered} order by d.created_at desc, d.id desc limit 100 offset $7`,
)

/** Reads of the Web API. Every query is scoped by token or member here and nowhere else. */
export function apiReads(
  { pool, lines }: { pool: Connection; lines: Connection },
  secrets: Secrets,
  known: KnownDocuments,
): Pick<Reads, 'apiCall' | 'documentsOf'> {
  return {
    async apiCall(tokenHash, documentId, now) {
      if (documentId === null) {
        const row = await caller(lines, tokenHash, now)
        return row === undefined ? null : { caller: callerOfRow(row), document: null }
      }
      const asked = known.of(documentId)
      const row = await callerWithDocument(lines, tokenHash, now, documentId, asked?.version ?? null)
      if (row === undefined) return null
      const document =
        row.id === null
          ? null
          : (documentOfAnswer(known, secrets, asked, row) ??
            (await loadUnversioned(pool, secrets, documentId)))
      return { caller: callerOfRow(row), document }
    },
    async documentsOf(memberId: string, email: string, query: DocumentQuery) {
      const emailHash = secrets.keyedHash('email', email.toLowerCase())
      const { status, from, to, sharedTemplatesOf } = query
      const filter = [memberId, emailHash, status, from, to, sharedTemplatesOf]
      const [totals] = await count(pool, ...filter)
      const rows = await page(pool, ...filter, (query.page - 1) * 100)
      return { total: totals?.total ?? 0, documents: rows.map((row) => documentOfRow(row, secrets)) }
    },
  }
}

function callerOfRow(row: CallerRow) {
  return {
    member: memberOfRow(row.member, row.oversight),
    team: teamOfRow(row.team),
    clientId: row.client_id,
    tokenExpiresAt: new Date(row.token_expires_at),
  }
}
