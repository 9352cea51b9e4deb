import type { Origin } from '../ports.ts'
import type { Own } from './own-account.ts'
import { lookAtPasskey, type PasskeyAnswer, takePasskey } from './passkeys.ts'
import type { SignInNeeds } from './sign-in.ts'

/** Who acts shows once more that they are who they say: by their password or by a passkey of theirs. Tries are limited. */
export async function proveAgain(
  needs: SignInNeeds,
  origin: Origin,
  { own, password, passkey }: { own: Own; password: string; passkey: PasskeyAnswer | null },
): Promise<'proved' | 'wrong' | 'paused'> {
  const { member, session } = own
  if ((await needs.limits.spend('console_proof', member.id)) !== null) return 'paused'
  const now = needs.clock.now()
  if (passkey !== null) {
    const shown = await lookAtPasskey(needs, 'proof', passkey, member.id)
    if (shown === null) return 'wrong'
    const taken = await needs.database.transaction(origin, async (tx) => {
      await tx.signIn.hold(member.id)
      if (!(await takePasskey(tx, shown, now))) return false
      await tx.signIn.proveSession(session.id, now)
      return true
    })
    if (!taken) return 'wrong'
  } else {
    const credential = await needs.database.read.credential(member.email)
    const checked = await needs.signIn.passwords.check(password.slice(0, 1_000), credential?.hash ?? null)
    if (checked === 'wrong') return 'wrong'
    await needs.database.transaction(origin, (tx) => tx.signIn.proveSession(session.id, now))
  }
  await needs.limits.forget('console_proof', member.id)
  return 'proved'
}
