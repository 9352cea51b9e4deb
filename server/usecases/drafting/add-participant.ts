import { accepted } from '#domain/decision.ts'
import type { Document } from '#domain/document.ts'
import { addParticipant as decideParticipant, type ParticipantFields } from '#domain/participant.ts'
import type { Team } from '#domain/team.ts'
import { bringingOf } from '../bringing.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random'>

/** Adds a recipient at the end of the order. `id`: of the form that asks; sent twice it is one recipient. */
export async function addParticipant(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; team: Team; fields: ParticipantFields; id?: string },
): Promise<Document> {
  const { team, fields, id = ports.random.id() } = request
  return changeDocument(ports, origin, request.documentId, (document) => {
    if (document.participants.some((each) => each.id === id)) return accepted(document)
    return decideParticipant(document, team, id, fields, ports.clock.now(), bringingOf(origin))
  })
}
