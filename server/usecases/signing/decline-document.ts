import { declineDocument as decideDecline } from '#domain/decline.ts'
import { changeDocument } from '../change-document.ts'
import type { HeldSession, Origin, Ports } from '../ports.ts'
import { refuseDeadSession } from './refuse-ended.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** The recipient says no, with or without a reason. */
export async function declineDocument(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; participantId: string; sessionId: string; reason: string },
): Promise<void> {
  const { participantId, sessionId, reason } = request
  await changeDocument<HeldSession | null>(
    ports,
    origin,
    request.documentId,
    (document, { beside: session }) => {
      const now = ports.clock.now()
      refuseDeadSession(session, now)
      return decideDecline(document, participantId, sessionId, reason, now)
    },
    (tx) => tx.sessions.lock(sessionId),
  )
}
