import type { Member } from '#domain/member.ts'
import type { RecipientLanguage } from '#domain/participant.ts'
import { refusal } from '#domain/refusal.ts'
import { linkEvent } from '#domain/team-event.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { lockAsAdministrator } from './administrator.ts'
import { deliverInvitation, type Invited, newInvitation } from './new-invitation.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets' | 'mail'> & { publicUrl: string }

/** A new link for a member of the team who lost theirs, or forgot the password. The old password works until it is used. */
export async function inviteMember(
  needs: Needs,
  origin: Origin,
  request: { member: Member; id: string; language: RecipientLanguage },
): Promise<Invited> {
  const { member, id, language } = request
  const made = await needs.database.transaction(origin, async (tx) => {
    const members = await lockAsAdministrator(tx, member)
    const invitee = members.find((each) => each.id === id)
    if (invitee === undefined) throw new Refused(refusal('member_not_found'))
    if (invitee.disabled) throw new Refused(refusal('member_disabled'))
    const token = await newInvitation(needs, tx, id)
    const at = needs.clock.now()
    tx.recordTeam([linkEvent(invitee, { teamId: member.teamId, at })])
    const teamName = (await tx.teams.get(member.teamId)).name
    return { invitee, token, teamName, spoken: await tx.members.letterLanguage(id) }
  })
  const occasion = made.invitee.canSignIn ? 'access_reset' : 'invitation'
  return deliverInvitation(needs, {
    ...made,
    member: made.invitee,
    language: made.spoken ?? language,
    occasion,
  })
}
