import { removeAttachment as decideRemoval } from '#domain/attachment.ts'
import type { Document } from '#domain/document.ts'
import type { Team } from '#domain/team.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Takes the request for a file out of a draft. */
export async function removeAttachment(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; attachmentId: string; team: Team },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, (document) =>
    decideRemoval(document, request.team, request.attachmentId, ports.clock.now()),
  )
}
