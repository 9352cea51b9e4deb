import { allDocumentsName } from '#domain/cabinet.ts'
import type { Member } from '#domain/member.ts'
import { settingsEvents } from '#domain/team-event.ts'
import type { Origin, Ports } from '../ports.ts'
import { lockAsAdministrator } from './administrator.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random'>

/**
 * Switches departments on or off. With them comes the one all-documents cabinet, open to nobody at first. Off keeps
 * departments and cabinets for the day they are switched on again. Answers whether anything changed.
 */
export async function switchDepartments(
  ports: Needs,
  origin: Origin,
  request: { member: Member; on: boolean },
): Promise<boolean> {
  const { member, on } = request
  return ports.database.transaction(origin, async (tx) => {
    await lockAsAdministrator(tx, member)
    const team = await tx.teams.get(member.teamId)
    if (team.departmentsEnabled === on) return false
    const next = { ...team, departmentsEnabled: on }
    const now = ports.clock.now()
    tx.teams.queueSettings(next)
    tx.recordTeam(settingsEvents(team, next, now))
    const cabinets = on ? await tx.cabinets.ofTeam(team.id) : []
    if (on && !cabinets.some((each) => each.kind === 'all_documents')) {
      const id = ports.random.id()
      const words = { name: allDocumentsName, note: '' }
      await tx.cabinets.insert({
        id,
        teamId: team.id,
        ...words,
        kind: 'all_documents',
        createdAt: now,
        updatedAt: now,
      })
    }
    return true
  })
}
