import { type AttachedFile, type Attachment, attachmentAskedOf, livingFiles } from './attachment.ts'
import { actor } from './consent.ts'
import { accepted, type Decision, refused } from './decision.ts'
import type { Document } from './document.ts'
import { refusal } from './refusal.ts'

/** How much one recipient may upload. `entries` counts deleted files too, so that the list cannot grow for ever. */
export const attachedFileLimits = { bytes: 20 * 1024 * 1024, living: 10, entries: 100 }

/** A file that lies in storage, as the recipient's upload. */
export type NewAttachedFile = Omit<AttachedFile, 'status' | 'uploadedAt'>

/**
 * The recipient in charge answers the request with a file. The same file twice (a button pressed twice, two tabs) is
 * one: the document then stays as it is, and the verb takes the second upload back.
 */
export function addAttachedFile(
  document: Document,
  participantId: string,
  file: NewAttachedFile,
  now: Date,
): Decision<Document> {
  const participant = actor(document, participantId)
  if ('code' in participant) return refused(document, participant)
  const asked = attachmentAskedOf(document, participantId)
  if (asked === null) return refused(document, refusal('attachment_not_found'))
  const living = livingFiles(asked)
  if (living.some((each) => each.sha256 === file.sha256 && each.name === file.name)) return accepted(document)
  if (!hasRoom(asked)) {
    const detail = { problem: 'too_many', limit: attachedFileLimits.living }
    return refused(document, refusal('attached_file_refused', 'attached_file', detail))
  }
  const files: AttachedFile[] = [...asked.files, { ...file, status: 'valid', uploadedAt: now }]
  return accepted(
    { ...document, attachment: { ...asked, files } },
    {
      type: 'attached_file.added',
      at: now,
      documentId: document.id,
      participantId,
      attachmentId: asked.id,
      attachedFileId: file.id,
      sha256: file.sha256,
      bytes: file.bytes,
    },
  )
}

/** Another file may come. */
export function hasRoom(attachment: Attachment): boolean {
  return (
    livingFiles(attachment).length < attachedFileLimits.living &&
    attachment.files.length < attachedFileLimits.entries
  )
}

/** Until consent the recipient may take an upload back. It stays listed; its bytes go (the verb removes them). */
export function deleteAttachedFile(
  document: Document,
  participantId: string,
  attachedFileId: string,
  now: Date,
): Decision<Document> {
  const participant = actor(document, participantId)
  if ('code' in participant) return refused(document, participant)
  const asked = attachmentAskedOf(document, participantId)
  const file = asked?.files.find((each) => each.id === attachedFileId)
  if (asked === null || file === undefined) return refused(document, refusal('attached_file_not_found'))
  // Pressed twice, or on the other device: it is deleted, as was wanted.
  if (file.status === 'deleted') return accepted(document)
  const files = asked.files.map((each) =>
    each.id === attachedFileId ? { ...each, status: 'deleted' as const } : each,
  )
  return accepted(
    { ...document, attachment: { ...asked, files } },
    {
      type: 'attached_file.deleted',
      at: now,
      documentId: document.id,
      participantId,
      attachmentId: asked.id,
      attachedFileId,
    },
  )
}
