import type { Document } from '#domain/document.ts'
import { updateParticipant as decideChange, type ParticipantFields } from '#domain/participant.ts'
import type { Team } from '#domain/team.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Changes a recipient of a draft. A wrong number of a sent document is another verb: `sending/correct-tel.ts`. */
export async function updateParticipant(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; participantId: string; team: Team; fields: Partial<ParticipantFields> },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, (document) =>
    decideChange(document, request.team, request.participantId, request.fields, ports.clock.now()),
  )
}
