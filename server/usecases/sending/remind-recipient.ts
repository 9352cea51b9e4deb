import type { Document } from '#domain/document.ts'
import { remindDocument } from '#domain/sending.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Reminds the recipient in charge and starts another ten days. */
export async function remindRecipient(
  ports: Needs,
  origin: Origin,
  request: { documentId: string },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, (document) =>
    remindDocument(document, ports.clock.now()),
  )
}
