import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan, recipientsOf } from './document.ts'
import type { AttachedFile, Attachment } from './document-parts.ts'
import { refusal } from './refusal.ts'
import type { Team } from './team.ts'
import { keptFields } from './text-rules.ts'

export type { AttachedFile, Attachment } from './document-parts.ts'

/** What the sender may say of a request; who is asked never changes. */
export type AttachmentFields = { description: string; required: boolean }

export const attachmentLimits = { description: 200 }

/** Asks one recipient of a draft for a file (CloudSign Web API 0.31, `POST /documents/{documentID}/attachments`). */
export function requestAttachment(
  document: Document,
  team: Pick<Team, 'recipientUploads'>,
  ids: { id: string; participantId: string },
  fields: AttachmentFields,
  now: Date,
): Decision<Document> {
  if (!team.recipientUploads) return refused(document, refusal('uploads_not_allowed'))
  if (!documentCan.edit(document)) return refused(document, refusal('not_a_draft'))
  if (!recipientsOf(document).some((each) => each.id === ids.participantId)) {
    return refused(document, refusal('field_malformed', 'participant_id', { expected: 'a recipient' }))
  }
  if (document.attachment !== null) return refused(document, refusal('attachment_exists', 'participant_id'))
  const tidy = keptFields(fields, { description: { lines: true } })
  if ('refusal' in tidy) return refused(document, tidy.refusal)
  return accepted(
    { ...document, attachment: { ...ids, ...tidy.fields, files: [] }, updatedAt: now },
    {
      type: 'attachment.requested',
      at: now,
      documentId: document.id,
      attachmentId: ids.id,
      participantId: ids.participantId,
      required: fields.required,
    },
  )
}

/** Changes what is asked for, while the document is a draft. */
export function updateAttachment(
  document: Document,
  team: Pick<Team, 'recipientUploads'>,
  attachmentId: string,
  fields: Partial<AttachmentFields>,
  now: Date,
): Decision<Document> {
  const { attachment } = document
  if (!team.recipientUploads) return refused(document, refusal('uploads_not_allowed'))
  if (attachment?.id !== attachmentId) return refused(document, refusal('attachment_not_found'))
  if (!documentCan.edit(document)) return refused(document, refusal('not_a_draft'))
  const tidy = keptFields(fields, { description: { lines: true } })
  if ('refusal' in tidy) return refused(document, tidy.refusal)
  return accepted(
    { ...document, attachment: { ...attachment, ...tidy.fields }, updatedAt: now },
    {
      type: 'attachment.changed',
      at: now,
      documentId: document.id,
      attachmentId,
      participantId: attachment.participantId,
      fields: Object.keys(fields),
    },
  )
}

/** Takes the request out of a draft. */
export function removeAttachment(
  document: Document,
  team: Pick<Team, 'recipientUploads'>,
  attachmentId: string,
  now: Date,
): Decision<Document> {
  const { attachment } = document
  if (!team.recipientUploads) return refused(document, refusal('uploads_not_allowed'))
  if (attachment?.id !== attachmentId) return refused(document, refusal('attachment_not_found'))
  if (!documentCan.edit(document)) return refused(document, refusal('not_a_draft'))
  return accepted(
    { ...document, attachment: null, updatedAt: now },
    {
      type: 'attachment.removed',
      at: now,
      documentId: document.id,
      attachmentId,
      participantId: attachment.participantId,
    },
  )
}

/** The request to this participant; null when they are asked for nothing. */
export function attachmentAskedOf(
  document: Pick<Document, 'attachment'>,
  participantId: string,
): Attachment | null {
  return document.attachment?.participantId === participantId ? document.attachment : null
}

/** What was uploaded and not deleted, oldest first. */
export function livingFiles(attachment: Attachment | null): AttachedFile[] {
  return attachment?.files.filter((each) => each.status === 'valid') ?? []
}

/** The request that this participant must still answer with a file before they can consent; null when none. */
export function missingUpload(
  document: Pick<Document, 'attachment'>,
  participantId: string,
): Attachment | null {
  const asked = attachmentAskedOf(document, participantId)
  return asked?.required === true && livingFiles(asked).length === 0 ? asked : null
}

/** What a form carries from the page to the consent: which uploads the recipient saw as theirs. */
export function uploadsShown(document: Pick<Document, 'attachment'>, participantId: string): string {
  return livingFiles(attachmentAskedOf(document, participantId))
    .map((each) => each.id)
    .join(' ')
}
