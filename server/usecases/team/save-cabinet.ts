import { cabinetObjections } from '#domain/cabinet.ts'
import type { Member } from '#domain/member.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { lockAsAdministrator } from './administrator.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random'>

export type CabinetEntry = { name: string; note: string; departmentIds: string[] }

/**
 * Makes a cabinet (`id` null), or changes its words and which departments may open it. Ids of departments elsewhere are
 * passed over. Answers the cabinet's id; with objections nothing is saved.
 */
export async function saveCabinet(
  ports: Needs,
  origin: Origin,
  request: { member: Member; id: string | null; entry: CabinetEntry },
): Promise<{ objections: Refusal[]; id: string }> {
  const { member } = request
  const { name, note, departmentIds } = request.entry
  return ports.database.transaction(origin, async (tx) => {
    await lockAsAdministrator(tx, member)
    const cabinets = await tx.cabinets.ofTeam(member.teamId)
    const known = cabinets.find((each) => each.id === request.id)
    if (request.id !== null && known === undefined) throw new Refused(refusal('cabinet_not_found'))
    const others = cabinets.filter((each) => each !== known).map((each) => each.name)
    const objections = cabinetObjections({ name, note }, others)
    const id = known?.id ?? ports.random.id()
    if (objections.length > 0) return { objections, id }
    const now = ports.clock.now()
    if (known === undefined) {
      const times = { createdAt: now, updatedAt: now }
      await tx.cabinets.insert({ id, teamId: member.teamId, name, note, kind: 'ordinary', ...times })
    } else if (known.name !== name || known.note !== note) {
      await tx.cabinets.save({ ...known, name, note, updatedAt: now })
    }
    const departments = await tx.departments.ofTeam(member.teamId)
    const openTo = departments.filter((each) => departmentIds.includes(each.id)).map((each) => each.id)
    await tx.cabinets.setDepartments(id, openTo)
    return { objections: [], id }
  })
}
