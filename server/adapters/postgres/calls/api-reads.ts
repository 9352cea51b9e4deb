import type { Team } from '#domain/team.ts'
import type { Reads, Secrets } from '#server/usecases/ports.ts'
import { type Connection, wideStatement } from '../connection/statements.ts'
import {
  contentOfAnswer,
  type DocumentCache,
  type VersionedRow,
  versionedColumns,
} from '../documents/document-cache.ts'
import { knownTeams, teamColumns, type VersionedTeam } from '../teams/known-teams.ts'
import { type MemberRow, memberOfRow, type OversightRow, oversightColumn } from '../teams/member-store.ts'

type CallerRow = {
  client_id: string
  test: boolean
  token_expires_at: string
  blocked_until: string | null
  member: MemberRow
  oversight: OversightRow
} & VersionedTeam

const callerColumns = (
  team: string,
) => `c.id as client_id, c.test, c.token_expires_at, w.blocked_until, row_to_json(m) as member, ${oversightColumn},
  ${teamColumns(team)}`
const callerTables = `clients c join members m on m.id = c.member_id join teams t on t.id = c.team_id
  left join call_windows w on w.client_id = c.id`
const livingToken = 'c.token_hash = $1 and c.token_expires_at > $2 and c.revoked_at is null'

const caller = wideStatement<CallerRow>(
  'api_caller',
  `select ${callerColumns('$3')} from ${callerTables} where ${livingToken}`,
)
/** Token, member, team and the document's body in one statement: the Web API's hot path. */
const callerWithDocument = wideStatement<CallerRow & (VersionedRow | { id: null })>(
  'api_caller_with_document',
  `select ${callerColumns('$5')}, ${versionedColumns('$4')} from ${callerTables}
   left join documents d on d.id = $3 where ${livingToken}`,
)

/** Reads of the Web API. Every query is scoped by token here and nowhere else. */
export function apiReads(shared: Connection, secrets: Secrets, cache: DocumentCache): Pick<Reads, 'apiCall'> {
  const teams = knownTeams()
  return {
    async apiCall(tokenHash, documentId, now) {
      const team = teams.of(tokenHash)
      const callerOf = (row: CallerRow) => callerOfRow(row, teams.answered(tokenHash, team, row))
      if (documentId === null) {
        const row = await caller(shared, tokenHash, now, team?.version ?? null)
        return row === undefined ? null : { caller: callerOf(row), document: null }
      }
      const asked = cache.of(documentId)
      const known = [asked?.version ?? null, team?.version ?? null]
      const row = await callerWithDocument(shared, tokenHash, now, documentId, ...known)
      if (row === undefined) return null
      const document = row.id === null ? null : contentOfAnswer(cache, secrets, asked, row).document
      return { caller: callerOf(row), document }
    },
  }
}

function callerOfRow(row: CallerRow, team: Team) {
  return {
    member: memberOfRow(row.member, row.oversight),
    team,
    clientId: row.client_id,
    test: row.test,
    tokenExpiresAt: new Date(row.token_expires_at),
    blockedUntil: row.blocked_until === null ? null : new Date(row.blocked_until),
  }
}
