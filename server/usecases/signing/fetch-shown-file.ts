import type { Document } from '#domain/document.ts'
import type { File } from '#domain/file.ts'
import { refusal } from '#domain/refusal.ts'
import { isReadable, newestRevision, type Revision } from '#domain/seal.ts'
import type { StoredBytes } from '../delivery-ports.ts'
import type { Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'storage'>

export type FetchedFile = StoredBytes & { name: string }

/** The bytes a recipient reads: the newest complete revision, never the bare upload. */
export async function fetchShownFile(
  { storage }: Needs,
  document: Document,
  fileId: string,
): Promise<FetchedFile> {
  const { file, revision } = shownRevision(document, fileId)
  return { ...(await storage.read(revision.storageKey, revision.sha256)), name: file.name }
}

/** The same pages laid out for reading; only where `hasReadingCopy` said so. */
export async function fetchReadingCopy(
  { storage, reading }: Pick<Ports, 'storage' | 'reading'>,
  document: Document,
  fileId: string,
): Promise<FetchedFile> {
  const { file, revision } = shownRevision(document, fileId)
  const key = await reading.copy(revision)
  if (key === null) throw new Refused(refusal('file_not_found'))
  return { ...(await storage.read(key, null)), name: file.name }
}

/** Whether the viewer should load the copy for reading instead of the revision itself. */
export async function hasReadingCopy(
  { reading }: Pick<Ports, 'reading'>,
  document: Document,
  fileId: string,
): Promise<boolean> {
  return (await reading.copy(shownRevision(document, fileId).revision)) !== null
}

/** A small picture of the first page as it is shown; null where there is none. */
export async function fetchFirstPage(
  { storage, reading }: Pick<Ports, 'storage' | 'reading'>,
  document: Document,
  fileId: string,
): Promise<StoredBytes | null> {
  const key = await reading.picture(shownRevision(document, fileId).revision)
  return key === null ? null : storage.read(key, null)
}

/** Begins to make what will be read, so that it is there when the code is right. Returns at once. */
export function prepareReading({ reading }: Pick<Ports, 'reading'>, document: Document): void {
  if (!isReadable(document)) return
  reading.prepare(document.files.flatMap((file) => newestRevision(document, file.id) ?? []))
}

function shownRevision(document: Document, fileId: string): { file: File; revision: Revision } {
  const file = document.files.find((each) => each.id === fileId)
  const revision = file === undefined ? null : newestRevision(document, fileId)
  if (file === undefined) throw new Refused(refusal('file_not_found'))
  // A consent before theirs is being signed: its marks belong to what this recipient reads.
  if (revision === null || !isReadable(document)) throw new Refused(refusal('revision_preparing'))
  return { file, revision }
}
