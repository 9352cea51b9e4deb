import { deleteAttachedFile as decideDeletion } from '#domain/attached-file.ts'
import { changeDocument } from '../change-document.ts'
import type { HeldSession, Origin, Ports } from '../ports.ts'
import { refuseDeadSession } from './refuse-ended.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'storage'>

/** The recipient takes an upload back: it stays listed as deleted, and its bytes go after the commit. */
export async function deleteAttachedFile(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; participantId: string; sessionId: string; attachedFileId: string },
): Promise<void> {
  const { documentId, participantId, sessionId, attachedFileId } = request
  const next = await changeDocument<HeldSession | null>(
    ports,
    origin,
    documentId,
    (document, { beside: session }) => {
      const now = ports.clock.now()
      refuseDeadSession(session, now)
      return decideDeletion(document, participantId, attachedFileId, now)
    },
    (tx) => tx.sessions.lock(sessionId),
  )
  const deleted = next.attachment?.files.find((each) => each.id === attachedFileId)
  if (deleted !== undefined) await ports.storage.remove(deleted.storageKey)
}
