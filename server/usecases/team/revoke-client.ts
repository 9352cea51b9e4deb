import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Ends a client id of the member's team and its token at once. */
export async function revokeClient(
  ports: Needs,
  origin: Origin,
  request: { member: Member; id: string },
): Promise<void> {
  const { member, id } = request
  if (!member.authorities.teamAdministrator) throw new Refused(refusal('not_an_administrator'))
  const { teamId } = member
  await ports.database.transaction(origin, async (tx) => {
    const at = ports.clock.now()
    const revoked = await tx.clients.revoke(id, teamId, at)
    if (revoked === null) throw new Refused(refusal('client_unknown'))
    tx.recordTeam([{ type: 'client.revoked', teamId, at, clientId: id, ...revoked }])
  })
}
