import type { Member } from '#domain/member.ts'
import { settingsEvents } from '#domain/team-event.ts'
import type { Origin, Ports } from '../ports.ts'
import { lockAsAdministrator } from './administrator.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Whether members of the team have address books. Off: nothing is kept, of before neither. Answers whether anything changed. */
export async function switchAddressBook(
  ports: Needs,
  origin: Origin,
  { member, on }: { member: Member; on: boolean },
): Promise<boolean> {
  return ports.database.transaction(origin, async (tx) => {
    await lockAsAdministrator(tx, member)
    const team = await tx.teams.get(member.teamId)
    if (team.addressBook === on) return false
    const next = { ...team, addressBook: on }
    tx.teams.queueSettings(next)
    tx.recordTeam(settingsEvents(team, next, ports.clock.now()))
    if (!on) await tx.contacts.forgetTeam(team.id)
    return true
  })
}
