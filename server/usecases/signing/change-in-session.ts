import type { Decision } from '#domain/decision.ts'
import type { Document } from '#domain/document.ts'
import { changeDocument } from '../change-document.ts'
import type { HeldSession, Origin, Ports, Transaction } from '../ports.ts'
import { refuseDeadSession } from './refuse-ended.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** What a recipient's change has in hand: their session, held, the instant, and the transaction. */
type InSession = { tx: Transaction; session: HeldSession; now: Date }

/**
 * How a recipient who came through code or link changes the document: their session is held behind its lock, and must still be
 * alive at the instant of the change.
 */
export function changeInSession(
  ports: Needs,
  origin: Origin,
  { documentId, sessionId }: { documentId: string; sessionId: string },
  decide: (document: Document, held: InSession) => Decision<Document> | Promise<Decision<Document>>,
): Promise<Document> {
  return changeDocument<HeldSession | null>(
    ports,
    origin,
    documentId,
    (document, { tx, beside: session }) => {
      const now = ports.clock.now()
      refuseDeadSession(session, now)
      return decide(document, { tx, session, now })
    },
    (tx) => tx.sessions.lock(sessionId),
  )
}
