import { currentToken, secondsLeft } from '#domain/client.ts'
import { refusal } from '#domain/refusal.ts'
import { webApiObjection } from '#domain/team.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets' | 'networks'>

/** 24 random bytes make the 32 characters that callers expect (32 to 36). */
const tokenBytes = 24

/** Asking again while a token is alive gives the same one with the seconds that it still has. */
export async function issueToken(
  ports: Needs,
  request: { clientId: string; address: string | null },
): Promise<{ token: string; secondsLeft: number }> {
  const { clock, random, secrets, networks } = ports
  return ports.database.transaction(systemOrigin, async (tx) => {
    const client = await tx.tokens.lockClient(secrets.keyedHash('client-id', request.clientId))
    if (client === null) throw new Refused(refusal('client_unknown', 'client_id'))
    if (client.disabled) throw new Refused(refusal('member_disabled'))
    const objection = webApiObjection(client.team, (allowed) => networks.contain(allowed, request.address))
    if (objection !== null) throw new Refused(objection)
    const now = clock.now()
    const token = currentToken(client.token, random.token(tokenBytes), now)
    if (token !== client.token) {
      await tx.tokens.save(client.clientId, secrets.keyedHash('access-token', token.token), token)
    }
    return { token: token.token, secondsLeft: secondsLeft(token, now) }
  })
}
