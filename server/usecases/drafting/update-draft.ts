import { type Document, type DocumentFields, updateDocument } from '#domain/document.ts'
import type { Team } from '#domain/team.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Changes title, note, message and switches of a draft. */
export async function updateDraft(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; team: Team; fields: Partial<DocumentFields> },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, (document) =>
    updateDocument(document, request.team, request.fields, ports.clock.now()),
  )
}
