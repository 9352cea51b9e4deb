import {
  type Authorities,
  type Member,
  type MemberWords,
  memberObjections,
  memberTextRules,
} from '#domain/member.ts'
import type { RecipientLanguage } from '#domain/participant.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import { rolesOf } from '#domain/team-event.ts'
import { tidiedFields } from '#domain/text-rules.ts'
import type { Origin, Ports } from '../ports.ts'
import { lockAsAdministrator } from './administrator.ts'
import { deliverInvitation, type Invited, newInvitation } from './new-invitation.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets' | 'mail'> & { publicUrl: string }

export type AddedMember = { objections: Refusal[] } | { objections: []; memberId: string; invited: Invited }

/** Adds a member and gives them a link for choosing their password. With objections nobody is added. */
export async function addMember(
  needs: Needs,
  origin: Origin,
  request: { member: Member; words: MemberWords; authorities: Authorities; language: RecipientLanguage },
): Promise<AddedMember> {
  const { member, authorities, language } = request
  const words = tidiedFields(request.words, memberTextRules)
  const objections = memberObjections(words)
  const added: Member = {
    ...words,
    id: needs.random.id(),
    teamId: member.teamId,
    authorities,
    disabled: false,
    oversight: 'team',
  }
  const made = await needs.database.transaction(origin, async (tx) => {
    await lockAsAdministrator(tx, member)
    if (objections.length > 0) return { objections }
    if (!(await tx.members.insert(added))) return { objections: [refusal('email_taken', 'email')] }
    const token = await newInvitation(needs, tx, added.id)
    const base = { teamId: member.teamId, at: needs.clock.now(), memberId: added.id }
    tx.recordTeam([
      { ...base, type: 'member.added', roles: rolesOf(authorities) },
      { ...base, type: 'member.invited' },
    ])
    return { objections: [], token, teamName: (await tx.teams.get(member.teamId)).name }
  })
  if (made.token === undefined) return { objections: made.objections }
  const { token, teamName } = made
  const invited = await deliverInvitation(needs, {
    member: added,
    teamName,
    token,
    language,
    occasion: 'invitation',
  })
  return { objections: [], memberId: added.id, invited }
}
