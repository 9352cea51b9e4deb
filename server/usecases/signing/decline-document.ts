import { declineDocument as decideDecline } from '#domain/decline.ts'
import { refusal } from '#domain/refusal.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** The recipient says no, with or without a reason. */
export async function declineDocument(
  { database, clock }: Needs,
  origin: Origin,
  request: { documentId: string; participantId: string; sessionId: string; reason: string },
): Promise<void> {
  const decision = await database.transaction(origin, async (tx) => {
    const document = await tx.documents.lock(request.documentId)
    if (document === null) throw new Refused(refusal('document_not_found'))
    const { participantId, sessionId, reason } = request
    const decision = decideDecline(document, participantId, sessionId, reason, clock.now())
    await tx.documents.save(decision.next)
    await tx.record(decision.facts)
    return decision
  })
  if (decision.refusal !== undefined) throw new Refused(decision.refusal)
}
