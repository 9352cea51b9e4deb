import type { DocumentQuery, Reads, Secrets } from '#server/usecases/ports.ts'
import { type AggregateRow, aggregateColumns, documentOfRow } from './document-rows.ts'
import { type MemberRow, memberOfRow } from './member-store.ts'
import { type Connection, statement, wideStatement } from './statements.ts'
import { type TeamRow, teamOfRow } from './team-store.ts'

type CallerRow = { client_id: string; token_expires_at: string; member: MemberRow; team: TeamRow }

const callerColumns =
  'c.id as client_id, c.token_expires_at, row_to_json(m) as member, row_to_json(t) as team'
const callerTables = 'clients c join members m on m.id = c.member_id join teams t on t.id = c.team_id'
const livingToken = 'c.token_hash = $1 and c.token_expires_at > $2 and c.revoked_at is null'

const caller = wideStatement<CallerRow>(
  'api_caller',
  `select ${callerColumns} from ${callerTables} where ${livingToken}`,
)
/** Token, member, team and the document's snapshot in one statement: the Web API's hot path. */
const callerWithDocument = wideStatement<CallerRow & { id: string | null; snapshot: AggregateRow | null }>(
  'api_caller_with_document',
  `select ${callerColumns}, d.id, d.snapshot from ${callerTables}
   left join documents d on d.id = $3 where ${livingToken}`,
)
/** For a row of an earlier version that nobody has changed since. */
const aggregate = wideStatement<AggregateRow>(
  'aggregate',
  `select ${aggregateColumns} from documents d where d.id = $1`,
)

/** Sent by the member, or received by their address once their turn has come. */
const visible = `
  select d.id, d.created_at from documents d where d.sender_id = $1
  union
  select d.id, d.created_at from participants p join documents d on d.id = p.document_id
    where p.email_hash = $2 and p."order" > 0 and p.status <> 'waiting' and d.status <> 'draft'`
const filtered = `from (${visible}) v join documents d on d.id = v.id
  where ($3::text is null or d.status = $3) and ($4::timestamptz is null or d.last_processed_at >= $4)
    and ($5::timestamptz is null or d.last_processed_at <= $5)`
const count = statement<{ total: number }>('count_documents', `select count(*)::int as total ${filtered}`)
const page = statement<AggregateRow>(
  'page_of_documents',
  `select ${aggregateColumns} ${filtered} order by d.created_at desc, d.id desc limit 100 offset $6`,
)

/** Reads of the Web API. Every query is scoped by token or member here and nowhere else. */
export function apiReads(connection: Connection, secrets: Secrets): Pick<Reads, 'apiCall' | 'documentsOf'> {
  return {
    async apiCall(tokenHash, documentId, now) {
      if (documentId === null) {
        const row = await caller(connection, tokenHash, now)
        return row === undefined ? null : { caller: callerOfRow(row), document: null }
      }
      const row = await callerWithDocument(connection, tokenHash, now, documentId)
      if (row === undefined) return null
      const found = row.id === null ? undefined : (row.snapshot ?? (await aggregate(connection, row.id)))
      return {
        caller: callerOfRow(row),
        document: found === undefined ? null : documentOfRow(found, secrets),
      }
    },
    async documentsOf(memberId: string, email: string, query: DocumentQuery) {
      const emailHash = secrets.keyedHash('email', email.toLowerCase())
      const filter = [memberId, emailHash, query.status, query.from, query.to]
      const [totals] = await count(connection, ...filter)
      const rows = await page(connection, ...filter, (query.page - 1) * 100)
      return { total: totals?.total ?? 0, documents: rows.map((row) => documentOfRow(row, secrets)) }
    },
  }
}

function callerOfRow(row: CallerRow) {
  return {
    member: memberOfRow(row.member),
    team: teamOfRow(row.team),
    clientId: row.client_id,
    tokenExpiresAt: new Date(row.token_expires_at),
  }
}
