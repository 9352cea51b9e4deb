import { type ConsentRequest, giveConsent as decideConsent } from '#domain/consent.ts'
import { changeDocument } from '../change-document.ts'
import type { HeldSession, Origin, Ports } from '../ports.ts'
import { refuseDeadSession } from './refuse-ended.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/**
 * What happens at consent: one transaction under the document's lock. Twice at once, Back, and two devices give one
 * consent; whoever comes second is told that it is done.
 */
export async function giveConsent(
  ports: Needs,
  origin: Origin,
  { documentId, ...request }: ConsentRequest & { documentId: string },
): Promise<void> {
  await changeDocument<HeldSession | null>(
    ports,
    origin,
    documentId,
    (document, { beside: session }) => {
      const now = ports.clock.now()
      refuseDeadSession(session, now)
      return decideConsent(document, request, now)
    },
    (tx) => tx.sessions.lock(request.sessionId),
  )
}
