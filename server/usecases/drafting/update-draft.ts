import { type Document, type DocumentFields, updateDocument } from '#domain/document.ts'
import { sightOfTexts, unlessChanged } from '#domain/draft-sight.ts'
import type { Team } from '#domain/team.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Changes title, note, message and switches of a draft. `seen`: what the page of the console showed of them. */
export async function updateDraft(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; team: Team; fields: Partial<DocumentFields>; seen?: string },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, (document) =>
    unlessChanged(document, sightOfTexts, request.seen ?? null, () =>
      updateDocument(document, request.team, request.fields, ports.clock.now()),
    ),
  )
}
