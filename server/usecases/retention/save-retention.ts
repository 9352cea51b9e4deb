import type { Member } from '#domain/member.ts'
import type { RetentionRule } from '#domain/retention-rule.ts'
import { settingsEvents } from '#domain/team-event.ts'
import type { Origin, Ports } from '../ports.ts'
import { lockAsAdministrator } from '../team/administrator.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/**
 * Sets how long a team keeps what is over; null: for ever. Whatever changes, nobody was told of the new days: the administrators
 * get their month again. Answers whether something changed.
 */
export async function saveRetention(
  { database, clock }: Needs,
  origin: Origin,
  { member, retention }: { member: Member; retention: RetentionRule | null },
): Promise<boolean> {
  return database.transaction(origin, async (tx) => {
    await lockAsAdministrator(tx, member)
    const team = await tx.teams.get(member.teamId)
    const next = { ...team, retention }
    const events = settingsEvents(team, next, clock.now())
    if (events.length === 0) return false
    await tx.retention.forgetEnds(team.id)
    tx.teams.queueSettings(next)
    tx.recordTeam(events)
    return true
  })
}
