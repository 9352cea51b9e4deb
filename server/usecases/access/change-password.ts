import { passwordObjections } from '#domain/password.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import type { Origin } from '../ports.ts'
import { queueNotice } from './notice.ts'
import type { Own } from './own-account.ts'
import type { SignInNeeds } from './sign-in.ts'

/**
 * A member chooses another password, showing the one that they have; every other session of theirs ends. With objections
 * nothing has changed.
 */
export async function changePassword(
  needs: SignInNeeds,
  origin: Origin,
  { own, entry }: { own: Own; entry: { present: string; password: string; again: string } },
): Promise<Refusal[]> {
  const { member, session } = own
  const { database, signIn, limits } = needs
  const objections = await objectionsTo(needs, member, entry)
  if (objections.length > 0) return objections
  const minutes = await limits.spend('console_proof', member.id)
  if (minutes !== null) return [refusal('factor_tries_over', 'present', { minutes })]
  const credential = await database.read.credential(member.email)
  const before = credential?.hash ?? null
  if ((await signIn.passwords.check(entry.present.slice(0, 1_000), before)) === 'wrong' || before === null) {
    return [refusal('password_wrong', 'present')]
  }
  await limits.forget('console_proof', member.id)
  const hash = await signIn.passwords.hashOf(entry.password)
  const at = needs.clock.now()
  return database.transaction(origin, async (tx) => {
    await tx.signIn.hold(member.id)
    if ((await tx.signIn.credential(member.email))?.hash !== before)
      return [refusal('password_wrong', 'present')]
    await tx.signIn.rehash(member.email, before, hash)
    await tx.signIn.endSessions(member.id, session.id)
    await tx.signIn.proveSession(session.id, at)
    await tx.signIn.removeReset(member.id)
    await tx.invitations.remove(member.id)
    tx.recordTeam([{ type: 'member.password_changed', teamId: member.teamId, at, memberId: member.id }])
    await queueNotice(tx, member.id, { notice: 'password_changed', at, userAgent: origin.userAgent })
    return []
  })
}

type Person = { name: string; email: string; teamId: string }

/** What is wrong with a password that this member chooses. */
export async function objectionsTo(
  { database, signIn }: Pick<SignInNeeds, 'database'> & { signIn: Pick<SignInNeeds['signIn'], 'passwords'> },
  { name, email, teamId }: Person,
  entry: { password: string; again: string },
): Promise<Refusal[]> {
  const team = await database.read.team(teamId)
  const words = [name, email, email.split('@')[0] ?? '', team.name]
  return passwordObjections(entry, { words, isCommon: signIn.passwords.isCommon })
}
