import { refusal } from '#domain/refusal.ts'
import type { SigningUrl } from '#domain/signing-url.ts'
import { Refused } from '../refused.ts'

/**
 * Asked again under the document's lock: when the sender corrects a number, its URLs end, and from then on the old
 * number and every code that went to it must be worth nothing. After conclusion (`copying`) only the number counts.
 */
export function refuseEnded(url: Pick<SigningUrl, 'endedAt'> | null, copying: boolean): void {
  if (url === null) throw new Refused(refusal('url_unknown'))
  if (url.endedAt !== null && !copying) throw new Refused(refusal('url_expired'))
}
