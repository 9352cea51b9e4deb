import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import { queueNotice } from '../access/notice.ts'
import { type Origin, type Ports, systemOrigin, type Transaction } from '../ports.ts'
import { Refused } from '../refused.ts'
import { lockAsAdministrator } from './administrator.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** An administrator takes a member's second factors away, because they lost them. Recorded, and the member is mailed. */
export async function resetFactors(
  { database, clock }: Needs,
  origin: Origin,
  { member, id }: { member: Member; id: string },
): Promise<void> {
  await database.transaction(origin, async (tx) => {
    const members = await lockAsAdministrator(tx, member)
    const subject = members.find((each) => each.id === id)
    if (subject === undefined) throw new Refused(refusal('member_not_found'))
    await takeAway(tx, subject, clock.now())
  })
}

/** The same by the operator, for an administrator who is left alone with it. */
export async function resetFactorsOf({ database, clock }: Needs, email: string): Promise<void> {
  const known = await database.read.memberByEmail(email)
  if (known === null) throw new Refused(refusal('member_not_found'))
  await database.transaction(systemOrigin, async (tx) => {
    await tx.teams.lock(known.teamId)
    await takeAway(tx, known, clock.now())
  })
}

async function takeAway(tx: Transaction, { id, teamId }: Member, at: Date): Promise<void> {
  await tx.signIn.hold(id)
  await tx.signIn.removeApp(id)
  for (const passkey of await tx.signIn.passkeys(id)) await tx.signIn.removePasskey(id, passkey.id)
  await tx.signIn.replaceRecoveryCodes(id, [])
  await tx.signIn.endSessions(id, null)
  tx.recordTeam([{ type: 'member.factors_reset', teamId, at, memberId: id }])
  await queueNotice(tx, id, { notice: 'factors_reset', at })
}
