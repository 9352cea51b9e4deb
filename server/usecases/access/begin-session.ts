import { absoluteEnd, type Factor } from '#domain/console-session.ts'
import type { Member } from '#domain/member.ts'
import type { Origin, Ports, Transaction } from '../ports.ts'
import type { SignInTools } from '../sign-in-ports.ts'
import { queueNotice } from './notice.ts'

export type SessionNeeds = Pick<Ports, 'random'> & { signIn: Pick<SignInTools, 'cookies' | 'devices'> }

/** From where somebody comes in. `cookies`: the request's header. */
export type From = Pick<Origin, 'address' | 'userAgent'> & { cookies: string | undefined }

/**
 * A new session, whose token no one has seen before, in the transaction of what let the member in. Answers the cookies
 * that their browser is given: of the session, and that it is known from now on.
 */
export async function beginSession(
  { random, signIn }: SessionNeeds,
  tx: Transaction,
  { member, from, factor, now }: { member: Member; from: From; factor: Factor | null; now: Date },
): Promise<string[]> {
  const token = random.token(32)
  const id = random.id()
  const { address, userAgent } = from
  const times = { createdAt: now, provedAt: now, expiresAt: absoluteEnd(now) }
  const session = { id, token, email: member.email, ...times, factor, address, userAgent }
  const { before } = await tx.signIn.insertSession(session)
  const by = { teamId: member.teamId, at: now, memberId: member.id }
  tx.recordTeam([{ type: 'sign_in.succeeded', ...by, ...(factor === null ? {} : { factor }) }])
  const email = member.email.toLowerCase()
  const device = signIn.devices.deviceOf(email, from.cookies)
  if (device === null && before)
    await queueNotice(tx, member.id, { notice: 'new_device', userAgent, at: now })
  const seconds = Math.round((times.expiresAt.getTime() - now.getTime()) / 1000)
  return [
    signIn.cookies.cookieFor(token, seconds),
    signIn.devices.cookieFor(email, device),
    signIn.cookies.stepGone(),
  ]
}

/** Who did it: the member themselves, from where they are. */
export function memberOrigin(
  { address, userAgent }: Pick<Origin, 'address' | 'userAgent'>,
  memberId: string,
): Origin {
  return { address, userAgent, actor: { kind: 'member', memberId, via: 'console' } }
}
