import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { isReadable, newestRevision } from '#domain/seal.ts'
import type { Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'storage'>

export type FetchedFile = { name: string; bytes: number; stream: AsyncIterable<Uint8Array> }

/** The bytes a recipient reads: the newest complete revision, never the bare upload. */
export async function fetchShownFile(
  { storage }: Needs,
  document: Document,
  fileId: string,
): Promise<FetchedFile> {
  const file = document.files.find((each) => each.id === fileId)
  const revision = file === undefined ? null : newestRevision(document, fileId)
  if (file === undefined) throw new Refused(refusal('file_not_found'))
  // A consent before theirs is being signed: its marks belong to what this recipient reads.
  if (revision === null || !isReadable(document)) throw new Refused(refusal('revision_preparing'))
  const { stream, bytes } = await storage.read(revision.storageKey)
  return { name: file.name, bytes, stream }
}
