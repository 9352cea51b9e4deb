import type { Document } from '#domain/document.ts'
import { remindDocument } from '#domain/sending.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Reminds the recipients whose turn it is, or one of them, and starts another ten days for each. */
export async function remindRecipient(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; participantId?: string },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, (document) =>
    remindDocument(document, ports.clock.now(), request.participantId),
  )
}
