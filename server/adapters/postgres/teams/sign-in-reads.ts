import type { Secrets } from '#server/usecases/ports.ts'
import type { SignInReads } from '#server/usecases/sign-in-ports.ts'
import { placeOfApp, placeOfResetRequest } from '../connection/encrypted-text.ts'
import { type Connection, statement } from '../connection/statements.ts'
import {
  type PasskeyRow,
  passkeyColumns,
  passkeyOfRow,
  type ResetRow,
  resetOfRow,
  resetSelected,
  type SessionRow,
  sessionColumns,
  sessionOfRow,
} from './sign-in-rows.ts'
import { loadCredential } from './sign-in-store.ts'

const hasApp = 'exists (select from sign_in_factors f where f.member_id = m.id and f.totp_since is not null)'
const passkeyCount = '(select count(*)::int from sign_in_passkeys p where p.member_id = m.id)'

const visit = statement<
  SessionRow & {
    totp: boolean
    passkeys: number
    factor_required: boolean
    console_networks: string[]
    time_zone: string
  }
>(
  'console_visit',
  `select ${sessionColumns}, ${hasApp} as totp, ${passkeyCount} as passkeys, t.factor_required, t.console_networks, t.time_zone
   from sign_in_sessions s join sign_in_accounts a on a.id = s.account_id
     join members m on lower(m.email) = a.email join teams t on t.id = m.team_id
   where s.token = $1 and m.disabled_at is null`,
)
const see = statement('see_console_session', 'update sign_in_sessions set seen_at = $2 where id = $1')
const sessions = statement<SessionRow>(
  'console_sessions',
  `select ${sessionColumns} from members m join sign_in_accounts a on a.email = lower(m.email)
     join sign_in_sessions s on s.account_id = a.id
   where m.id = $1 and s.expires_at > $2 order by coalesce(s.seen_at, s.created_at) desc, s.id limit 100`,
)
const app = statement<{ totp_sealed: string | null; totp_since: Date | null }>(
  'sign_in_app_shown',
  'select totp_sealed, totp_since from sign_in_factors where member_id = $1',
)
const codesLeft = statement<{ left: number }>(
  'recovery_codes_left',
  'select count(*)::int as left from sign_in_recovery_codes where member_id = $1 and used_at is null',
)
const passkeys = statement<PasskeyRow>(
  'passkeys_shown',
  `select ${passkeyColumns} from sign_in_passkeys where member_id = $1 order by created_at, id`,
)
const passkey = statement<PasskeyRow>(
  'passkey_shown',
  `select ${passkeyColumns} from sign_in_passkeys where id = $1`,
)
const ofTeam = statement<{ id: string; totp: boolean; passkeys: number }>(
  'factors_of_team',
  `select m.id, ${hasApp} as totp, ${passkeyCount} as passkeys from members m where m.team_id = $1`,
)
const reset = statement<ResetRow>('password_reset', resetSelected)
const request = statement<{ email_sealed: string; language: string }>(
  'reset_request',
  'select email_sealed, language from password_reset_requests where id = $1',
)

/** Reads of the sign-in. */
export function signInReads(pool: Connection, secrets: Secrets): SignInReads {
  return {
    credential: (email) => loadCredential(pool, email),
    async consoleVisit(token) {
      const [row] = await visit(pool, token)
      if (row === undefined) return null
      const {
        totp,
        passkeys: count,
        factor_required: factorRequired,
        console_networks: consoleNetworks,
        time_zone: timeZone,
      } = row
      return {
        session: sessionOfRow(row),
        held: { totp, passkeys: count },
        team: { factorRequired, consoleNetworks, timeZone },
      }
    },
    async seeSession(id, now) {
      await see(pool, id, now)
    },
    consoleSessions: async (memberId, now) => (await sessions(pool, memberId, now)).map(sessionOfRow),
    async factors(memberId) {
      const [[shown], [codes], keys] = await Promise.all([
        app(pool, memberId),
        codesLeft(pool, memberId),
        passkeys(pool, memberId),
      ])
      const since = shown?.totp_since ?? null
      return {
        app: since === null ? null : { since },
        recoveryCodes: codes?.left ?? 0,
        passkeys: keys.map(passkeyOfRow),
      }
    },
    async appSecret(memberId) {
      const [row] = await app(pool, memberId)
      const sealed = row?.totp_since === null ? row.totp_sealed : null
      return sealed === null ? null : secrets.decrypt(sealed, placeOfApp(memberId))
    },
    async passkeyById(id) {
      const [row] = await passkey(pool, id)
      return row === undefined ? null : passkeyOfRow(row)
    },
    async factorsOfTeam(teamId) {
      const rows = await ofTeam(pool, teamId)
      return new Map(rows.map(({ id, totp, passkeys: count }) => [id, { totp, passkeys: count }]))
    },
    async passwordReset(tokenHash) {
      const [row] = await reset(pool, tokenHash)
      return row === undefined ? null : resetOfRow(row)
    },
    async resetRequest(id) {
      const [row] = await request(pool, id)
      if (row === undefined) return null
      return { id, email: secrets.decrypt(row.email_sealed, placeOfResetRequest(id)), language: row.language }
    },
  }
}
