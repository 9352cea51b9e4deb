import type { Member } from '#domain/member.ts'
import type { Ports } from '../ports.ts'
import type { SignInTools } from '../sign-in-ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'secrets'> & { signIn: Pick<SignInTools, 'cookies'> }

/** Milliseconds between the password and the second factor. */
const stepLife = 10 * 60_000

/**
 * The cookie of somebody who has shown the password and is to show the second factor. It opens nothing; it is bound to the
 * password that was shown, so that another one ends it.
 */
export function stepCookie(
  { secrets, signIn }: Pick<Needs, 'secrets' | 'signIn'>,
  memberId: string,
  hash: string,
  now: Date,
): string {
  const until = now.getTime() + stepLife
  return signIn.cookies.stepFor({ memberId, until, bound: secrets.keyedHash('sign-in-step', memberId, hash) })
}

/** Who is between the two steps. `hash`: of the password that they showed. */
export type AtStep = { member: Member; hash: string }

/** Null: nobody, or too long ago, or the password was changed meanwhile. */
export async function memberAtStep(
  { database, clock, secrets, signIn }: Needs,
  cookies: string | undefined,
): Promise<AtStep | null> {
  const step = signIn.cookies.stepIn(cookies)
  if (step === null || step.until <= clock.now().getTime()) return null
  const member = await database.read.member(step.memberId)
  if (member === null || member.disabled) return null
  const credential = await database.read.credential(member.email)
  if (credential === null || credential.hash === null) return null
  const bound = secrets.keyedHash('sign-in-step', member.id, credential.hash)
  return secrets.equal(bound, step.bound) ? { member, hash: credential.hash } : null
}
