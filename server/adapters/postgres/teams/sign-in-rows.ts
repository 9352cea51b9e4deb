import type { ConsoleSession, Factor } from '#domain/console-session.ts'
import type { Passkey, PasswordReset } from '#server/usecases/sign-in-ports.ts'
import { columnsOf, listed } from '../connection/statements.ts'

export type PasskeyRow = {
  id: string
  member_id: string
  name: string
  public_key: Buffer
  counter: number
  transports: string[]
  created_at: Date
  used_at: Date | null
}

export const passkeyColumns = listed(
  columnsOf<PasskeyRow>({
    id: true,
    member_id: true,
    name: true,
    public_key: true,
    counter: true,
    transports: true,
    created_at: true,
    used_at: true,
  }),
)

export function passkeyOfRow(row: PasskeyRow): Passkey {
  return {
    id: row.id,
    memberId: row.member_id,
    name: row.name,
    publicKey: new Uint8Array(row.public_key),
    counter: row.counter,
    transports: row.transports,
    createdAt: row.created_at,
    usedAt: row.used_at,
  }
}

export type SessionRow = {
  id: string
  member_id: string
  created_at: Date
  seen_at: Date | null
  expires_at: Date
  proved_at: Date | null
  factor: Factor | null
  address: string | null
  user_agent: string | null
}

/** Of `s`, the member being `m`. */
export const sessionColumns = `s.id, m.id as member_id, s.created_at, s.seen_at, s.expires_at, s.proved_at, s.factor,
  s.address, s.user_agent`

export function sessionOfRow(row: SessionRow): ConsoleSession {
  return {
    id: row.id,
    memberId: row.member_id,
    createdAt: row.created_at,
    seenAt: row.seen_at ?? row.created_at,
    expiresAt: row.expires_at,
    provedAt: row.proved_at,
    factor: row.factor,
    address: row.address,
    userAgent: row.user_agent,
  }
}

export type ResetRow = {
  id: string
  team_id: string
  name: string
  email: string
  disabled: boolean
  expires_at: Date
}

export const resetSelected = `select m.id, m.team_id, m.name, m.email, m.disabled_at is not null as disabled, r.expires_at
  from password_resets r join members m on m.id = r.member_id where r.token_hash = $1`

export function resetOfRow(row: ResetRow): PasswordReset {
  const { id, name, email, disabled } = row
  return { member: { id, teamId: row.team_id, name, email, disabled }, expiresAt: row.expires_at }
}
