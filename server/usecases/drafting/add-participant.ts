import type { Document } from '#domain/document.ts'
import { addParticipant as decideParticipant, type ParticipantFields } from '#domain/participant.ts'
import type { Team } from '#domain/team.ts'
import { bringingOf } from '../bringing.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random'>

/** Adds a recipient at the end of the order. */
export async function addParticipant(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; team: Team; fields: ParticipantFields },
): Promise<Document> {
  const { team, fields } = request
  return changeDocument(ports, origin, request.documentId, (document) =>
    decideParticipant(document, team, ports.random.id(), fields, ports.clock.now(), bringingOf(origin)),
  )
}
