import { compatibleEvents, isPublished } from '#domain/event-catalogue.ts'
import type { Member } from '#domain/member.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import type { TeamEvent } from '#domain/team-event.ts'
import {
  hostOf,
  mostWebhooks,
  type WebhookEndpoint,
  type WebhookFormat,
  webhookSecret,
  webhookUrlObjection,
} from '#domain/webhook.ts'
import type { Origin, Ports, Transaction } from '../ports.ts'
import { Refused } from '../refused.ts'
import { lockAsAdministrator } from '../team/administrator.ts'
import { lockWebhook } from './lock-webhook.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'webhooks'>

/** As typed. */
export type WebhookTerms = { url: string; format: WebhookFormat; events: string[] }

export type SavedWebhook = { objections: Refusal[]; endpoint: WebhookEndpoint | null }

const secretBytes = 24

/** An endpoint that has just been registered. */
export function newEndpoint(
  { clock, random }: Pick<Ports, 'clock' | 'random'>,
  { id, teamId, terms }: { id: string; teamId: string; terms: WebhookTerms },
): WebhookEndpoint {
  return {
    ...{ id, teamId, ...terms, former: null, off: null, createdAt: clock.now() },
    ...{ failures: 0, restingUntil: null, troubledAt: null, toldAt: null },
    secret: terms.format === 'standard' ? webhookSecret(random.token(secretBytes)) : null,
  }
}

/** What is recorded of it. */
export function addedEvent({ id, teamId, url, format, events, createdAt }: WebhookEndpoint): TeamEvent {
  return { type: 'webhook.added', webhookId: id, host: hostOf(url), format, events, teamId, at: createdAt }
}

/** Adds a URL. `requestId`: the form's own id, so that a form posted twice adds one. Its secret is told by the answer. */
export async function addWebhook(
  ports: Needs,
  origin: Origin,
  request: { member: Member; terms: WebhookTerms; requestId: string },
): Promise<SavedWebhook> {
  const { member, requestId: id } = request
  const terms = tidied(request.terms)
  const objections = objectionsTo(ports, terms)
  if (!/^[0-9a-f]{32}$/.test(id)) throw new Refused(refusal('form_stale'))
  return ports.database.transaction(origin, async (tx) => {
    await lockAsAdministrator(tx, member)
    const others = await tx.webhooks.ofTeam(member.teamId)
    if (await tx.webhooks.isKnown(id)) throw new Refused(refusal('form_stale'))
    if (others.length >= mostWebhooks) throw new Refused(refusal('webhooks_too_many'))
    if (objections.length > 0) return { objections, endpoint: null }
    const endpoint = newEndpoint(ports, { id, teamId: member.teamId, terms })
    await tx.webhooks.insert(endpoint)
    tx.recordTeam([addedEvent(endpoint)])
    return { objections, endpoint }
  })
}

/** Changes address, format and events. A format that signs gets a secret where it has none. */
export async function changeWebhook(
  ports: Needs,
  origin: Origin,
  request: { member: Member; id: string; terms: WebhookTerms },
): Promise<SavedWebhook> {
  const { member, id } = request
  const terms = tidied(request.terms)
  const objections = objectionsTo(ports, terms)
  return ports.database.transaction(origin, async (tx) => {
    const before = await lockWebhook(tx, member, id)
    if (objections.length > 0) return { objections, endpoint: null }
    const standard = terms.format === 'standard'
    const secret = standard ? (before.secret ?? webhookSecret(ports.random.token(secretBytes))) : null
    const moved = terms.url !== before.url
    const endpoint: WebhookEndpoint = {
      ...{ ...before, ...terms, secret, former: standard ? before.former : null },
      // Another receiver begins healthy.
      ...(moved ? { failures: 0, restingUntil: null, troubledAt: null, toldAt: null } : {}),
    }
    await saveChanged(tx, before, endpoint, ports.clock.now())
    return { objections, endpoint }
  })
}

async function saveChanged(
  tx: Transaction,
  before: WebhookEndpoint,
  next: WebhookEndpoint,
  at: Date,
): Promise<void> {
  const names = ['url', 'format', 'events'] as const
  const fields = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(next[name]))
  if (fields.length === 0) return
  await tx.webhooks.save(next)
  const { id: webhookId, teamId } = next
  const changed: TeamEvent = {
    type: 'webhook.changed',
    teamId,
    at,
    webhookId,
    host: hostOf(next.url),
    fields,
  }
  tx.recordTeam([changed])
}

/** Each event once; in the compatible format only those that it can say. */
function tidied({ url, format, events }: WebhookTerms): WebhookTerms {
  const known = events.filter(format === 'standard' ? isPublished : (each) => compatibleEvents.includes(each))
  return { url: url.trim(), format, events: [...new Set(known)] }
}

/** What is wrong with them, each named by its field. */
export function objectionsTo(
  { webhooks }: Pick<Ports, 'webhooks'>,
  { url, events }: WebhookTerms,
): Refusal[] {
  const { production, allows: allowed, leadsInside: inside } = webhooks
  const objection = webhookUrlObjection(url, { production, allowed, inside })
  return [
    ...(objection === null ? [] : [objection]),
    ...(events.length === 0 ? [refusal('field_missing', 'events')] : []),
  ]
}
