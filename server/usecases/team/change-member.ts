import { lastAdministratorObjection, type Member, memberObjections, memberTextRules } from '#domain/member.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import { memberEvents } from '#domain/team-event.ts'
import { tidiedFields } from '#domain/text-rules.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { lockAsAdministrator } from './administrator.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** What may change of a member; the address stays, for documents and accounts go by it. */
export type MemberChange = Partial<Pick<Member, 'name' | 'organization' | 'authorities' | 'disabled'>>

export type ChangedMember = { objections: Refusal[]; changed: string[] }

/**
 * Changes what a team administrator may change of a member. Disabling ends their console sessions; their tokens are
 * refused from the next call on. The last administrator who can sign in stays one. With objections nothing is changed.
 */
export async function changeMember(
  ports: Needs,
  origin: Origin,
  request: { member: Member; id: string; change: MemberChange },
): Promise<ChangedMember> {
  const { member, id } = request
  const change = tidiedFields(request.change, memberTextRules)
  return ports.database.transaction(origin, async (tx) => {
    const members = await lockAsAdministrator(tx, member)
    const before = members.find((each) => each.id === id)
    if (before === undefined) throw new Refused(refusal('member_not_found'))
    const next = { ...before, ...change }
    const objections = memberObjections(next).filter(({ field }) => field !== undefined && field in change)
    const last = lastAdministratorObjection(members, next)
    if (last !== null) objections.push(last)
    if (objections.length > 0) return { objections, changed: [] }
    const changed = changesOf(before, next)
    const now = ports.clock.now()
    if (changed.length > 0) await tx.members.save(next, now)
    tx.recordTeam(memberEvents(before, next, { teamId: member.teamId, at: now }))
    if (next.disabled) await tx.accounts.endSessions(next.email)
    return { objections: [], changed }
  })
}

/** The names of what differs, authorities by their own names. */
function changesOf(before: Member, next: Member): string[] {
  const words = (['name', 'organization', 'disabled'] as const).filter((key) => before[key] !== next[key])
  const offices = Object.entries(next.authorities).filter(
    ([office, held]) => before.authorities[office as keyof Member['authorities']] !== held,
  )
  return [...words, ...offices.map(([office]) => office)]
}
