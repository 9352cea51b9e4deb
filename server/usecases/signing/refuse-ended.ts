import { refusal } from '#domain/refusal.ts'
import { sessionIsAlive } from '#domain/signing-session.ts'
import type { SigningUrl } from '#domain/signing-url.ts'
import type { HeldSession } from '../ports.ts'
import { Refused } from '../refused.ts'

/**
 * Asked again under the document's lock: when the sender corrects a number, its URLs end, and from then on the old
 * number and every code that went to it must be worth nothing. After conclusion (`copying`) only the number counts.
 */
export function refuseEnded(url: Pick<SigningUrl, 'endedAt'> | null, copying: boolean): void {
  if (url === null) throw new Refused(refusal('url_unknown'))
  if (url.endedAt !== null && !copying) throw new Refused(refusal('url_expired'))
}

/** Asked in the transaction of a consent or a decline: the session is alive and its URL has not been ended. */
export function refuseDeadSession(held: HeldSession | null, now: Date): asserts held is HeldSession {
  if (held === null || held.session.state !== 'authenticated') throw new Refused(refusal('session_missing'))
  if (!sessionIsAlive(held.session, now)) throw new Refused(refusal('session_ended'))
  refuseEnded({ endedAt: held.urlEndedAt }, false)
}
