import type { Member } from '#domain/member.ts'
import type { TeamEvent } from '#domain/team-event.ts'
import type { Origin, Ports } from '../ports.ts'

type Exported<Event = Extract<TeamEvent, { type: `export.${string}` }>> = Event extends unknown
  ? Omit<Event, 'at' | 'teamId'>
  : never

/** Records that a member takes records out of the system, before they get them. */
export async function noteExport(
  { database, clock }: Pick<Ports, 'database' | 'clock'>,
  origin: Origin,
  { member, exported }: { member: Member; exported: Exported },
): Promise<void> {
  const event = { ...exported, teamId: member.teamId, at: clock.now() }
  await database.transaction(origin, async (tx) => tx.recordTeam([event]))
}
