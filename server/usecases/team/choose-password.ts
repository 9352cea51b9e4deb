import { type Refusal, refusal } from '#domain/refusal.ts'
import { passwordEvent } from '#domain/team-event.ts'
import { objectionsTo } from '../access/change-password.ts'
import { queueNotice } from '../access/notice.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import type { SignInTools } from '../sign-in-ports.ts'
import type { Invitation } from '../team-ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'secrets'> & { signIn: Pick<SignInTools, 'passwords'> }

/** Whose link this is; refuses one that is unknown, used or over, and that of a disabled member. */
export async function readInvitation(
  { database, clock, secrets }: Pick<Ports, 'database' | 'clock' | 'secrets'>,
  token: string,
): Promise<Invitation> {
  return living(await database.read.invitation(secrets.keyedHash('invitation', token)), clock.now())
}

/**
 * A member chooses the password that the link was made for. The link works once: of two who use it at once one comes
 * too late. Every console session of the member ends. With objections nothing has changed. `from`: where they are.
 */
export async function choosePassword(
  needs: Needs,
  from: Pick<Origin, 'address' | 'userAgent'>,
  { token, password, again }: { token: string; password: string; again: string },
): Promise<{ objections: Refusal[]; memberId: string }> {
  const { member } = await readInvitation(needs, token)
  const objections = await objectionsTo(needs, member, { password, again })
  if (objections.length > 0) return { objections, memberId: member.id }
  const hash = await needs.signIn.passwords.hashOf(password)
  const tokenHash = needs.secrets.keyedHash('invitation', token)
  const origin: Origin = { ...from, actor: { kind: 'member', memberId: member.id, via: 'console' } }
  await needs.database.transaction(origin, async (tx) => {
    const at = needs.clock.now()
    await tx.signIn.hold(member.id)
    const { member: now } = living(await tx.invitations.lock(tokenHash), at)
    const before = (await tx.members.ofTeam(now.teamId)).find(({ id }) => id === now.id)
    await tx.accounts.give(now.email, now.name, hash)
    const canSignIn = before?.canSignIn === true
    tx.recordTeam([passwordEvent({ id: now.id, canSignIn }, { teamId: now.teamId, at })])
    // Whoever had a password hears that there is another: the link may have been an administrator's to use.
    const { userAgent } = from
    if (canSignIn) await queueNotice(tx, now.id, { notice: 'password_changed', at, userAgent })
  })
  return { objections: [], memberId: member.id }
}

function living(invitation: Invitation | null, now: Date): Invitation {
  if (invitation === null || invitation.expiresAt <= now || invitation.member.disabled) {
    throw new Refused(refusal('invitation_over'))
  }
  return invitation
}
