import { type Static, Type } from 'typebox'
import { type AttachedFile, type Attachment, attachmentLimits } from '#domain/attachment.ts'
import { codeOf } from './codes.ts'

const statusCode = { valid: 1, deleted: 2 } satisfies Record<AttachedFile['status'], number>

export const attachmentAnswer = Type.Object({
  id: Type.String(),
  participant_id: Type.String(),
  description: Type.String({ maxLength: attachmentLimits.description }),
  required: Type.Boolean(),
  attached_files: Type.Array(
    Type.Object({ id: Type.String(), name: Type.String({ maxLength: 69 }), status: codeOf(statusCode) }),
  ),
})

export type AttachmentOnWire = Static<typeof attachmentAnswer>

export function attachmentOnWire(attachment: Attachment): AttachmentOnWire {
  const { id, participantId, description, required, files } = attachment
  return {
    id,
    participant_id: participantId,
    description,
    required,
    attached_files: files.map((each) => ({ id: each.id, name: each.name, status: statusCode[each.status] })),
  }
}
