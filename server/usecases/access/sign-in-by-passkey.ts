import { visitorOf } from '#domain/stranger-limit.ts'
import { beginSession, type From, memberOrigin } from './begin-session.ts'
import { lookAtPasskey, type PasskeyAnswer, takePasskey } from './passkeys.ts'
import type { SignInNeeds } from './sign-in.ts'
import type { AtStep } from './sign-in-step.ts'

/** What became of a passkey at the sign-in. `memberId`: whose it said it was, as far as that is known. */
export type PasskeyOutcome =
  | { outcome: 'signed_in'; cookies: string[] }
  | { outcome: 'refused'; email: string | null }
  | { outcome: 'paused'; minutes: number }

/**
 * A member comes in by a passkey: without a password, or after it (`step`: who showed the password). It was unlocked by
 * finger, face or PIN, so that it is two factors in one.
 */
export async function signInByPasskey(
  needs: SignInNeeds,
  from: From,
  { given, step }: { given: PasskeyAnswer; step: AtStep | null },
): Promise<PasskeyOutcome> {
  const { database, limits, clock } = needs
  const minutes = await limits.spend('sign_in_passkey_address', visitorOf(from.address ?? ''))
  if (minutes !== null) return { outcome: 'paused', minutes }
  const shown = await lookAtPasskey(needs, 'sign-in', given, step?.member.id ?? null)
  const member = shown === null ? null : await database.read.member(shown.passkey.memberId)
  if (shown === null || member === null || member.disabled) {
    return { outcome: 'refused', email: member?.email ?? null }
  }
  const now = clock.now()
  const cookies = await database.transaction(memberOrigin(from, member.id), async (tx) => {
    await tx.signIn.hold(member.id)
    const current = await tx.signIn.credential(member.email)
    // They were disabled, or another password was chosen, since the passkey was looked at: no session comes after that.
    if (current === null || current.disabled) return null
    if (step !== null && current.hash !== step.hash) return null
    if (!(await takePasskey(tx, shown, now))) return null
    return beginSession(needs, tx, { member, from, factor: 'passkey', now })
  })
  return cookies === null ? { outcome: 'refused', email: member.email } : { outcome: 'signed_in', cookies }
}
