import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { lockAsAdministrator } from './administrator.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Removes a department to which nobody belongs any more; cabinets that were open to it are so no longer. */
export async function removeDepartment(
  ports: Needs,
  origin: Origin,
  request: { member: Member; id: string },
): Promise<void> {
  const { member, id } = request
  await ports.database.transaction(origin, async (tx) => {
    await lockAsAdministrator(tx, member)
    const department = (await tx.departments.ofTeam(member.teamId)).find((each) => each.id === id)
    if (department === undefined) throw new Refused(refusal('department_not_found'))
    if (department.memberIds.length > 0) throw new Refused(refusal('department_not_empty'))
    await tx.departments.remove(id)
    const { teamId, name } = department
    tx.recordTeam([{ type: 'department.removed', teamId, at: ports.clock.now(), departmentId: id, name }])
  })
}
