import type { Document } from '#domain/document.ts'
import { sendDocument } from '#domain/sending.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'sealer' | 'mail'>

/** Freezes a draft and gives the first recipient their turn. */
export async function sendDraft(
  ports: Needs,
  origin: Origin,
  request: { documentId: string },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, (document) =>
    sendDocument(
      document,
      { certificateEnds: ports.sealer.validUntil, mail: ports.mail !== null },
      ports.clock.now(),
    ),
  )
}
