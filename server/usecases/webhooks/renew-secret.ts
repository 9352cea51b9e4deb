import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import { hostOf, rotationHours, webhookSecret } from '#domain/webhook.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { lockWebhook } from './lock-webhook.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random'>

const secretBytes = 24

/**
 * Makes a new secret and answers it, once. The one of before signs as well for a day. `seen`: how the present one began
 * on the page that asked, so that a form posted twice does not end the secret that a receiver has just been given.
 */
export async function renewSecret(
  ports: Needs,
  origin: Origin,
  request: { member: Member; id: string; seen: string },
): Promise<{ secret: string; until: Date }> {
  const { member, id, seen } = request
  return ports.database.transaction(origin, async (tx) => {
    const endpoint = await lockWebhook(tx, member, id)
    if (endpoint.secret === null) throw new Refused(refusal('webhook_not_found'))
    if (beginningOf(endpoint.secret) !== seen) throw new Refused(refusal('form_stale'))
    const at = ports.clock.now()
    const until = new Date(at.getTime() + rotationHours * 60 * 60 * 1000)
    const secret = webhookSecret(ports.random.token(secretBytes))
    await tx.webhooks.save({ ...endpoint, secret, former: { secret: endpoint.secret, until } })
    const { teamId, url } = endpoint
    tx.recordTeam([{ type: 'webhook.secret_renewed', teamId, at, webhookId: id, host: hostOf(url) }])
    return { secret, until }
  })
}

/** By what people tell one secret from another; too little to forge a signature with. */
export function beginningOf(secret: string): string {
  return secret.slice(0, 'whsec_'.length + 4)
}
