import {
  attachmentFields,
  getAttachedFileCall,
  newAttachmentFields,
  removeAttachmentCall,
  requestAttachmentCall,
  updateAttachmentCall,
} from '#contract/web-api/attachments.ts'
import { documentOnWire } from '#contract/web-api/document-on-wire.ts'
import type { AttachedFile, Attachment } from '#domain/attachment.ts'
import { documentCan } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { removeAttachment } from '#server/usecases/drafting/remove-attachment.ts'
import { requestAttachment } from '#server/usecases/drafting/request-attachment.ts'
import { updateAttachment } from '#server/usecases/drafting/update-attachment.ts'
import { Refused } from '#server/usecases/refused.ts'
import { sendAttachedFile } from '../send-attached-file.ts'
import { bindDocument } from './bind.ts'
import type { Api, DocumentCall } from './call.ts'
import { type Check, isDraft, ownsDocument } from './checks.ts'
import { formOf, read } from './request-form.ts'

/** Files that recipients are asked for: ask, change, take back, and fetch what they uploaded. */
export function mountAttachmentRoutes(api: Api): void {
  const { options } = api
  const https = options.publicUrl.startsWith('https:')

  bindDocument(api, requestAttachmentCall, [ownsDocument, uploadsAreOn, isDraft], async (call) => {
    const given = read(await formOf(call.request), requestAttachmentCall.form)
    const next = await requestAttachment(call.ports, call.origin, {
      documentId: call.document.id,
      participantId: given.participant_id,
      team: call.caller.team,
      fields: newAttachmentFields(given),
    })
    return documentOnWire(next, 'own')
  })

  const ofAttachment = [ownsDocument, uploadsAreOn, attachmentExists, isDraft]

  bindDocument(api, updateAttachmentCall, ofAttachment, async (call) => {
    const given = read(await formOf(call.request), updateAttachmentCall.form)
    const change = { ...placeOf(call), fields: attachmentFields(given) }
    return documentOnWire(await updateAttachment(call.ports, call.origin, change), 'own')
  })

  bindDocument(api, removeAttachmentCall, ofAttachment, async (call) =>
    documentOnWire(await removeAttachment(call.ports, call.origin, placeOf(call)), 'own'),
  )

  bindDocument(api, getAttachedFileCall, [attachmentExists, attachedFileIsAvailable], async (call) =>
    sendAttachedFile({ storage: call.ports.storage, https }, call.reply, attachedFileOf(call)),
  )
}

/** The team asks its recipients for files. */
const uploadsAreOn: Check = ({ caller }) => {
  if (!caller.team.recipientUploads) throw new Refused(refusal('uploads_not_allowed'))
}

const attachmentExists: Check = (call) => {
  attachmentOf(call)
}

const attachedFileIsAvailable: Check = (call) => {
  const { status } = attachedFileOf(call)
  if (!documentCan.fetchAttachedFile(call.document) || status !== 'valid')
    throw new Refused(refusal('attached_file_not_available'))
}

function placeOf(call: DocumentCall) {
  return { documentId: call.document.id, attachmentId: attachmentOf(call).id, team: call.caller.team }
}

/** The attachment that the path names. */
function attachmentOf({ document, params }: DocumentCall): Attachment {
  const { attachment } = document
  if (attachment === null || attachment.id !== params.attachment_id)
    throw new Refused(refusal('attachment_not_found'))
  return attachment
}

/** The upload that the path names, of the attachment that the path names. */
function attachedFileOf(call: DocumentCall): AttachedFile {
  const file = attachmentOf(call).files.find((each) => each.id === call.params.attached_file_id)
  if (file === undefined) throw new Refused(refusal('attached_file_not_found'))
  return file
}
