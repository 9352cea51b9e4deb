import { addAttachedFile as decideFile, type NewAttachedFile } from '#domain/attached-file.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { changeInSession } from './change-in-session.ts'
import { discardAttachedFile } from './receive-attached-file.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'storage'>

/**
 * Records a stored upload as the recipient's answer to the request. Its bytes are taken back on a clear no, and when
 * the document had this very file already; when the answer to a commit was lost, the document may have it, and needs
 * its bytes.
 */
export async function addAttachedFile(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; participantId: string; sessionId: string; file: NewAttachedFile },
): Promise<void> {
  const { documentId, participantId, sessionId, file } = request
  try {
    const next = await changeInSession(ports, origin, { documentId, sessionId }, (document, { now }) =>
      decideFile(document, participantId, file, now),
    )
    const kept = next.attachment?.files.some((each) => each.id === file.id) ?? false
    if (!kept) await discardAttachedFile(ports, file)
  } catch (error) {
    if (error instanceof Refused) await discardAttachedFile(ports, file)
    throw error
  }
}
