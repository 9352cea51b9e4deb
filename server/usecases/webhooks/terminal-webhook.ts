import type { Refusal } from '#domain/refusal.ts'
import { refusal } from '#domain/refusal.ts'
import { hostOf, mostWebhooks, type WebhookEndpoint } from '#domain/webhook.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { addedEvent, newEndpoint, objectionsTo } from './save-webhook.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'webhooks'>

/** `existed`: a member had registered this URL before, and it stays when the terminal goes. */
type Opened =
  | { objections: Refusal[]; endpoint: null }
  | { objections: []; endpoint: WebhookEndpoint; existed: boolean }

/**
 * A URL that hears of a team's events as long as somebody sits before a terminal, registered by whoever holds the machine.
 * One that is registered already is taken as it is.
 */
export async function openTerminalWebhook(
  needs: Needs,
  { teamId, url, events }: { teamId: string; url: string; events: string[] },
): Promise<Opened> {
  const terms = { url, format: 'standard' as const, events }
  const objections = objectionsTo(needs, terms)
  if (objections.length > 0) return { objections, endpoint: null }
  return needs.database.transaction(systemOrigin, async (tx): Promise<Opened> => {
    await tx.teams.lock(teamId)
    const others = await tx.webhooks.ofTeam(teamId)
    const same = others.find((each) => each.url === url && each.format === 'standard' && each.off === null)
    if (same !== undefined) return { objections: [], endpoint: same, existed: true }
    if (others.length >= mostWebhooks) return { objections: [refusal('webhooks_too_many')], endpoint: null }
    const endpoint = newEndpoint(needs, { id: needs.random.id(), teamId, terms })
    await tx.webhooks.insert(endpoint)
    tx.recordTeam([addedEvent(endpoint)])
    return { objections: [], endpoint, existed: false }
  })
}

/** Takes it away again. What still waits for it is parked by its job. */
export async function closeTerminalWebhook(
  needs: Pick<Needs, 'database' | 'clock'>,
  id: string,
): Promise<void> {
  await needs.database.transaction(systemOrigin, async (tx) => {
    const found = await tx.webhooks.get(id)
    if (found === null) return
    await tx.teams.lock(found.teamId)
    const endpoint = await tx.webhooks.lock(id)
    if (endpoint === null) return
    const [at, { teamId, url }] = [needs.clock.now(), endpoint]
    await tx.webhooks.remove(id, at)
    tx.recordTeam([{ type: 'webhook.removed', teamId, at, webhookId: id, host: hostOf(url) }])
  })
}
