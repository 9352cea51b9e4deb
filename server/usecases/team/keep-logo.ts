import type { Member } from '#domain/member.ts'
import type { Origin, Ports } from '../ports.ts'
import type { LogoFile } from '../team-ports.ts'
import { lockAsAdministrator } from './administrator.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Keeps a logo so that it can be looked at on a page before the team has it. */
export function keepLogo(
  ports: Needs,
  origin: Origin,
  { member, logo }: { member: Member; logo: LogoFile },
): Promise<void> {
  return ports.database.transaction(origin, async (tx) => {
    await lockAsAdministrator(tx, member)
    await tx.logos.keep(member.teamId, logo, ports.clock.now())
  })
}
