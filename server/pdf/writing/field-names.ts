/**
 * Names of the form fields that the PDF worker writes. They are flat (a period would start a hierarchy) and carry our own
 * ids, so that they do not collide with fields of an upload, not even with those of a file that we sealed before. Only a
 * sender who knows an id before the upload can make it so: then the last field of a name is ours.
 */

/** The field of the sender's certification signature. */
export function senderFieldName(documentId: string): string {
  return `musubi-sender-${flat(documentId)}`
}

/** The signature field of one recipient; with a first seal among the widgets it is that seal. */
export function recipientFieldName(participantId: string): string {
  return `musubi-recipient-${flat(participantId)}`
}

/** The field of a text, checkbox or further seal. */
export function widgetFieldName(widgetId: string): string {
  return `musubi-widget-${flat(widgetId)}`
}

/** The field of the signature on the certificate of agreement. */
export function certificateFieldName(documentId: string): string {
  return `musubi-certificate-${flat(documentId)}`
}

/** The field of a document timestamp; the first one, at the conclusion, has number 0. */
export function archiveFieldName(documentId: string, number: number): string {
  return `musubi-archive-${flat(documentId)}-${number}`
}

function flat(id: string): string {
  return id.replaceAll('.', '_')
}
