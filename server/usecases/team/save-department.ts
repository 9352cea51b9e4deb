import { departmentNameObjection } from '#domain/department.ts'
import type { Member } from '#domain/member.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { lockAsAdministrator } from './administrator.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random'>

/**
 * Adds a department (`id` null), or renames one and sets who belongs to it. Ids of nobody in the team are passed over.
 * Answers the department's id; with objections nothing is saved.
 */
export async function saveDepartment(
  ports: Needs,
  origin: Origin,
  request: { member: Member; id: string | null; name: string; memberIds: string[] },
): Promise<{ objections: Refusal[]; id: string }> {
  const { member, name } = request
  return ports.database.transaction(origin, async (tx) => {
    const members = await lockAsAdministrator(tx, member)
    const departments = await tx.departments.ofTeam(member.teamId)
    const known = departments.find((each) => each.id === request.id)
    if (request.id !== null && known === undefined) throw new Refused(refusal('department_not_found'))
    const others = departments.filter((each) => each !== known).map((each) => each.name)
    const objection = departmentNameObjection(name, others)
    const id = known?.id ?? ports.random.id()
    if (objection !== null) return { objections: [objection], id }
    const now = ports.clock.now()
    if (known === undefined) {
      await tx.departments.insert({ id, teamId: member.teamId, name, createdAt: now, updatedAt: now })
    } else if (known.name !== name) await tx.departments.rename({ ...known, name, updatedAt: now })
    const belonging = members.filter((each) => request.memberIds.includes(each.id)).map((each) => each.id)
    await tx.departments.setMembers(id, belonging)
    return { objections: [], id }
  })
}
