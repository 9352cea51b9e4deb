import { credentialOf } from '#domain/client.ts'
import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import { keptText } from '#domain/text-rules.ts'
import { clientIdHash } from '../access/credential-hash.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets'>

const clientLabelLimit = 60

/** 24 random bytes make 32 characters, as callers expect. */
const clientIdBytes = 24

/**
 * Makes a client id that acts as this member. The answer is the only time it is ever told: what is stored is a keyed
 * hash and the last characters. `requestId` is the form's own id: the same form posted twice makes one client.
 */
export async function issueClient(
  ports: Needs,
  origin: Origin,
  request: { member: Member; label: string; test: boolean; requestId: string },
): Promise<{ clientId: string; label: string; test: boolean }> {
  const { member, test } = request
  if (!member.authorities.teamAdministrator) throw new Refused(refusal('not_an_administrator'))
  const kept = keptText(request.label, 'label')
  if ('refusal' in kept) throw new Refused(kept.refusal)
  const label = kept.text.trim()
  if (label === '') throw new Refused(refusal('field_missing', 'label'))
  if ([...label].length > clientLabelLimit) {
    throw new Refused(refusal('field_too_long', 'label', { limit: clientLabelLimit }))
  }
  const ids = { id: request.requestId, teamId: member.teamId }
  if (!/^[0-9a-f]{32}$/.test(ids.id) || (await isKnown(ports, ids))) throw new Refused(refusal('form_stale'))
  const clientId = credentialOf(ports.random.token(clientIdBytes), test)
  const client = {
    ...ids,
    memberId: member.id,
    label,
    test,
    ending: clientId.slice(-4),
    createdAt: ports.clock.now(),
    revokedAt: null,
    lastUsedAt: null,
  }
  try {
    await ports.database.transaction(origin, async (tx) => {
      tx.clients.queueInsert(client, clientIdHash(ports.secrets, clientId))
      const { id, teamId, createdAt: at, ending } = client
      tx.recordTeam([
        { type: 'client.issued', teamId, at, clientId: id, label, ending, ...(test ? { test } : {}) },
      ])
    })
  } catch (error) {
    // The same form, posted at the same moment, was faster.
    if (await isKnown(ports, client)) throw new Refused(refusal('form_stale'))
    throw error
  }
  return { clientId, label, test }
}

async function isKnown(ports: Needs, client: { id: string; teamId: string }): Promise<boolean> {
  return (await ports.database.read.clientOf(client.teamId, client.id)) !== null
}
