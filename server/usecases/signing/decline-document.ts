import { declineDocument as decideDecline } from '#domain/decline.ts'
import type { Origin, Ports } from '../ports.ts'
import { changeInSession } from './change-in-session.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** The recipient says no, with or without a reason. */
export async function declineDocument(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; participantId: string; sessionId: string; reason: string },
): Promise<void> {
  const { participantId, sessionId, reason } = request
  await changeInSession(ports, origin, request, (document, { now }) =>
    decideDecline(document, participantId, sessionId, reason, now),
  )
}
