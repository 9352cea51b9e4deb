import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { unlock } from '#domain/sms-code.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Frees a recipient whom wrong codes locked, and gives them all their tries again. */
export async function unlockParticipant(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; participantId: string },
): Promise<Document> {
  const { document, decision } = await ports.database.transaction(origin, async (tx) => {
    const document = await tx.documents.lock(request.documentId)
    const isTheirs = document?.participants.some((each) => each.id === request.participantId)
    if (document === null || !isTheirs) throw new Refused(refusal('participant_not_found'))
    const counter = await tx.smsCodes.lock(request.participantId)
    const decision = unlock(counter, ports.clock.now())
    if (decision.next !== counter) tx.smsCodes.queueSave(decision.next)
    tx.record(decision.events)
    return { document, decision }
  })
  if (decision.refusal) throw new Refused(decision.refusal)
  return document
}
