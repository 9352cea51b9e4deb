import { addAttachedFile as decideFile, type NewAttachedFile } from '#domain/attached-file.ts'
import { changeDocument } from '../change-document.ts'
import type { HeldSession, Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { discardAttachedFile } from './receive-attached-file.ts'
import { refuseDeadSession } from './refuse-ended.ts'

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
    const next = await changeDocument<HeldSession | null>(
      ports,
      origin,
      documentId,
      (document, { beside: session }) => {
        const now = ports.clock.now()
        refuseDeadSession(session, now)
        return decideFile(document, participantId, file, now)
      },
      (tx) => tx.sessions.lock(sessionId),
    )
    const kept = next.attachment?.files.some((each) => each.id === file.id) ?? false
    if (!kept) await discardAttachedFile(ports, file)
  } catch (error) {
    if (error instanceof Refused) await discardAttachedFile(ports, file)
    throw error
  }
}
