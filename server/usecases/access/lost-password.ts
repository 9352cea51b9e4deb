import { type Refusal, refusal } from '#domain/refusal.ts'
import { visitorOf } from '#domain/stranger-limit.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { Refused } from '../refused.ts'
import type { PasswordReset, SignInTools } from '../sign-in-ports.ts'
import { type From, memberOrigin } from './begin-session.ts'
import { objectionsTo } from './change-password.ts'
import { queueNotice } from './notice.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets' | 'limits'> & {
  signIn: Pick<SignInTools, 'passwords'>
}

/**
 * Somebody lost their password. Whether the address is a member's, a job finds out afterwards: what happens here is the
 * same, in the same time. Minutes to wait where too many were asked for, else null.
 */
export async function askForPasswordLink(
  { database, clock, random, limits }: Needs,
  from: From,
  { email, language }: { email: string; language: string },
): Promise<number | null> {
  const address = email.trim().toLowerCase()
  const minutes = await limits.spend('password_lost_address', visitorOf(from.address ?? ''))
  if (minutes !== null) return minutes
  // An account's are spent in silence: that they are would tell that somebody asked for it.
  if ((await limits.spend('password_lost_account', address)) !== null) return null
  const request = { id: random.id(), email: address, language, at: clock.now() }
  await database.transaction({ ...systemOrigin, address: from.address }, async (tx) => {
    await tx.signIn.insertResetRequest(request)
    await tx.members.queueMail({ job: 'mail-password-link', requestId: request.id })
  })
  return null
}

/** Whose link this is; refuses one that is unknown, used or over, and that of a disabled member. Spends nothing. */
export async function readPasswordLink(
  { database, clock, secrets }: Pick<Needs, 'database' | 'clock' | 'secrets'>,
  token: string,
): Promise<PasswordReset> {
  return living(await database.read.passwordReset(secrets.keyedHash('password-reset', token)), clock.now())
}

/**
 * The member chooses another password. The link works once; every session of theirs ends, and nobody is signed in by it: a
 * second factor is still asked for.
 */
export async function chooseLostPassword(
  needs: Needs,
  from: From,
  { token, password, again }: { token: string; password: string; again: string },
): Promise<Refusal[]> {
  const { member } = await readPasswordLink(needs, token)
  const objections = await objectionsTo(needs, member, { password, again })
  if (objections.length > 0) return objections
  const hash = await needs.signIn.passwords.hashOf(password)
  await needs.database.transaction(memberOrigin(from, member.id), async (tx) => {
    const at = needs.clock.now()
    await tx.signIn.hold(member.id)
    const { member: now } = living(
      await tx.signIn.lockReset(needs.secrets.keyedHash('password-reset', token)),
      at,
    )
    await tx.accounts.give(now.email, now.name, hash)
    tx.recordTeam([{ type: 'member.password_changed', teamId: now.teamId, at, memberId: now.id }])
    await queueNotice(tx, now.id, { notice: 'password_changed', at, userAgent: from.userAgent })
  })
  return []
}

function living(reset: PasswordReset | null, now: Date): PasswordReset {
  if (reset === null || reset.expiresAt <= now || reset.member.disabled)
    throw new Refused(refusal('reset_over'))
  return reset
}
