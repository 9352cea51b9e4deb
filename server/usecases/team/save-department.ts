import { departmentNameObjection } from '#domain/department.ts'
import type { Member } from '#domain/member.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import { listChanges, type TeamEvent } from '#domain/team-event.ts'
import { tidiedFields } from '#domain/text-rules.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import type { DepartmentView } from '../team-ports.ts'
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
  const { member, name } = tidiedFields(request, { name: {} })
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
    tx.recordTeam(
      departmentEvents(known ?? null, { id, teamId: member.teamId, name, memberIds: belonging }, now),
    )
    return { objections: [], id }
  })
}

type Saved = Pick<DepartmentView, 'id' | 'teamId' | 'name' | 'memberIds'>

function departmentEvents(before: Saved | null, next: Saved, at: Date): TeamEvent[] {
  const { id: departmentId, teamId, name } = next
  const base = { teamId, at, departmentId }
  const { came, went } = listChanges(before?.memberIds ?? [], next.memberIds)
  return [
    ...(before === null ? [{ ...base, type: 'department.added', name } as const] : []),
    ...(before !== null && before.name !== name
      ? [{ ...base, type: 'department.renamed', from: before.name, to: name } as const]
      : []),
    ...(came.length + went.length > 0
      ? [{ ...base, type: 'department.members_changed', name, joined: came, left: went } as const]
      : []),
  ]
}
