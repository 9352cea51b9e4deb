import { announcedUpTo } from '#domain/retention.ts'
import { mailAdministrators } from '../notifying/mail-administrators.ts'
import { type Ports, systemOrigin } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Tells a team's administrators, once a document, of those whose retention ends within a month. Answers of how many. */
export async function tellOfEnds({ database, clock }: Needs, teamId: string): Promise<number> {
  return database.transaction(systemOrigin, async (tx) => {
    const now = clock.now()
    const { retention } = await tx.teams.lock(teamId)
    if (retention === null) return 0
    const { count, first } = await tx.retention.tell(teamId, announcedUpTo(now), now)
    if (first === null) return 0
    tx.recordTeam([{ type: 'retention.near', at: now, teamId, count, first }])
    await mailAdministrators(tx, teamId, (memberId) => ({
      ...{ job: 'mail-retention', memberId, count, first },
      occasion: now.toISOString(),
    }))
    return count
  })
}
