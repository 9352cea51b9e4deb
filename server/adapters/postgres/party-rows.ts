import type { AttachedFile, Attachment } from '#domain/attachment.ts'
import type { Reportee } from '#domain/reportee.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { open, seal } from './sealed-text.ts'

/** Those beside the recipients, as they lie in the document's row. */
export type ReporteeRow = { id: string; email_sealed: string; name: string; organization: string }
type AttachedFileRow = {
  id: string
  name: string
  status: AttachedFile['status']
  media_type: string
  sha256: string
  bytes: number
  storage_key: string
  uploaded_at: string
}
export type AttachmentRow = {
  id: string
  participant_id: string
  description: string
  required: boolean
  files: AttachedFileRow[]
}

export function reporteeOfRow(
  { id, email_sealed, name, organization }: ReporteeRow,
  secrets: Secrets,
): Reportee {
  return { id, email: open(email_sealed, secrets), name, organization }
}

export function rowOfReportee({ id, email, name, organization }: Reportee, secrets: Secrets): ReporteeRow {
  return { id, email_sealed: seal(email, secrets), name, organization }
}

export function attachmentOfRow(row: AttachmentRow): Attachment {
  return {
    id: row.id,
    participantId: row.participant_id,
    description: row.description,
    required: row.required,
    files: row.files.map((each) => ({
      id: each.id,
      name: each.name,
      status: each.status,
      mediaType: each.media_type,
      sha256: each.sha256,
      bytes: each.bytes,
      storageKey: each.storage_key,
      uploadedAt: new Date(each.uploaded_at),
    })),
  }
}

export function rowOfAttachment(attachment: Attachment): AttachmentRow {
  return {
    id: attachment.id,
    participant_id: attachment.participantId,
    description: attachment.description,
    required: attachment.required,
    files: attachment.files.map((each) => ({
      id: each.id,
      name: each.name,
      status: each.status,
      media_type: each.mediaType,
      sha256: each.sha256,
      bytes: each.bytes,
      storage_key: each.storageKey,
      uploaded_at: each.uploadedAt.toISOString(),
    })),
  }
}
