import type { Document } from '#domain/document.ts'
import { sendDocument } from '#domain/sending.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'sealer' | 'mail'>

/** Freezes a draft and gives the first recipient their turn. */
export async function sendDraft(
  ports: Needs,
  origin: Origin,
  request: { documentId: string },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, async (document, { tx }) => {
    const { reminderPlan: reminders } = await tx.teams.get(document.teamId)
    const means = { certificateEnds: ports.sealer.validUntil, mail: ports.mail !== null, reminders }
    return sendDocument(document, means, ports.clock.now())
  })
}
