import type { Document } from '#domain/document.ts'
import { approveTelRequest as decideApproval } from '#domain/tel-request.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'
import { endUrlsOf } from './end-urls.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** The number that was asked for becomes the registered one. Older URLs end, as at every correction. */
export async function approveTelRequest(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; participantId: string; requestId: string; identityConfirmed: boolean },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, async (document, { tx }) => {
    const now = ports.clock.now()
    const decision = decideApproval(document, request, now)
    if (decision.refusal) return decision
    const ended = await endUrlsOf(tx, request.participantId, now)
    return { ...decision, events: [...decision.events, ...ended] }
  })
}
