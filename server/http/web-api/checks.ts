import { type Document, documentCan, recipientsOf, senderOf } from '#domain/document.ts'
import type { File } from '#domain/file.ts'
import type { Participant } from '#domain/participant.ts'
import { type RefusalCode, refusal } from '#domain/refusal.ts'
import type { Widget } from '#domain/widget.ts'
import { Refused } from '#server/usecases/refused.ts'
import type { DocumentCall } from './call.ts'

/** One named check of a call; throws when the answer is no. */
export type Check = (call: DocumentCall) => void

function refuse(code: RefusalCode): never {
  throw new Refused(refusal(code))
}

/** Write, send and cancel: the sender. */
export const ownsDocument: Check = ({ right }) => {
  if (right !== 'own') refuse('not_your_document')
}

export const fileExists: Check = (call) => {
  fileOf(call)
}

export const participantExists: Check = ({ document, params }) => {
  if (!document.participants.some((each) => each.id === params.participant_id))
    refuse('participant_not_found')
}

export const widgetExists: Check = (call) => {
  widgetOf(call)
}

export const isNotTheSender: Check = ({ document, params }) => {
  if (senderOf(document).id === params.participant_id) refuse('sender_is_no_recipient')
}

export const isDraft: Check = ({ document }) => {
  if (!documentCan.edit(document)) refuse('not_a_draft')
}

/** What a `tel` correction still allows. */
export const isDraftOrAwaiting: Check = ({ document }) => {
  if (!documentCan.edit(document) && !documentCan.remind(document)) refuse('not_a_draft')
}

export const isDeletable: Check = ({ document }) => {
  if (!documentCan.delete(document)) refuse('not_deletable')
}

export const isCancellable: Check = ({ document }) => {
  if (!documentCan.cancel(document)) refuse('not_cancellable')
}

export const isConcluded: Check = ({ document }) => {
  if (!documentCan.fetchCertificate(document)) refuse('not_concluded')
}

/** The file that the path names. */
export function fileOf({ document, params }: { document: Document; params: Record<string, string> }): File {
  return document.files.find((each) => each.id === params.file_id) ?? refuse('file_not_found')
}

/** The widget that the path names, on the file that the path names. */
export function widgetOf(call: { document: Document; params: Record<string, string> }): Widget {
  const file = fileOf(call)
  const widget = call.document.widgets.find((each) => each.id === call.params.widget_id)
  return widget?.fileId === file.id ? widget : refuse('widget_not_found')
}

/** The recipient that the path names. */
export function recipientOf({ document, params }: DocumentCall): Participant {
  const recipient = recipientsOf(document).find((each) => each.id === params.participant_id)
  return recipient ?? refuse('participant_not_found')
}
