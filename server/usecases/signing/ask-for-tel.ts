import { refusal } from '#domain/refusal.ts'
import type { SigningUrl } from '#domain/signing-url.ts'
import { visitorOf } from '#domain/stranger-limit.ts'
import { askForTel as decideAsking } from '#domain/tel-request.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { refuseEnded } from './refuse-ended.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'limits'>

export type TelAsking = {
  documentId: string
  participantId: string
  urlId: string
  /** In national form. */
  tel: string
  reason: string
}

/**
 * Somebody who holds a consent URL asks the sender for another number. It proves nothing and changes nothing: no SMS goes
 * there before the sender has approved. Each request is a mail, so they are counted before anything is done.
 */
export async function askForTel(ports: Needs, origin: Origin, asking: TelAsking): Promise<void> {
  const { documentId, participantId, urlId, tel, reason } = asking
  const { address, userAgent } = origin
  const minutes =
    (await ports.limits.spend('tel_request_url', urlId)) ??
    (await ports.limits.spend('tel_request_participant', participantId)) ??
    (address === null ? null : await ports.limits.spend('tel_request_address', visitorOf(address)))
  if (minutes !== null) throw new Refused(refusal('tel_request_limit', 'tel', { minutes }))
  const asked = { id: ports.random.id(), urlId, tel, reason, address, userAgent }
  await changeDocument<SigningUrl | null>(
    ports,
    origin,
    documentId,
    (document, { beside: url }) => {
      refuseEnded(url, false)
      return decideAsking(document, participantId, asked, ports.clock.now())
    },
    (tx) => tx.signingUrls.lock(urlId),
  )
}
