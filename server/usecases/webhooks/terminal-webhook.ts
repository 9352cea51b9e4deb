import type { Refusal } from '#domain/refusal.ts'
import { refusal } from '#domain/refusal.ts'
import { hostOf, mostWebhooks, type WebhookEndpoint } from '#domain/webhook.ts'
import { type Ports, systemOrigin, type Transaction } from '../ports.ts'
import { Refused } from '../refused.ts'
import { addedEvent, newEndpoint, objectionsTo } from './save-webhook.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'webhooks'>

/** `existed`: a member had registered this URL before, and it stays when the terminal goes. */
type Opened =
  | { objections: Refusal[]; endpoint: null }
  | { objections: []; endpoint: WebhookEndpoint; existed: boolean }

/**
 * A URL that hears of a team's events as long as somebody sits before a terminal, registered by whoever holds the machine.
 * One that a member registered is taken as it is; one that a killed terminal left is taken over, with these events, and goes
 * at the end.
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
    for (const same of others.filter((each) => each.url === url && each.format === 'standard')) {
      if (await tx.webhooks.isTerminal(same.id)) {
        return { objections: [], endpoint: await takeOver(needs, tx, same.id, events), existed: false }
      }
      if (same.off === null) return { objections: [], endpoint: same, existed: true }
    }
    if (others.length >= mostWebhooks) return { objections: [refusal('webhooks_too_many')], endpoint: null }
    const endpoint = newEndpoint(needs, { id: needs.random.id(), teamId, terms })
    await tx.webhooks.insert(endpoint)
    await tx.webhooks.markTerminal(endpoint.id)
    tx.recordTeam([addedEvent(endpoint)])
    return { objections: [], endpoint, existed: false }
  })
}

/** What a terminal left, as if it were new; its secret stays, so that a program that runs on verifies. */
async function takeOver(
  { clock }: Needs,
  tx: Transaction,
  id: string,
  events: string[],
): Promise<WebhookEndpoint> {
  const left = await tx.webhooks.lock(id)
  if (left === null) throw new Refused(refusal('webhook_not_found'))
  const next = { ...left, events, off: null, failures: 0, restingUntil: null, troubledAt: null }
  await tx.webhooks.save(next)
  const { teamId, url } = next
  const [before, now] = [left.events, events].map((each) => each.toSorted().join())
  if (before !== now) {
    const changed = { type: 'webhook.changed', teamId, at: clock.now(), webhookId: id } as const
    tx.recordTeam([{ ...changed, host: hostOf(url), fields: ['events'] }])
  }
  return next
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
