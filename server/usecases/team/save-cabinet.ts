import { cabinetObjections, cabinetTextRules } from '#domain/cabinet.ts'
import type { Member } from '#domain/member.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import { listChanges, type TeamEvent } from '#domain/team-event.ts'
import { tidiedFields } from '#domain/text-rules.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import type { CabinetView } from '../team-ports.ts'
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
  const { name, note, departmentIds } = tidiedFields(request.entry, cabinetTextRules)
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
    const openTo = departments.filter((each) => departmentIds.includes(each.id))
    await tx.cabinets.setDepartments(
      id,
      openTo.map((each) => each.id),
    )
    const openBefore = departments.filter((each) => known?.departmentIds.includes(each.id))
    const before = known === undefined ? null : { ...known, openTo: openBefore }
    tx.recordTeam(cabinetEvents(before, { id, teamId: member.teamId, name, note, openTo }, now))
    return { objections: [], id }
  })
}

type Saved = Pick<CabinetView, 'id' | 'teamId' | 'name' | 'note'> & { openTo: { name: string }[] }

function cabinetEvents(before: Saved | null, next: Saved, at: Date): TeamEvent[] {
  const { id: cabinetId, teamId, name, note } = next
  const base = { teamId, at, cabinetId }
  const namesOf = (saved: Saved | null) => saved?.openTo.map((each) => each.name) ?? []
  const { came, went } = listChanges(namesOf(before), namesOf(next))
  return [
    ...(before === null ? [{ ...base, type: 'cabinet.added', name } as const] : []),
    ...(before !== null && before.name !== name
      ? [{ ...base, type: 'cabinet.renamed', from: before.name, to: name } as const]
      : []),
    ...(before !== null && before.note !== note
      ? [{ ...base, type: 'cabinet.note_changed', name, from: before.note, to: note } as const]
      : []),
    ...(came.length + went.length > 0
      ? [{ ...base, type: 'cabinet.access_changed', name, opened: came, closed: went } as const]
      : []),
  ]
}
