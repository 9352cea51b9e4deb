import { type ConsentRequest, giveConsent as decideConsent } from '#domain/consent.ts'
import { type PagesShown, pagesAtConsent } from '#domain/pages-shown.ts'
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
  {
    documentId,
    shown,
    ...request
  }: ConsentRequest & {
    documentId: string
    /** Pages on the screen since the last report; null where the browser cannot tell. */
    shown: PagesShown | null
  },
): Promise<void> {
  await changeDocument<HeldSession | null>(
    ports,
    origin,
    documentId,
    (document, { beside: held }) => {
      const now = ports.clock.now()
      refuseDeadSession(held, now)
      const decision = decideConsent(document, request, now)
      if (decision.refusal !== undefined || held === null) return decision
      const { session, pageReports: reports } = held
      const reader = { ...request, sessionCreatedAt: session.createdAt, reports }
      return { ...decision, events: [...pagesAtConsent(document, shown, reader, now), ...decision.events] }
    },
    (tx) => tx.sessions.lock(request.sessionId),
  )
}
