import { type Document, type DocumentFields, updateDocument } from '#domain/document.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Changes title, note, message and switches of a draft. */
export async function updateDraft(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; fields: Partial<DocumentFields> },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, async (document, tx) =>
    updateDocument(document, await tx.teams.get(document.teamId), request.fields, ports.clock.now()),
  )
}
