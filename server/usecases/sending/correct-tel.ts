import type { Document } from '#domain/document.ts'
import { correctTel as decideCorrection } from '#domain/participant.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'
import { endUrlsOf } from './end-urls.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Corrects a wrong number until the code is right. Older URLs end. */
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
    return { ...decision, events: [...decision.events, ...(await endUrlsOf(tx, participantId, now))] }
  })
}
