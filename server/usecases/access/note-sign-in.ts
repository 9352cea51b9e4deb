import type { Member } from '#domain/member.ts'
import type { SignInRefusal } from '#domain/sign-in-event.ts'
import type { Origin, Ports } from '../ports.ts'

/** Records that somebody was not let in. The address that was typed is kept as a keyed hash only. */
export async function noteRefusedSignIn(
  { database, secrets, refusals }: Pick<Ports, 'database' | 'secrets' | 'refusals'>,
  {
    from,
    email,
    reason,
  }: { from: Pick<Origin, 'address' | 'userAgent'>; email: string; reason: SignInRefusal },
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

/** Records that somebody who is signed in was refused: from where they are, or what they showed before an act. */
export async function noteRefusedMember(
  { secrets, refusals }: Pick<Ports, 'secrets' | 'refusals'>,
  {
    from: { address, userAgent },
    member: { id, teamId, email },
    reason,
  }: {
    from: Pick<Origin, 'address' | 'userAgent'>
    member: Pick<Member, 'id' | 'teamId' | 'email'>
    reason: Extract<SignInRefusal, 'network' | 'proof' | 'proof_paused'>
  },
): Promise<void> {
  const account = secrets.keyedHash('email', email.toLowerCase())
  await refusals.note({
    origin: { address, userAgent, actor: { kind: 'member', memberId: id, via: 'console' } },
    event: { type: 'sign_in.refused', teamId, reason, account, memberId: id },
  })
}
