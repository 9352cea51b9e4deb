import type { Document } from '#domain/document.ts'
import { refuseTelRequest as decideRefusal } from '#domain/tel-request.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** The registered number stays; the recipient's page says so, and their URL goes on working. */
export async function refuseTelRequest(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; participantId: string; requestId: string },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, (document) =>
    decideRefusal(document, request, ports.clock.now()),
  )
}
