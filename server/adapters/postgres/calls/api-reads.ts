import type { Reads, Secrets } from '#server/usecases/ports.ts'
import { type Connection, wideStatement } from '../connection/statements.ts'
import {
  contentOfAnswer,
  type DocumentCache,
  type VersionedRow,
  versionedColumns,
} from '../documents/document-cache.ts'
import { type MemberRow, memberOfRow, type OversightRow, oversightColumn } from '../teams/member-store.ts'
import { type TeamRow, teamOfRow } from '../teams/team-store.ts'

type CallerRow = {
  client_id: string
  test: boolean
  token_expires_at: string
  blocked_until: string | null
  member: MemberRow
  oversight: OversightRow
  team: TeamRow
}

const callerColumns = `c.id as client_id, c.test, c.token_expires_at, w.blocked_until, row_to_json(m) as member, ${oversightColumn},
  row_to_json(t) as team`
const callerTables = `clients c join members m on m.id = c.member_id join teams t on t.id = c.team_id
  left join call_windows w on w.client_id = c.id`
const livingToken = 'c.token_hash = $1 and c.token_expires_at > $2 and c.revoked_at is null'

const caller = wideStatement<CallerRow>(
  'api_caller',
  `select ${callerColumns} from ${callerTables} where ${livingToken}`,
)
/** Token, member, team and the document's body in one statement: the Web API's hot path. */
const callerWithDocument = wideStatement<CallerRow & (VersionedRow | { id: null })>(
  'api_caller_with_document',
  `select ${callerColumns}, ${versionedColumns('$4')} from ${callerTables}
   left join documents d on d.id = $3 where ${livingToken}`,
)

/** Reads of the Web API. Every query is scoped by token here and nowhere else. */
export function apiReads(shared: Connection, secrets: Secrets, cache: DocumentCache): Pick<Reads, 'apiCall'> {
  return {
    async apiCall(tokenHash, documentId, now) {
      if (documentId === null) {
        const row = await caller(shared, tokenHash, now)
        return row === undefined ? null : { caller: callerOfRow(row), document: null }
      }
      const asked = cache.of(documentId)
      const row = await callerWithDocument(shared, tokenHash, now, documentId, asked?.version ?? null)
      if (row === undefined) return null
      const document = row.id === null ? null : contentOfAnswer(cache, secrets, asked, row).document
      return { caller: callerOfRow(row), document }
    },
  }
}

function callerOfRow(row: CallerRow) {
  return {
    member: memberOfRow(row.member, row.oversight),
    team: teamOfRow(row.team),
    clientId: row.client_id,
    test: row.test,
    tokenExpiresAt: new Date(row.token_expires_at),
    blockedUntil: row.blocked_until === null ? null : new Date(row.blocked_until),
  }
}
