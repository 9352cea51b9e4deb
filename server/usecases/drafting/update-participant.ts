import type { Document } from '#domain/document.ts'
import { sightOfPerson, unlessChanged } from '#domain/draft-sight.ts'
import { updateParticipant as decideChange, type ParticipantFields } from '#domain/participant.ts'
import type { Team } from '#domain/team.ts'
import { bringingOf } from '../bringing.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

type Request = {
  documentId: string
  participantId: string
  team: Team
  fields: Partial<ParticipantFields>
  /** What the page of the console showed of them. */
  seen?: string
}

/** Changes a recipient of a draft. A wrong number of a sent document is another verb: `sending/correct-tel.ts`. */
export async function updateParticipant(ports: Needs, origin: Origin, request: Request): Promise<Document> {
  const { participantId, team, fields, seen = null } = request
  const sight = (document: Document) => sightOfPerson(document, participantId)
  return changeDocument(ports, origin, request.documentId, (document) =>
    unlessChanged(document, sight, seen, () =>
      decideChange(document, team, participantId, fields, ports.clock.now(), bringingOf(origin)),
    ),
  )
}
