import { refusal } from '#domain/refusal.ts'
import type { Origin, Ports, Transaction } from '../ports.ts'
import { Refused } from '../refused.ts'
import type { Passkey, SignInTools } from '../sign-in-ports.ts'
import { queueNotice } from './notice.ts'
import { factorAdded, factorRemoved, type Own } from './own-account.ts'
import { type ChallengeFor, challengeIn } from './passkey-challenge.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets'> & {
  signIn: Pick<SignInTools, 'passkeys'>
}

/** More than anybody has devices. */
const most = 20

export type PasskeyAnswer = { ticket: string; bearer: string; answer: string }

/** A new passkey of a member. Answers recovery codes where it is their first second factor. */
export async function addPasskey(
  needs: Needs,
  origin: Origin,
  { own, name, given }: { own: Own; name: string; given: PasskeyAnswer },
): Promise<{ codes: string[] } | 'refused' | 'too_many'> {
  const { member } = own
  const asked = challengeIn(needs, 'register', given.bearer, given.ticket)
  const made = asked === null ? null : await needs.signIn.passkeys.created(given.answer, asked.challenge)
  if (asked === null || made === null) return 'refused'
  const at = needs.clock.now()
  return needs.database.transaction(origin, async (tx) => {
    await tx.signIn.hold(member.id)
    const known = await tx.signIn.passkeys(member.id)
    if (known.length >= most) return 'too_many'
    if (!(await tx.signIn.spendChallenge(asked.hash, asked.endsAt))) return 'refused'
    const passkey = { ...made, memberId: member.id, name, createdAt: at, usedAt: null }
    if (!(await tx.signIn.insertPasskey(passkey))) return 'refused'
    const app = await tx.signIn.app(member.id)
    const first = known.length === 0 && (app === null || app.since === null)
    const codes = await factorAdded(needs, tx, own, { factor: 'passkey', first })
    const by = { teamId: member.teamId, at, memberId: member.id }
    tx.recordTeam([{ type: 'member.factor_added', ...by, factor: 'passkey' }])
    await queueNotice(tx, member.id, { notice: 'passkey_added', at, userAgent: origin.userAgent })
    return { codes }
  })
}

/** A passkey is good no more. Other sessions end. */
export async function removePasskey(
  { database, clock }: Pick<Needs, 'database' | 'clock'>,
  origin: Origin,
  { own, id }: { own: Own; id: string },
): Promise<void> {
  const { member } = own
  const at = clock.now()
  await database.transaction(origin, async (tx) => {
    await tx.signIn.hold(member.id)
    if ((await tx.signIn.removePasskey(member.id, id)) === null)
      throw new Refused(refusal('passkey_not_found'))
    await factorRemoved(tx, own)
    const by = { teamId: member.teamId, at, memberId: member.id }
    tx.recordTeam([{ type: 'member.factor_removed', ...by, factor: 'passkey' }])
    await queueNotice(tx, member.id, { notice: 'passkey_removed', at, userAgent: origin.userAgent })
  })
}

/** A passkey that was shown; to be taken in a transaction (`takePasskey`). */
export type ShownPasskey = { passkey: Passkey; counter: number; hash: string; endsAt: Date }

/** Looks at the answer of a browser; null when it is not good. `memberId`: whose it must be; null: anybody's. */
export async function lookAtPasskey(
  needs: Needs,
  what: ChallengeFor,
  { ticket, bearer, answer }: PasskeyAnswer,
  memberId: string | null,
): Promise<ShownPasskey | null> {
  const asked = challengeIn(needs, what, bearer, ticket)
  const id = asked === null ? null : needs.signIn.passkeys.idIn(answer)
  const passkey = id === null ? null : await needs.database.read.passkeyById(id)
  if (asked === null || passkey === null || (memberId !== null && passkey.memberId !== memberId)) return null
  const shown = await needs.signIn.passkeys.shown(answer, asked.challenge, passkey)
  if (shown === null) return null
  return { passkey, counter: shown.counter, hash: asked.hash, endsAt: asked.endsAt }
}

/** Takes it: once, and only while it counts on. False: it was taken, removed or used elsewhere meanwhile. */
export async function takePasskey(tx: Transaction, shown: ShownPasskey, now: Date): Promise<boolean> {
  const { passkey, counter, hash, endsAt } = shown
  const current = await tx.signIn.passkey(passkey.id)
  if (current === null || current.memberId !== passkey.memberId) return false
  // Authenticators that count nothing say 0 each time (WebAuthn §7.2, step 22).
  if ((counter !== 0 || current.counter !== 0) && counter <= current.counter) return false
  if (!(await tx.signIn.spendChallenge(hash, endsAt))) return false
  await tx.signIn.usePasskey(passkey.id, counter, now)
  return true
}
