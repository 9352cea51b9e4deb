import { hasFactor } from '#domain/console-session.ts'
import type { Member } from '#domain/member.ts'
import { visitorOf } from '#domain/stranger-limit.ts'
import type { Ports } from '../ports.ts'
import type { SignInTools } from '../sign-in-ports.ts'
import type { StrangerLimits } from '../stranger-limit-ports.ts'
import { beginSession, type From, memberOrigin } from './begin-session.ts'
import { stepCookie } from './sign-in-step.ts'

export type SignInNeeds = Pick<Ports, 'database' | 'clock' | 'random' | 'limits' | 'secrets'> & {
  signIn: SignInTools
}

/**
 * What became of a password. `wrong` is the one answer for an unknown address and for a wrong password. `paused`: too many
 * tries for this account from there, or from this address; no password is looked at until the pause is over. Tries of
 * strangers never pause a browser that has signed in to the account before. `factor`: the second factor is asked next.
 */
export type SignInOutcome =
  | { outcome: 'signed_in' | 'factor'; cookies: string[] }
  | { outcome: 'wrong' }
  | { outcome: 'paused'; minutes: number }

/** No password is this long. */
const longestPassword = 1_000

/** A member shows their password. With a second factor nobody is in yet; their browser gets a cookie for the next step. */
export async function signInByPassword(
  needs: SignInNeeds,
  from: From,
  entry: { email: string; password: string },
): Promise<SignInOutcome> {
  const { database, clock, limits, signIn } = needs
  const email = entry.email.trim().toLowerCase()
  if (entry.password.length > longestPassword) return { outcome: 'wrong' }
  const device = signIn.devices.deviceOf(email, from.cookies)
  const visitor = visitorOf(from.address ?? '')
  const pause = await spendTry(limits, email, device, visitor)
  if (pause !== null) return { outcome: 'paused', minutes: pause }
  const credential = await database.read.credential(email)
  const checked = await signIn.passwords.check(entry.password, credential?.hash ?? null)
  if (checked === 'wrong' || credential === null || credential.hash === null) return { outcome: 'wrong' }
  const member = await database.read.member(credential.memberId)
  if (member === null || member.disabled) return { outcome: 'wrong' }
  // The right password gives the account its tries back; an address keeps what it spent.
  if (device !== null) await limits.forget('sign_in_known_device', email, device)
  else await limits.forget('sign_in_account_from', email, visitor)
  const { hash } = credential
  const renewed = checked === 'weak' ? await signIn.passwords.hashOf(entry.password) : null
  const now = clock.now()
  return database.transaction(memberOrigin(from, member.id), async (tx) => {
    await tx.signIn.hold(member.id)
    const current = await tx.signIn.credential(email)
    // Another password was chosen while this one was looked at.
    if (current?.hash !== hash || current.disabled) return { outcome: 'wrong' }
    if (renewed !== null) await tx.signIn.rehash(email, hash, renewed)
    if (await holdsFactor(tx, member)) {
      return { outcome: 'factor', cookies: [stepCookie(needs, member.id, renewed ?? hash, now)] }
    }
    return {
      outcome: 'signed_in',
      cookies: await beginSession(needs, tx, { member, from, factor: null, now }),
    }
  })
}

type Reading = Parameters<Parameters<Ports['database']['transaction']>[1]>[0]

async function holdsFactor(tx: Reading, { id }: Member): Promise<boolean> {
  const app = await tx.signIn.app(id)
  const passkeys = await tx.signIn.passkeys(id)
  return hasFactor({ totp: app?.since != null, passkeys: passkeys.length })
}

/**
 * Spends a try before the answer is known. A known device has tries of its own; of everybody else the address is asked
 * first, so that whoever has spent it cannot spend an account's as well. Minutes to wait, or null.
 */
async function spendTry(
  limits: StrangerLimits,
  email: string,
  device: string | null,
  visitor: string,
): Promise<number | null> {
  if (device !== null) return limits.spend('sign_in_known_device', email, device)
  return (
    (await limits.spend('sign_in_address', visitor)) ??
    (await limits.spend('sign_in_account_from', email, visitor)) ??
    (await limits.spend('sign_in_account', email))
  )
}
