import type { Document } from '#domain/document.ts'
import { addParticipant as decideParticipant, type ParticipantFields } from '#domain/participant.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random'>

/** Adds a recipient at the end of the order. */
export async function addParticipant(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; fields: ParticipantFields },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, async (document, tx) => {
    const team = await tx.teams.get(document.teamId)
    return decideParticipant(document, team, ports.random.id(), request.fields, ports.clock.now())
  })
}
