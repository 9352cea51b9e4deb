import type { Document } from './document.ts'
import { asUploadedKey } from './file.ts'

/** A file that the storage must hold, byte by byte: what a document recorded of it. `sha256`: hex. */
export type RecordedFile = { storageKey: string; sha256: string }

/**
 * Every file of a document that cannot be made again: uploads, also as they came, what each act left, every archive,
 * certificates of agreement, and what recipients sent in. Pictures and copies for reading are made again when they are asked for.
 */
export function recordedFiles(
  document: Pick<Document, 'files' | 'acts' | 'archives' | 'certificate' | 'attachment'>,
): RecordedFile[] {
  const { files, acts, archives, certificate, attachment } = document
  const attached = attachment?.files.filter(({ status }) => status === 'valid') ?? []
  const recorded = [
    ...files,
    ...acts.flatMap((act) => act.revisions),
    ...archives.flatMap((archive) => [...archive.revisions, archive.certificate]),
    ...(certificate === null ? [] : [certificate]),
    ...attached,
  ].map(({ storageKey, sha256 }) => ({ storageKey, sha256 }))
  const asTheyCame = files.flatMap(({ storageKey, repairedFrom }) =>
    repairedFrom === null ? [] : [{ storageKey: asUploadedKey(storageKey), sha256: repairedFrom }],
  )
  // The conclusion's certificate is also that of the first archive.
  return [...new Map([...recorded, ...asTheyCame].map((file) => [file.storageKey, file])).values()]
}
