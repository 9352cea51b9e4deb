import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan } from './document.ts'
import { refusal } from './refusal.ts'

export type PageSize = { width: number; height: number }

/** A PDF of the document. `sha256` and `bytes` are the upload's; sealed revisions are separate. */
export type File = {
  id: string
  name: string
  /** From 0, without gaps. */
  order: number
  pages: PageSize[]
  sha256: string
  bytes: number
  storageKey: string
  /** It carried signatures when it was uploaded: these must stay valid. */
  signed: boolean
  /** DocMDP level of an upload that was certified; 2 allows no widgets. */
  docMdp: 1 | 2 | 3 | null
}

/** The service's newest limits. An operator may lower them. */
export type FileLimits = { files: number; totalBytes: number }
export const fileLimits: FileLimits = { files: 100, totalBytes: 200 * 1024 * 1024 }

/** Characters; the name must fit into the header of a download. */
export const fileNameLimit = 255

export function addFile(
  document: Document,
  file: Omit<File, 'order'>,
  limits: FileLimits,
  now: Date,
): Decision<Document> {
  if (!documentCan.edit(document)) return refused(document, refusal('not_a_draft'))
  if (document.files.length >= limits.files) {
    return refused(document, refusal('too_many_files', 'uploadfile', { limit: limits.files }))
  }
  const total = document.files.reduce((sum, each) => sum + each.bytes, file.bytes)
  if (total > limits.totalBytes) {
    return refused(document, refusal('files_too_large', 'uploadfile', { limit: limits.totalBytes }))
  }
  const files = [...document.files, { ...file, order: document.files.length }]
  return accepted(
    { ...document, files, updatedAt: now },
    {
      type: 'file.added',
      at: now,
      documentId: document.id,
      fileId: file.id,
      sha256: file.sha256,
      bytes: file.bytes,
      pages: file.pages.length,
    },
  )
}

/** Removing a file removes its widgets and closes the gap in `order`. */
export function removeFile(document: Document, fileId: string, now: Date): Decision<Document> {
  if (!document.files.some((file) => file.id === fileId)) return refused(document, refusal('file_not_found'))
  if (!documentCan.edit(document)) return refused(document, refusal('not_a_draft'))
  const files = document.files.filter((file) => file.id !== fileId).map((file, order) => ({ ...file, order }))
  const widgets = document.widgets.filter((widget) => widget.fileId !== fileId)
  return accepted(
    { ...document, files, widgets, updatedAt: now },
    { type: 'file.removed', at: now, documentId: document.id, fileId },
  )
}
