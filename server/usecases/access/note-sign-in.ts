import type { Member } from '#domain/member.ts'
import type { SignInRefusal } from '#domain/team-event.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Records that a member came into the console, before their browser is given the session; or that they left. */
export async function noteSignIn(
  { database, clock }: Needs,
  { from, member, what }: { from: From; member: Member; what: 'succeeded' | 'ended' },
): Promise<void> {
  const { id: memberId, teamId } = member
  const origin: Origin = { ...from, actor: { kind: 'member', memberId, via: 'console' } }
  await database.transaction(origin, async (tx) =>
    tx.recordTeam([{ type: `sign_in.${what}`, teamId, at: clock.now(), memberId }]),
  )
}

type From = Pick<Origin, 'address' | 'userAgent'>

/** Records that somebody was not let in. The address that was typed is kept as a keyed hash only. */
export async function noteRefusedSignIn(
  { database, secrets, refusals }: Pick<Ports, 'database' | 'secrets' | 'refusals'>,
  { from, email, reason }: { from: From; email: string; reason: SignInRefusal },
): Promise<void> {
  const address = email.trim().toLowerCase()
  const member = await database.read.memberByEmail(address)
  await refusals.note({
    origin: { ...from, actor: { kind: 'stranger' } },
    event: {
      type: 'sign_in.refused',
      teamId: member?.teamId ?? null,
      reason: member?.disabled === true ? 'disabled' : reason,
      account: secrets.keyedHash('email', address),
      ...(member === null ? {} : { memberId: member.id }),
    },
  })
}
