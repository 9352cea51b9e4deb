import type { Factor } from './console-session.ts'

/** What is recorded of how members come in: a part of a team's events. */
export type SignInEvent =
  /** They set up a second factor, or one more passkey. */
  | { type: 'member.factor_added'; memberId: string; factor: Factor }
  | { type: 'member.factor_removed'; memberId: string; factor: Factor }
  /** An administrator, or the operator, took all second factors of theirs away. */
  | { type: 'member.factors_reset'; memberId: string }
  | { type: 'member.recovery_codes_made'; memberId: string }
  | { type: 'member.recovery_code_used'; memberId: string; left: number }
  /** They ended their own sessions on other devices. */
  | { type: 'member.sessions_ended'; memberId: string; count: number }
  /** A link was mailed to them, for they had lost their password. */
  | { type: 'member.password_lost'; memberId: string }
  /** `factor`: besides the password, or instead of it. */
  | { type: 'sign_in.succeeded'; memberId: string; factor?: Factor }
  | { type: 'sign_in.ended'; memberId: string }
  /** `account`: keyed hash of the address that was typed. `count`: so often since the row before of this kind. */
  | { type: 'sign_in.refused'; reason: SignInRefusal; account: string; memberId?: string; count: number }

/**
 * A wrong password or an unknown address; too many tries; a member who may not come in any more; a wrong second factor;
 * an address outside the team's networks; of somebody who is in: a wrong password or passkey before an act that asks for
 * it, and too many of these.
 */
export type SignInRefusal = 'wrong' | 'paused' | 'disabled' | 'factor' | 'network' | 'proof' | 'proof_paused'
