import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan } from './document.ts'
import type { File } from './document-parts.ts'
import { refusal } from './refusal.ts'
import { keptText } from './text-rules.ts'

export type { File } from './document-parts.ts'

/** Where an upload that needed repair is kept as it came. */
export function asUploadedKey(storageKey: string): string {
  return `${storageKey}.as-uploaded`
}

/**
 * What is made of a file for reading: a copy laid out for it, the picture of a page, counted from 0, or the first page as small
 * as a row of a list.
 */
export type MadeForReading = { kind: 'copy' } | { kind: 'picture'; page: number } | { kind: 'thumbnail' }

/** Where it lies: beside the file; the file's hash makes the name its own. */
export function readingKey(
  made: MadeForReading,
  { storageKey, sha256 }: Pick<File, 'storageKey' | 'sha256'>,
): string {
  const folder = storageKey.slice(0, storageKey.lastIndexOf('/'))
  if (made.kind === 'copy') return `${folder}/reading-${sha256}.pdf`
  if (made.kind === 'thumbnail') return `${folder}/reading-${sha256}-small.png`
  return `${folder}/reading-${sha256}${made.page === 0 ? '' : `-${made.page + 1}`}.png`
}

/**
 * With what the keys of a file's previews begin: of how it will look once it was sent. A short text of what was drawn follows,
 * and the hash of what came of it.
 */
export function previewPrefix({ storageKey }: Pick<File, 'storageKey'>): string {
  return `${storageKey.slice(0, storageKey.lastIndexOf('/'))}/preview-`
}

/** Where what is to take a file's place waits for a yes; the next one takes its place there. */
export function replacementKey({ storageKey }: Pick<File, 'storageKey'>): string {
  return `${storageKey.slice(0, storageKey.lastIndexOf('/'))}/replacement.pdf`
}

/**
 * Everything that may lie in storage for a file of a draft or a template, but for its previews: its bytes, pictures for the
 * console, what waits.
 */
export function keysOfFile(file: File): string[] {
  const { storageKey, repairedFrom } = file
  const kept = repairedFrom === null ? [storageKey] : [storageKey, asUploadedKey(storageKey)]
  return [
    ...kept,
    replacementKey(file),
    readingKey({ kind: 'thumbnail' }, file),
    ...file.pages.map((_, page) => readingKey({ kind: 'picture', page }, file)),
  ]
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
  const name = keptText(file.name, 'name', { printed: true })
  if ('refusal' in name) return refused(document, name.refusal)
  const total = document.files.reduce((sum, each) => sum + each.bytes, file.bytes)
  if (total > limits.totalBytes) {
    return refused(document, refusal('files_too_large', 'uploadfile', { limit: limits.totalBytes }))
  }
  const files = [...document.files, { ...file, name: name.text, order: document.files.length }]
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
      ...(file.repairedFrom !== null && { repairedFrom: file.repairedFrom }),
      ...(file.deadSignatures > 0 && { deadSignatures: file.deadSignatures }),
    },
  )
}

/** Has the draft these bytes under this name, as they were uploaded? */
export function hasFile(document: Document, file: Omit<File, 'order'>): boolean {
  const name = keptText(file.name, 'name', { printed: true })
  const uploaded = (each: Omit<File, 'order'>) => each.repairedFrom ?? each.sha256
  return document.files.some(
    (each) => 'text' in name && each.name === name.text && uploaded(each) === uploaded(file),
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
