import type { Origin, Ports } from '../ports.ts'
import type { Own } from './own-account.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** A member ends one of their sessions, or (`id` null) all but this one. Answers how many ended. */
export async function endOwnSessions(
  { database, clock }: Needs,
  origin: Origin,
  { own: { member, session }, id }: { own: Own; id: string | null },
): Promise<number> {
  return database.transaction(origin, async (tx) => {
    await tx.signIn.hold(member.id)
    const count =
      id === null
        ? await tx.signIn.endSessions(member.id, session.id)
        : Number(await tx.signIn.endSession(member.id, id))
    const by = { teamId: member.teamId, at: clock.now(), memberId: member.id }
    if (count > 0) tx.recordTeam([{ type: 'member.sessions_ended', ...by, count }])
    return count
  })
}

/** A member leaves: this session is over, on the server as in the browser. */
export async function signOut(needs: Needs, origin: Origin, { member, session }: Own): Promise<void> {
  await needs.database.transaction(origin, async (tx) => {
    await tx.signIn.endSession(member.id, session.id)
    tx.recordTeam([
      { type: 'sign_in.ended', teamId: member.teamId, at: needs.clock.now(), memberId: member.id },
    ])
  })
}
