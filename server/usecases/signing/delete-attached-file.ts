import { deleteAttachedFile as decideDeletion } from '#domain/attached-file.ts'
import type { Origin, Ports } from '../ports.ts'
import { changeInSession } from './change-in-session.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'storage'>

/** The recipient takes an upload back: it stays listed as deleted, and its bytes go after the commit. */
export async function deleteAttachedFile(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; participantId: string; sessionId: string; attachedFileId: string },
): Promise<void> {
  const { documentId, participantId, sessionId, attachedFileId } = request
  const next = await changeInSession(ports, origin, { documentId, sessionId }, (document, { now }) =>
    decideDeletion(document, participantId, attachedFileId, now),
  )
  const deleted = next.attachment?.files.find((each) => each.id === attachedFileId)
  if (deleted !== undefined) await ports.storage.remove(deleted.storageKey)
}
