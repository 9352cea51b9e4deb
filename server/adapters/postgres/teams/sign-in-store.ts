import type { ConsoleSession } from '#domain/console-session.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import type { Credential, SignInStores } from '#server/usecases/sign-in-ports.ts'
import { placeOfApp, placeOfResetRequest } from '../connection/encrypted-text.ts'
import { type Connection, statement } from '../connection/statements.ts'
import {
  type PasskeyRow,
  passkeyColumns,
  passkeyOfRow,
  type ResetRow,
  resetOfRow,
  resetSelected,
} from './sign-in-rows.ts'

const hold = statement('hold_sign_in', 'select id from members where id = $1 for no key update')
const credentialOf = statement<{
  member_id: string
  team_id: string
  disabled: boolean
  password: string | null
}>(
  'sign_in_credential',
  `select m.id as member_id, m.team_id, m.disabled_at is not null as disabled, c.password
   from members m left join sign_in_accounts a on a.email = lower(m.email)
     left join sign_in_credentials c on c.account_id = a.id and c.provider = 'credential'
   where lower(m.email) = lower($1)`,
)
const rehash = statement(
  'rehash_password',
  `update sign_in_credentials c set password = $3, updated_at = now() from sign_in_accounts a
   where a.id = c.account_id and a.email = lower($1) and c.provider = 'credential' and c.password = $2`,
)
const insertSession = statement<{ before: boolean }>(
  'insert_console_session',
  `with entered as (
     update sign_in_accounts a set entered_at = $4 from sign_in_accounts old
     where a.email = lower($3) and old.id = a.id returning a.id, old.entered_at is not null as before
   ), made as (insert into sign_in_sessions (id, token, account_id, created_at, updated_at, seen_at, proved_at, expires_at, factor,
     address, user_agent)
   select $1, $2, id, $4, $4, $4, $5, $6, $7, $8, $9 from entered)
   select before from entered`,
)
const ofMember = `sign_in_sessions s using sign_in_accounts a, members m
   where a.id = s.account_id and a.email = lower(m.email) and m.id = $1`
const endSession = statement<{ id: string }>(
  'end_console_session',
  `delete from ${ofMember} and s.id = $2 returning s.id`,
)
const endSessions = statement<{ id: string }>(
  'end_console_sessions',
  `delete from ${ofMember} and s.id is distinct from $2 returning s.id`,
)
const prove = statement(
  'prove_console_session',
  'update sign_in_sessions set proved_at = $2, seen_at = $2 where id = $1',
)
const setFactor = statement('set_session_factor', 'update sign_in_sessions set factor = $2 where id = $1')

const appOf = statement<{ totp_sealed: string | null; totp_since: Date | null; totp_step: number }>(
  'sign_in_app',
  'select totp_sealed, totp_since, totp_step from sign_in_factors where member_id = $1',
)
const saveApp = statement(
  'save_sign_in_app',
  `insert into sign_in_factors (member_id, totp_sealed, totp_since, totp_step) values ($1, $2, $3, $4)
   on conflict (member_id) do update set totp_sealed = excluded.totp_sealed, totp_since = excluded.totp_since,
     totp_step = excluded.totp_step`,
)
const removeApp = statement('remove_sign_in_app', 'delete from sign_in_factors where member_id = $1')
const removeCodes = statement(
  'remove_recovery_codes',
  'delete from sign_in_recovery_codes where member_id = $1',
)
const insertCodes = statement(
  'insert_recovery_codes',
  'insert into sign_in_recovery_codes (member_id, code_hash) select $1, unnest($2::text[])',
)
const useCode = statement<{ left: number }>(
  'use_recovery_code',
  `with used as (
     update sign_in_recovery_codes set used_at = $3 where member_id = $1 and code_hash = $2 and used_at is null
     returning code_hash)
   select count(*)::int as left from sign_in_recovery_codes
   where member_id = $1 and used_at is null and code_hash <> $2 having exists (select from used)`,
)
const passkeysOf = statement<PasskeyRow>(
  'sign_in_passkeys',
  `select ${passkeyColumns} from sign_in_passkeys where member_id = $1 order by created_at, id`,
)
const passkeyOf = statement<PasskeyRow>(
  'sign_in_passkey',
  `select ${passkeyColumns} from sign_in_passkeys where id = $1 for update`,
)
const insertPasskey = statement<{ id: string }>(
  'insert_passkey',
  `insert into sign_in_passkeys (id, member_id, name, public_key, counter, transports, created_at)
   values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing returning id`,
)
const usePasskey = statement(
  'use_passkey',
  'update sign_in_passkeys set counter = $2, used_at = $3 where id = $1',
)
const removePasskey = statement<PasskeyRow>(
  'remove_passkey',
  `delete from sign_in_passkeys where member_id = $1 and id = $2 returning ${passkeyColumns}`,
)
const spend = statement<{ challenge_hash: string }>(
  'spend_challenge',
  `insert into sign_in_spent (challenge_hash, ends_at) values ($1, $2) on conflict do nothing returning challenge_hash`,
)
const saveReset = statement(
  'save_password_reset',
  `insert into password_resets (member_id, token_hash, expires_at) values ($1, $2, $3)
   on conflict (member_id) do update set token_hash = excluded.token_hash, expires_at = excluded.expires_at`,
)
const lockReset = statement<ResetRow>('lock_password_reset', `${resetSelected} for update of r`)
const removeReset = statement('remove_password_reset', 'delete from password_resets where member_id = $1')
const insertRequest = statement(
  'insert_reset_request',
  'insert into password_reset_requests (id, email_sealed, language, created_at) values ($1, $2, $3, $4)',
)
const removeRequest = statement('remove_reset_request', 'delete from password_reset_requests where id = $1')

