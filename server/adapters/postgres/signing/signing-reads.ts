import type { DocumentStatus } from '#domain/document.ts'
import type { ParticipantStatus } from '#domain/participant.ts'
import type { Reads, Secrets } from '#server/usecases/ports.ts'
import { type Connection, statement, wideStatement } from '../connection/statements.ts'
import { instant } from '../documents/body-members.ts'
import {
  contentOfAnswer,
  type DocumentCache,
  type Locked,
  lockedColumn,
  type VersionedRow,
  versionedColumns,
  withLocks,
} from '../documents/document-cache.ts'
import { knownTeams, teamColumns, type VersionedTeam } from '../teams/known-teams.ts'
import { type SessionRow, sessionOfRow, touchSession } from './session-store.ts'
import { linkOpened, openUrl, type SigningUrlRow, urlOfRow } from './signing-url-store.ts'
import { loadCodeStatus } from './sms-code-store.ts'

type VisitRow = VersionedRow &
  VersionedTeam & {
    url: SigningUrlRow
    session: SessionRow | null
    locked: Locked
  }
const visit = statement<VisitRow>(
  'signing_visit',
  `select row_to_json(u) as url, ${teamColumns('$4')}, row_to_json(s) as session, ${versionedColumns('$3')},
     ${lockedColumn}
   from signing_urls u
   join documents d on d.id = u.document_id
   join teams t on t.id = d.team_id
   left join signing_sessions s on s.token_hash = $2 and s.url_id = u.id
   where u.token_hash = $1`,
)

type PhoneRow = VersionedTeam & {
  url: SigningUrlRow
  team_id: string
  participant_status: ParticipantStatus
  locked_at: string | null
  access_expires_at: string | null
  access_code: boolean
  sealing_failed: boolean
  status: DocumentStatus
  concluded_at: string | null
  test: boolean
  ahead: number
  sender_name: string
  sender_organization: string
}

/** What the first screen may know, and no more: the sender's name and organisation, never the document. */
const phoneVisit = wideStatement<PhoneRow>(
  'phone_visit',
  `select row_to_json(u) as url, ${teamColumns('$2')}, d.status, d.team_id, d.concluded_at, d.test,
     case when d.test then coalesce((d.snapshot->>'clock_ahead')::float8, 0) else 0 end as ahead,
     p.status as participant_status, p.locked_at, p.access_expires_at, p.access_code_sealed <> '' as access_code,
     d.sealing ->> 'failedAt' is not null as sealing_failed,
     sender.name as sender_name, sender.organization as sender_organization
   from signing_urls u
   join documents d on d.id = u.document_id
   join teams t on t.id = d.team_id
   join participants p on p.id = u.participant_id
   join participants sender on sender.document_id = d.id and sender."order" = 0
   where u.token_hash = $1`,
)

type SigningReads = Pick<
  Reads,
  'visit' | 'phoneVisit' | 'codeStatus' | 'touchSession' | 'openUrl' | 'linkOpened' | 'counterOf'
>

/** Reads of the signing pages. A visit is found by the hash of its URL, a session only together with its URL. */
export function signingReads(connection: Connection, secrets: Secrets, cache: DocumentCache): SigningReads {
  const teams = knownTeams()
  return {
    async visit(urlHash, sessionHash) {
      const asked = cache.of(cache.behindUrl.get(urlHash))
      const team = teams.of(urlHash)
      const known = [asked?.version ?? null, team?.version ?? null]
      const [row] = await visit(connection, urlHash, sessionHash, ...known)
      if (row === undefined) return null
      cache.behindUrl.set(urlHash, row.id)
      const { document: found } = contentOfAnswer(cache, secrets, asked, row)
      return {
        url: urlOfRow(row.url, secrets),
        document: withLocks(found, row.locked),
        team: teams.answered(urlHash, team, row),
        session: row.session === null ? null : sessionOfRow(row.session),
      }
    },
    async phoneVisit(urlHash) {
      const known = teams.of(urlHash)
      const row = await phoneVisit(connection, urlHash, known?.version ?? null)
      if (row === undefined) return null
      const url = urlOfRow(row.url, secrets)
      return {
        url,
        document: {
          id: url.documentId,
          teamId: row.team_id,
          status: row.status,
          concludedAt: instant(row.concluded_at),
          test: row.test,
          clockAhead: row.ahead,
        },
        participant: {
          id: url.participantId,
          status: row.participant_status,
          lockedAt: instant(row.locked_at),
          accessExpiresAt: instant(row.access_expires_at),
        },
        accessCode: row.access_code,
        sealingFailed: row.sealing_failed,
        sender: { name: row.sender_name, organization: row.sender_organization },
        team: teams.answered(urlHash, known, row),
      }
    },
    codeStatus: (participantId) => loadCodeStatus(connection, participantId),
    touchSession: (id, now) => touchSession(connection, id, now),
    openUrl: (id, now) => openUrl(connection, id, now),
    linkOpened: (participantId, since) => linkOpened(connection, participantId, since),
    async counterOf(participantId) {
      const { wrongGuesses, lockedAt } = await loadCodeStatus(connection, participantId)
      return { wrongGuesses, lockedAt }
    },
  }
}
