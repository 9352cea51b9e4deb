import { type AttachmentFields, updateAttachment as decideChange } from '#domain/attachment.ts'
import type { Document } from '#domain/document.ts'
import { sightOfAttachment, unlessChanged } from '#domain/draft-sight.ts'
import type { Team } from '#domain/team.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Changes what a recipient of a draft is asked for. `seen`: what the page of the console showed of it. */
export async function updateAttachment(
  ports: Needs,
  origin: Origin,
  request: {
    documentId: string
    attachmentId: string
    team: Team
    fields: Partial<AttachmentFields>
    seen?: string
  },
): Promise<Document> {
  const { attachmentId, team, fields, seen = null } = request
  return changeDocument(ports, origin, request.documentId, (document) =>
    unlessChanged(document, sightOfAttachment, seen, () =>
      decideChange(document, team, attachmentId, fields, ports.clock.now()),
    ),
  )
}
