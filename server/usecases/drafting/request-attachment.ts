import { type AttachmentFields, requestAttachment as decideRequest } from '#domain/attachment.ts'
import type { Document } from '#domain/document.ts'
import type { Team } from '#domain/team.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random'>

/** Asks one recipient of a draft for a file. */
export async function requestAttachment(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; participantId: string; team: Team; fields: AttachmentFields },
): Promise<Document> {
  const { participantId, team, fields } = request
  return changeDocument(ports, origin, request.documentId, (document) =>
    decideRequest(document, team, { id: ports.random.id(), participantId }, fields, ports.clock.now()),
  )
}
