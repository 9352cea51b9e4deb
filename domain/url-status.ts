import type { Document } from './document.ts'
import type { Participant } from './participant.ts'
import type { SigningUrl } from './signing-url.ts'

/** What the bearer of a URL may do now, before any proof of who they are. */
export type UrlStatus =
  | 'open'
  | 'expired'
  | 'used'
  | 'ended'
  /** A newer mail holds the link that works. */
  | 'newer_mail'
  /** They have passed the document on: it is no longer theirs to see, concluded or not. */
  | 'transferred'
  | 'locked'
  | 'not_your_turn'
  | 'consented'
  | 'concluded'
  | 'copies_expired'
  | 'declined'
  | 'cancelled'

const dayMilliseconds = 24 * 60 * 60 * 1000

/**
 * `opened`: a session that this URL opened is alive. A simple URL lives five minutes and opens once, but whoever it let
 * in may read until the end of their turn.
 */
export function urlStatusOf(
  url: SigningUrl,
  document: Pick<Document, 'status' | 'concludedAt'>,
  participant: Pick<Participant, 'status' | 'lockedAt' | 'accessExpiresAt'>,
  copyDays: number,
  now: Date,
  opened = false,
): UrlStatus {
  if (url.transferred) return 'transferred'
  if (document.status === 'concluded') {
    const until = (document.concludedAt?.getTime() ?? 0) + copyDays * dayMilliseconds
    return now.getTime() < until ? 'concluded' : 'copies_expired'
  }
  if (document.status === 'cancelled') return participant.status === 'declined' ? 'declined' : 'cancelled'
  if (['signing', 'confirmed', 'filled'].includes(participant.status)) return 'consented'
  if (url.endedAt !== null) {
    return url.method === 'mail' && participant.status === 'confirming' ? 'newer_mail' : 'ended'
  }
  const inside = opened && url.method === 'simple'
  if (url.usedAt !== null && !inside) return 'used'
  if ((inside ? (participant.accessExpiresAt ?? url.expiresAt) : url.expiresAt) <= now) return 'expired'
  if (participant.lockedAt !== null) return 'locked'
  return participant.status === 'confirming' ? 'open' : 'not_your_turn'
}
