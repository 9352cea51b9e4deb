import { type Refusal, refusal } from './refusal.ts'
import { webAddressOf } from './web-address.ts'

/**
 * How an event is told. `compatible`: as CloudSign's webhook tells it, for receivers written for that service;
 * `standard`: signed, as standardwebhooks.com specifies.
 */
export type WebhookFormat = 'compatible' | 'standard'

/** A URL of a team's that hears of the events it chose. */
export type WebhookEndpoint = {
  id: string
  teamId: string
  /** With its query string, in which people keep secrets. */
  url: string
  format: WebhookFormat
  /** Names of the catalogue (`event-catalogue.ts`). */
  events: string[]
  /** `whsec_…`; null for the compatible format, which signs nothing. */
  secret: string | null
  /** During a rotation: the secret of before, which signs as well until then. */
  former: { secret: string; until: Date } | null
  /** Switched off: by a member, or because the receiver answered 410. */
  off: { reason: 'member' | 'gone'; at: Date } | null
  createdAt: Date
  /** Tries in a row that failed, whatever the delivery. */
  failures: number
  /** Until then it is left alone, but for one try after that. */
  restingUntil: Date | null
  /** Since when something has been wrong that somebody has to mend. */
  troubledAt: Date | null
  /** When the team was last told of such a trouble. */
  toldAt: Date | null
}

/** One mail to one team administrator. `occasion`: since when something is wrong. */
export type MailWebhookTrouble = {
  job: 'mail-webhook-trouble'
  webhookId: string
  memberId: string
  reason: string
  occasion: string
}

/** So many a team; as the service that we are compatible with. */
export const mostWebhooks = 20

/** More that did not arrive at a URL are not counted. */
export const mostPending = 1_000

/** The secret of before signs for so long after a rotation: receivers have a day to take the new one. */
export const rotationHours = 24

const longestUrl = 2_000

/**
 * What is wrong with an address. `allowed`: the operator named its host. Production wants https elsewhere, and no request
 * goes to an address in nobody's public network; where a name leads is seen only when it is asked for.
 */
export function webhookUrlObjection(
  text: string,
  {
    production,
    allowed,
    inside,
  }: { production: boolean; allowed: (url: URL) => boolean; inside: (url: URL) => boolean },
): Refusal | null {
  if (text === '') return refusal('field_missing', 'url')
  if (text.length > longestUrl) return refusal('field_too_long', 'url', { limit: longestUrl })
  const url = webAddressOf(text)
  if (url === null || url.hash !== '') return refusal('field_malformed', 'url')
  if (allowed(url)) return null
  if (production && url.protocol !== 'https:') return refusal('webhook_url_plain', 'url')
  return inside(url) ? refusal('webhook_url_private', 'url') : null
}

/** The secrets that sign at this instant, the present one first. */
export function signingSecrets(
  { secret, former }: Pick<WebhookEndpoint, 'secret' | 'former'>,
  now: Date,
): string[] {
  if (secret === null) return []
  return former !== null && former.until > now ? [secret, former.secret] : [secret]
}

/** `whsec_` and 24 random bytes in base64 (standardwebhooks.com, "Signature scheme"). `token`: as base64url. */
export function webhookSecret(token: string): string {
  return `whsec_${token.replaceAll('-', '+').replaceAll('_', '/')}`
}

/** What may be recorded and logged of an address: its host, for path and query may hold secrets. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin.replace(/^https?:../, '') : ''
}
