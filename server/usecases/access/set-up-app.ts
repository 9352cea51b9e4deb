import { refusal } from '#domain/refusal.ts'
import { normalized } from '#domain/typed-text.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import type { SignInTools } from '../sign-in-ports.ts'
import { queueNotice } from './notice.ts'
import { factorAdded, factorRemoved, type Own } from './own-account.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets' | 'limits'> & {
  signIn: Pick<SignInTools, 'codes'>
}

/** A secret for an authenticator app; of no effect until a code of the app confirms it. The one of before is replaced. */
export async function beginApp(
  { database, signIn }: Pick<Needs, 'database' | 'signIn'>,
  origin: Origin,
  { member }: Own,
): Promise<void> {
  await database.transaction(origin, async (tx) => {
    await tx.signIn.hold(member.id)
    const app = await tx.signIn.app(member.id)
    if (app !== null && app.since !== null) throw new Refused(refusal('factor_held'))
    await tx.signIn.saveApp(member.id, { secret: signIn.codes.newSecret(), since: null, step: 0 })
  })
}

/** A code shows that the app has the secret: from now on it is asked for. Answers recovery codes where they are the first. */
export async function confirmApp(
  needs: Needs,
  origin: Origin,
  { own, code }: { own: Own; code: string },
): Promise<{ codes: string[] } | 'wrong' | 'paused'> {
  const { member } = own
  if ((await needs.limits.spend('sign_in_factor', member.id)) !== null) return 'paused'
  const now = needs.clock.now()
  const confirmed = await needs.database.transaction<{ codes: string[] } | 'wrong'>(origin, async (tx) => {
    await tx.signIn.hold(member.id)
    const app = await tx.signIn.app(member.id)
    if (app === null) throw new Refused(refusal('factor_not_begun'))
    if (app.since !== null) throw new Refused(refusal('factor_held'))
    const digits = (normalized('NFKC', code, 64) ?? '').replace(/[\s-]/g, '')
    const step = needs.signIn.codes.stepOf(app.secret, digits, now)
    if (step === null) return 'wrong'
    await tx.signIn.saveApp(member.id, { ...app, since: now, step })
    const first = (await tx.signIn.passkeys(member.id)).length === 0
    const codes = await factorAdded(needs, tx, own, { factor: 'totp', first })
    const by = { teamId: member.teamId, at: now, memberId: member.id }
    tx.recordTeam([{ type: 'member.factor_added', ...by, factor: 'totp' }])
    await queueNotice(tx, member.id, { notice: 'app_added', at: now, userAgent: origin.userAgent })
    return { codes }
  })
  if (confirmed !== 'wrong') await needs.limits.forget('sign_in_factor', member.id)
  return confirmed
}

/** The app's codes are asked for no more. Other sessions end. */
export async function removeApp(
  { database, clock }: Pick<Needs, 'database' | 'clock'>,
  origin: Origin,
  own: Own,
): Promise<void> {
  const { member } = own
  const at = clock.now()
  await database.transaction(origin, async (tx) => {
    await tx.signIn.hold(member.id)
    const app = await tx.signIn.app(member.id)
    if (app === null || app.since === null) return
    await tx.signIn.removeApp(member.id)
    await factorRemoved(tx, own)
    const by = { teamId: member.teamId, at, memberId: member.id }
    tx.recordTeam([{ type: 'member.factor_removed', ...by, factor: 'totp' }])
    await queueNotice(tx, member.id, { notice: 'app_removed', at, userAgent: origin.userAgent })
  })
}
