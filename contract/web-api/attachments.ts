import { type AttachmentFields, attachmentLimits } from '#domain/attachment.ts'
import { documentAnswer } from './document-on-wire.ts'
import { boolean, filledText, type Given, said, text } from './forms.ts'
import { operation } from './operation.ts'

const path = '/documents/:document_id/attachments'

const changesForm = { description: text(attachmentLimits.description), required: boolean() }
const attachmentForm = { participant_id: filledText(64), ...changesForm }

/** What the caller said of a request for a file, in our words. */
export function attachmentFields(given: Given<typeof changesForm>): Partial<AttachmentFields> {
  return said({ description: given.description, required: given.required })
}

/** A new request, with the defaults of what was not given: a file is required. */
export function newAttachmentFields(given: Given<typeof changesForm>): AttachmentFields {
  return { description: '', required: true, ...attachmentFields(given) }
}

export const requestAttachmentCall = operation({
  name: 'requestAttachment',
  summary: { ja: '宛先に添付ファイルを依頼する', en: 'Ask a recipient for a file' },
  method: 'POST',
  path,
  request: 'form',
  form: attachmentForm,
  answer: documentAnswer,
})

export const updateAttachmentCall = operation({
  name: 'updateAttachment',
  summary: { ja: '添付ファイルの依頼を変える', en: 'Change the request for a file' },
  method: 'PUT',
  path: `${path}/:attachment_id`,
  request: 'form',
  form: changesForm,
  answer: documentAnswer,
})

export const removeAttachmentCall = operation({
  name: 'removeAttachment',
  summary: { ja: '添付ファイルの依頼を削除する', en: 'Remove the request for a file' },
  method: 'DELETE',
  path: `${path}/:attachment_id`,
  request: 'none',
  form: {},
  answer: documentAnswer,
})

export const getAttachedFileCall = operation({
  name: 'getAttachedFile',
  summary: { ja: '宛先が添付したファイルを取得する', en: 'Fetch a file that the recipient attached' },
  method: 'GET',
  path: `${path}/:attachment_id/attached_files/:attached_file_id`,
  request: 'none',
  form: {},
  answer: 'file',
})
