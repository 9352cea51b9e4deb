import type { Member } from '#domain/member.ts'
import { normalized } from '#domain/typed-text.ts'
import type { Transaction } from '../ports.ts'
import { beginSession, type From, memberOrigin } from './begin-session.ts'
import { queueNotice } from './notice.ts'
import { recoveryCodeHash } from './recovery-codes.ts'
import type { SignInNeeds } from './sign-in.ts'
import type { AtStep } from './sign-in-step.ts'

/** What became of a code. `used`: right, and taken before. */
export type FactorOutcome =
  | { outcome: 'signed_in'; cookies: string[] }
  | { outcome: 'wrong' | 'used' }
  | { outcome: 'paused'; minutes: number }

/** Letters beside the code that people type: spaces, hyphens, full width. */
const tidied = (code: string) => (normalized('NFKC', code, 64) ?? '').replace(/[\s-]/g, '').toUpperCase()

/**
 * The second step of the sign-in: a code of the authenticator app, or a recovery code. The try is spent before the code is
 * looked at; the member's row is held, so that one code lets in one of two who show it at once.
 */
export async function showFactorCode(
  needs: SignInNeeds,
  from: From,
  { member, hash, kind, code }: AtStep & { kind: 'totp' | 'recovery'; code: string },
): Promise<FactorOutcome> {
  const minutes = await spendTry(needs, from, member)
  if (minutes !== null) return { outcome: 'paused', minutes }
  const now = needs.clock.now()
  const outcome = await needs.database.transaction<FactorOutcome>(
    memberOrigin(from, member.id),
    async (tx) => {
      await tx.signIn.hold(member.id)
      const current = await tx.signIn.credential(member.email)
      // Another password was chosen, or they were disabled, since the step was looked at: no session comes after that.
      if (current?.hash !== hash || current.disabled) return { outcome: 'wrong' }
      const taken =
        kind === 'totp'
          ? await takeAppCode(needs, tx, { member, code: tidied(code), now })
          : await takeRecoveryCode(needs, tx, { member, code: tidied(code), from, now })
      if (taken !== 'taken') return { outcome: taken }
      const cookies = await beginSession(needs, tx, { member, from, factor: kind, now })
      return { outcome: 'signed_in', cookies }
    },
  )
  if (outcome.outcome === 'signed_in') await forgiveTries(needs, from, member)
  return outcome
}

/** Of codes that are right: none is taken twice, nor one of an earlier step than the last. */
async function takeAppCode(
  { signIn }: Pick<SignInNeeds, 'signIn'>,
  tx: Transaction,
  { member, code, now }: { member: Member; code: string; now: Date },
): Promise<'taken' | 'wrong' | 'used'> {
  const app = await tx.signIn.app(member.id)
  if (app === null || app.since === null) return 'wrong'
  const step = signIn.codes.stepOf(app.secret, code, now)
  if (step === null) return 'wrong'
  if (step <= app.step) return 'used'
  await tx.signIn.saveApp(member.id, { ...app, step })
  return 'taken'
}

async function takeRecoveryCode(
  { secrets }: Pick<SignInNeeds, 'secrets'>,
  tx: Transaction,
  { member, code, from, now }: { member: Member; code: string; from: From; now: Date },
): Promise<'taken' | 'wrong'> {
  const used = await tx.signIn.useRecoveryCode(member.id, recoveryCodeHash(secrets, member.id, code), now)
  if (used === null) return 'wrong'
  const { left } = used
  const by = { teamId: member.teamId, at: now, memberId: member.id }
  tx.recordTeam([{ type: 'member.recovery_code_used', ...by, left }])
  const { userAgent } = from
  await queueNotice(tx, member.id, { notice: 'recovery_code_used', at: now, userAgent, left })
  return 'taken'
}

/** Whoever knows the password must not guess; who does not, cannot spend these at all. */
async function spendTry(
  { limits, signIn }: Pick<SignInNeeds, 'limits' | 'signIn'>,
  from: From,
  { id, email }: Member,
): Promise<number | null> {
  const device = signIn.devices.deviceOf(email.toLowerCase(), from.cookies)
  if (device !== null) return limits.spend('sign_in_factor_known_device', id, device)
  return (await limits.spend('sign_in_factor', id)) ?? (await limits.spend('sign_in_factor_day', id))
}

async function forgiveTries(
  { limits, signIn }: Pick<SignInNeeds, 'limits' | 'signIn'>,
  from: From,
  { id, email }: Member,
): Promise<void> {
  const device = signIn.devices.deviceOf(email.toLowerCase(), from.cookies)
  if (device !== null) await limits.forget('sign_in_factor_known_device', id, device)
  else await limits.forget('sign_in_factor', id)
}
