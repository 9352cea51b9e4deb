import { refusal } from '#domain/refusal.ts'
import type { SigningUrl } from '#domain/signing-url.ts'
import { visitorOf } from '#domain/stranger-limit.ts'
import { askForTel as decideAsking } from '#domain/tel-request.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { type Counter, refuseSpent } from '../spent-limits.ts'
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
 * there before the sender has approved. Each request is a mail, so they are counted; what could not be asked for anyway, such
 * as a reason that is too long, costs no try.
 */
export async function askForTel(ports: Needs, origin: Origin, asking: TelAsking): Promise<void> {
  const { documentId, participantId, urlId, tel, reason } = asking
  const { address, userAgent } = origin
  const now = ports.clock.now()
  const asked = { id: ports.random.id(), urlId, tel, reason, address, userAgent }
  const seen = await ports.database.read.document(documentId)
  if (seen === null) throw new Refused(refusal('document_not_found'))
  const objection = decideAsking(seen, participantId, asked, now).refusal
  if (objection !== undefined) throw new Refused(objection)
  const counters: Counter[] = [
    ['tel_request_url', [urlId]],
    ['tel_request_participant', [participantId]],
    ...(address === null ? [] : [atAddress(seen.teamId, address)]),
  ]
  // A test document counts nowhere.
  if (!seen.test) {
    const tooMany = (minutes: number) => refusal('tel_request_limit', 'tel', { minutes })
    await refuseSpent(ports.limits, 'wait', counters, tooMany)
    await refuseSpent(ports.limits, 'spend', counters, tooMany)
  }
  await changeDocument<SigningUrl | null>(
    ports,
    origin,
    documentId,
    (document, { beside: url }) => {
      refuseEnded(url, false)
      return decideAsking(document, participantId, asked, now)
    },
    (tx) => tx.signingUrls.lock(urlId),
  )
}

/** Of each team by itself: thousands of strangers may share an address of their mobile network. */
function atAddress(teamId: string, address: string): Counter {
  return ['tel_request_address', [teamId, visitorOf(address)]]
}