/** Who is at `email`; null: no member. `hash` null: they have not chosen a password yet. */
export async function loadCredential(connection: Connection, email: string): Promise<Credential | null> {
  const [row] = await credentialOf(connection, email)
  if (row === undefined) return null
  return { memberId: row.member_id, teamId: row.team_id, disabled: row.disabled, hash: row.password }
}

/** Sign-in inside a transaction. */
export function signInStore(connection: Connection, secrets: Secrets): SignInStores['signIn'] {
  return {
    async hold(memberId) {
      await hold(connection, memberId)
    },
    credential: (email) => loadCredential(connection, email),
    async rehash(email, from, to) {
      await rehash(connection, email, from, to)
    },
    async insertSession(session) {
      const { id, token, email, createdAt, provedAt, expiresAt, factor, address, userAgent } = session
      const times = [createdAt, provedAt, expiresAt]
      const [row] = await insertSession(connection, id, token, email, ...times, factor, address, userAgent)
      return { before: row?.before === true }
    },
    endSession: async (memberId, id) => (await endSession(connection, memberId, id)).length > 0,
    endSessions: async (memberId, except) => (await endSessions(connection, memberId, except)).length,
    async proveSession(id, now) {
      await prove(connection, id, now)
    },
    async setSessionFactor(id, factor: NonNullable<ConsoleSession['factor']>) {
      await setFactor(connection, id, factor)
    },
    async app(memberId) {
      const [row] = await appOf(connection, memberId)
      const sealed = row?.totp_sealed ?? null
      if (row === undefined || sealed === null) return null
      const secret = secrets.decrypt(sealed, placeOfApp(memberId))
      return { secret, since: row.totp_since, step: row.totp_step }
    },
    async saveApp(memberId, { secret, since, step }) {
      await saveApp(connection, memberId, secrets.encrypt(secret, placeOfApp(memberId)), since, step)
    },
    async removeApp(memberId) {
      await removeApp(connection, memberId)
    },
    async replaceRecoveryCodes(memberId, hashes) {
      await removeCodes(connection, memberId)
      await insertCodes(connection, memberId, hashes)
    },
    async useRecoveryCode(memberId, hash, now) {
      const [row] = await useCode(connection, memberId, hash, now)
      return row ?? null
    },
    passkeys: async (memberId) => (await passkeysOf(connection, memberId)).map(passkeyOfRow),
    async passkey(id) {
      const [row] = await passkeyOf(connection, id)
      return row === undefined ? null : passkeyOfRow(row)
    },
    async insertPasskey({ id, memberId, name, publicKey, counter, transports, createdAt }) {
      const key = Buffer.from(publicKey)
      const made = await insertPasskey(connection, id, memberId, name, key, counter, transports, createdAt)
      return made.length > 0
    },
    async usePasskey(id, counter, now) {
      await usePasskey(connection, id, counter, now)
    },
    async removePasskey(memberId, id) {
      const [row] = await removePasskey(connection, memberId, id)
      return row === undefined ? null : passkeyOfRow(row)
    },
    spendChallenge: async (hash, endsAt) => (await spend(connection, hash, endsAt)).length > 0,
    async saveReset(memberId, tokenHash, expiresAt) {
      await saveReset(connection, memberId, tokenHash, expiresAt)
    },
    async lockReset(tokenHash) {
      const [row] = await lockReset(connection, tokenHash)
      return row === undefined ? null : resetOfRow(row)
    },
    async removeReset(memberId) {
      await removeReset(connection, memberId)
    },
    async insertResetRequest({ id, email, language, at }) {
      await insertRequest(connection, id, secrets.encrypt(email, placeOfResetRequest(id)), language, at)
    },
    async removeResetRequest(id) {
      await removeRequest(connection, id)
    },
  }
}
