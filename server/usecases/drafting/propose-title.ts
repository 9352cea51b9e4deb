import { accepted } from '#domain/decision.ts'
import { type Document, updateDocument } from '#domain/document.ts'
import type { Team } from '#domain/team.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Gives a draft a title that nobody typed. One that was typed stays, also if it was typed while the file was on its way. */
export async function proposeTitle(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; team: Team; title: string },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, (document) => {
    if (document.title !== '') return accepted(document)
    return updateDocument(document, request.team, { title: request.title }, ports.clock.now())
  })
}
