import type { Document } from '#domain/document.ts'
import { joinPrevious } from '#domain/recipient-group.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random'>

/** A recipient of a draft is asked at the same time as the one before, or after them. */
export async function joinRecipients(
  ports: Needs,
  origin: Origin,
  { documentId, ...change }: { documentId: string; participantId: string; joins: boolean },
): Promise<Document> {
  const groupId = ports.random.id()
  return changeDocument(ports, origin, documentId, (document) =>
    joinPrevious(document, { ...change, groupId }, ports.clock.now()),
  )
}
