import { cancelDocument as decideCancellation } from '#domain/decline.ts'
import type { Document } from '#domain/document.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** The sender takes an awaiting document back. */
export async function cancelDocument(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; comment: string },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, (document) =>
    decideCancellation(document, request.comment, ports.clock.now()),
  )
}
