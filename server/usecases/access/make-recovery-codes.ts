import { refusal } from '#domain/refusal.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { queueNotice } from './notice.ts'
import { makeCodes, type Own } from './own-account.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets'>

/** New recovery codes; those of before are good no more. */
export async function makeRecoveryCodes(needs: Needs, origin: Origin, { member }: Own): Promise<string[]> {
  const at = needs.clock.now()
  return needs.database.transaction(origin, async (tx) => {
    await tx.signIn.hold(member.id)
    const app = await tx.signIn.app(member.id)
    const passkeys = await tx.signIn.passkeys(member.id)
    if ((app === null || app.since === null) && passkeys.length === 0) {
      throw new Refused(refusal('factor_not_begun'))
    }
    const codes = await makeCodes(needs, tx, member.id)
    tx.recordTeam([{ type: 'member.recovery_codes_made', teamId: member.teamId, at, memberId: member.id }])
    await queueNotice(tx, member.id, { notice: 'recovery_codes_made', at, userAgent: origin.userAgent })
    return codes
  })
}
