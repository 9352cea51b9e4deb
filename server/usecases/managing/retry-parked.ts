import type { Member } from '#domain/member.ts'
import type { ParkedChoice } from '../parked-ports.ts'
import type { Origin, Ports } from '../ports.ts'

/**
 * Has parked jobs of the member's team tried again; answers how many. Nothing new is decided by it: each job does what was
 * asked for before, and may run twice.
 */
export async function retryParked(
  { database }: Pick<Ports, 'database'>,
  origin: Origin,
  { member, which }: { member: Member; which: ParkedChoice },
): Promise<number> {
  return database.transaction(origin, (tx) => tx.parkedJobs.retry(member.teamId, which))
}
