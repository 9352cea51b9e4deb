import type { Document } from '#domain/document.ts'
import { removeParticipant as decideRemoval } from '#domain/participant.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Takes a recipient and their widgets out of a draft. */
export async function removeParticipant(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; participantId: string },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, (document) =>
    decideRemoval(document, request.participantId, ports.clock.now()),
  )
}
