import { type Member, memberObjections, memberTextRules } from '#domain/member.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import { memberEvents } from '#domain/team-event.ts'
import { tidiedFields } from '#domain/text-rules.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

/** A member changes their own name. With objections nothing is changed. */
export async function renameSelf(
  { database, clock }: Pick<Ports, 'database' | 'clock'>,
  origin: Origin,
  request: { member: Member; name: string },
): Promise<{ objections: Refusal[]; changed: boolean }> {
  const { member } = request
  const { name } = tidiedFields({ name: request.name }, { name: memberTextRules.name })
  return database.transaction(origin, async (tx) => {
    await tx.teams.lock(member.teamId)
    const before = (await tx.members.ofTeam(member.teamId)).find(({ id }) => id === member.id)
    if (before === undefined) throw new Refused(refusal('member_not_found'))
    const next = { ...before, name }
    const objections = memberObjections(next).filter(({ field }) => field === 'name')
    if (objections.length > 0) return { objections, changed: false }
    const at = clock.now()
    if (next.name !== before.name) await tx.members.save(next, at)
    tx.recordTeam(memberEvents(before, next, { teamId: member.teamId, at }))
    return { objections: [], changed: next.name !== before.name }
  })
}
