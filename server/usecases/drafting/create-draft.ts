import { createDocument, type Document, type DocumentFields } from '#domain/document.ts'
import type { Member } from '#domain/member.ts'
import { senderParticipant } from '#domain/participant.ts'
import type { Team } from '#domain/team.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random'>

/** Begins a draft with this member as its sender. `test`: a test client asks. */
export async function createDraft(
  ports: Needs,
  origin: Origin,
  request: { member: Member; team: Team; test: boolean; fields: Partial<DocumentFields> },
): Promise<Document> {
  const { member, team, test, fields } = request
  const ids = { id: ports.random.id(), teamId: member.teamId, senderId: member.id, test }
  const sender = senderParticipant(ports.random.id(), member)
  const decision = await ports.database.transaction(origin, async (tx) => {
    const decided = createDocument(ids, sender, team, fields, ports.clock.now())
    if (decided.refusal === undefined) tx.documents.queueInsert(decided.next)
    tx.record(decided.events)
    return decided
  })
  if (decision.refusal) throw new Refused(decision.refusal)
  return decision.next
}
