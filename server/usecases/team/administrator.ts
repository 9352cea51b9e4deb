import type { Member, TeamMember } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import type { Transaction } from '../ports.ts'
import { Refused } from '../refused.ts'

/**
 * Holds the team until commit and answers its members, once it is sure that this one still administrates it: somebody
 * may have taken the role away since the request came in.
 */
export async function lockAsAdministrator(tx: Transaction, member: Member): Promise<TeamMember[]> {
  if (!member.authorities.teamAdministrator) throw new Refused(refusal('not_an_administrator'))
  await tx.teams.lock(member.teamId)
  const members = await tx.members.ofTeam(member.teamId)
  const now = members.find((each) => each.id === member.id)
  if (now === undefined || now.disabled || !now.authorities.teamAdministrator) {
    throw new Refused(refusal('not_an_administrator'))
  }
  return members
}
