import { type Authorities, type MemberWords, memberObjections, memberTextRules } from '#domain/member.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import { rolesOf } from '#domain/team-event.ts'
import { tidiedFields } from '#domain/text-rules.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { invitationUrl, newInvitation } from './new-invitation.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets'> & { publicUrl: string }

/** A link for choosing a password, as the operator hands it over. */
type Handed = { objections: Refusal[]; url: null } | { objections: []; url: string }

const everyRole: Authorities = {
  teamAdministrator: true,
  documentAdministrator: true,
  documentApprover: true,
  privateDocumentAdministrator: true,
}

/**
 * The operator of the server makes a new administrator of a team, with every role. With objections nobody is added. The
 * link goes to whoever holds the machine, who could read and change everything anyway.
 */
export async function inviteAdministrator(
  needs: Needs,
  { teamId, words: typed }: { teamId: string; words: MemberWords },
): Promise<Handed> {
  const words = tidiedFields(typed, memberTextRules)
  const objections = memberObjections(words)
  if (objections.length > 0) return { objections, url: null }
  const id = needs.random.id()
  return needs.database.transaction(systemOrigin, async (tx): Promise<Handed> => {
    await tx.teams.lock(teamId)
    const added = await tx.members.insert({
      ...words,
      id,
      teamId,
      authorities: everyRole,
      disabled: false,
      oversight: 'team',
    })
    if (!added) return { objections: [refusal('email_taken', 'email')], url: null }
    const base = { teamId, at: needs.clock.now(), memberId: id }
    tx.recordTeam([
      { ...base, type: 'member.added', roles: rolesOf(everyRole) },
      { ...base, type: 'member.invited' },
    ])
    return { objections: [], url: invitationUrl(needs, await newInvitation(needs, tx, id)) }
  })
}
