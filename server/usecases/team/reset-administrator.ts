import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import { linkEvent } from '#domain/team-event.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { Refused } from '../refused.ts'
import { invitationUrl, newInvitation } from './new-invitation.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets'> & { publicUrl: string }

/**
 * A link by which an administrator who cannot sign in any more chooses a new password; it works once. Their console
 * sessions end now, wherever they are open; the old password works until the link is used. Throws `Refused` where the
 * address is nobody's, or that of a member who is disabled or administrates no team.
 */
export async function resetAdministrator(
  needs: Needs,
  email: string,
): Promise<{ url: string; member: Member }> {
  const known = await needs.database.read.memberByEmail(email)
  if (known === null) throw new Refused(refusal('member_not_found'))
  return needs.database.transaction(systemOrigin, async (tx) => {
    await tx.teams.lock(known.teamId)
    const member = (await tx.members.ofTeam(known.teamId)).find(({ id }) => id === known.id)
    if (member === undefined) throw new Refused(refusal('member_not_found'))
    if (member.disabled) throw new Refused(refusal('member_disabled'))
    if (!member.authorities.teamAdministrator) throw new Refused(refusal('not_an_administrator'))
    await tx.accounts.endSessions(member.email)
    tx.recordTeam([linkEvent(member, { teamId: member.teamId, at: needs.clock.now() })])
    return { url: invitationUrl(needs, await newInvitation(needs, tx, member.id)), member }
  })
}
