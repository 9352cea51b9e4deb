import { credentialOf, currentToken, secondsLeft } from '#domain/client.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import { webApiObjection } from '#domain/team.ts'
import { callRefusalOf } from '#domain/team-event.ts'
import type { TokenClient } from '../access-ports.ts'
import { type Origin, type Ports, systemOrigin } from '../ports.ts'
import { Refused } from '../refused.ts'

import { clientIdHash, tokenHash } from './credential-hash.ts'
import { noteRefusedCall } from './note-refused-call.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets' | 'networks' | 'refusals'>

/** 24 random bytes make the 32 characters that callers expect (32 to 36). */
const tokenBytes = 24

/**
 * Asking again while a token is alive gives the same one with the seconds that it still has. `from`: who asks, recorded
 * when they get none.
 */
export async function issueToken(
  ports: Needs,
  from: Pick<Origin, 'address' | 'userAgent'>,
  { clientId }: { clientId: string },
): Promise<{ token: string; secondsLeft: number; teamId: string; clientId: string }> {
  const { clock, random, secrets, networks } = ports
  const { client, objection, issued } = await ports.database.transaction(systemOrigin, async (tx) => {
    const client = await tx.tokens.lockClient(clientIdHash(secrets, clientId))
    const objection = objectionTo(client, (allowed) => networks.contain(allowed, from.address))
    if (client === null || objection !== null) return { client, objection, issued: null }
    const now = clock.now()
    const token = currentToken(client.token, credentialOf(random.token(tokenBytes), client.test), now)
    if (token !== client.token) {
      tx.tokens.queueSave(client.clientId, tokenHash(secrets, token.token), token)
    }
    const whose = { teamId: client.teamId, clientId: client.clientId }
    const issued = { token: token.token, secondsLeft: secondsLeft(token, now), ...whose }
    return { client, objection, issued }
  })
  if (issued !== null) return issued
  const refused = objection ?? refusal('client_unknown', 'client_id')
  const reason = callRefusalOf(refused.code)
  if (reason !== null) await noteRefusedCall(ports, from, { reason, client })
  throw new Refused(refused)
}

function objectionTo(client: TokenClient | null, isInside: (networks: string[]) => boolean): Refusal | null {
  if (client === null) return refusal('client_unknown', 'client_id')
  return client.disabled ? refusal('member_disabled') : webApiObjection(client.team, isInside)
}
