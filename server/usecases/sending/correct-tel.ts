import type { Document } from '#domain/document.ts'
import { correctTel as decideCorrection } from '#domain/participant.ts'
import { endedEvent } from '#domain/signing-url.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Corrects a wrong number until the code is right. Older URLs end: whoever holds them may hold the wrong phone. */
export async function correctTel(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; participantId: string; tel: string },
): Promise<Document> {
  const { participantId, tel } = request
  return changeDocument(ports, origin, request.documentId, async (document, { tx }) => {
    const now = ports.clock.now()
    const decision = decideCorrection(document, participantId, tel, now)
    if (decision.refusal) return decision
    const urls = await tx.signingUrls.aliveOf(participantId)
    tx.signingUrls.queueEnd(
      urls.map((url) => url.id),
      now,
    )
    const ended = urls.map((url) => endedEvent(url, 'tel_corrected', now))
    return { ...decision, events: [...decision.events, ...ended] }
  })
}
