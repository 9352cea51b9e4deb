import type { TeamEvent } from '#domain/team-event.ts'
import { hostOf, type WebhookEndpoint } from '#domain/webhook.ts'
import {
  healthAfter,
  isToldNow,
  isUnauthorised,
  type TryAnswer,
  type TryOutcome,
} from '#domain/webhook-try.ts'

type Met = { answer: TryAnswer; judged: TryOutcome; now: Date }

/** The endpoint as a try leaves it. */
export function afterTry(endpoint: WebhookEndpoint, { answer, judged, now }: Met): WebhookEndpoint {
  const { outcome } = judged
  const answered = outcome === 'delivered' || outcome === 'refused' || outcome === 'gone'
  const troubled = outcome === 'parked' || (outcome === 'refused' && isUnauthorised(answer))
  const since = endpoint.troubledAt ?? now
  return {
    ...endpoint,
    ...healthAfter(endpoint, answered, now),
    troubledAt: outcome === 'delivered' ? null : troubled ? since : endpoint.troubledAt,
    toldAt: troubled && isToldNow(endpoint, since, now) ? now : endpoint.toldAt,
    off: outcome === 'gone' ? (endpoint.off ?? { reason: 'gone', at: now }) : endpoint.off,
  }
}

/** Whether a try changed nothing of it. */
export function isSame(before: WebhookEndpoint, next: WebhookEndpoint): boolean {
  return (
    before.failures === next.failures &&
    before.restingUntil?.getTime() === next.restingUntil?.getTime() &&
    before.troubledAt === next.troubledAt &&
    before.toldAt === next.toldAt &&
    before.off === next.off
  )
}

/** What the team is told of. */
export function eventsOf(
  before: WebhookEndpoint,
  next: WebhookEndpoint,
  reason: string,
  at: Date,
): TeamEvent[] {
  const base = { teamId: next.teamId, at, webhookId: next.id, host: hostOf(next.url) }
  return [
    ...(before.off === null && next.off !== null ? [{ ...base, type: 'webhook.gone' } as const] : []),
    ...(next.toldAt !== before.toldAt ? [{ ...base, type: 'webhook.troubled', reason } as const] : []),
  ]
}
