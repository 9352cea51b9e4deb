import type { Document } from '#domain/document.ts'
import type { File } from '#domain/file.ts'
import type { Participant } from '#domain/participant.ts'
import { isInGroup } from '#domain/recipient-group.ts'
import { refusal } from '#domain/refusal.ts'
import { isReadableFor, newestRevision, type Revision } from '#domain/seal.ts'
import type { StoredBytes } from '../delivery-ports.ts'
import type { Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'storage'>

/** Who reads which document. */
type Reader = { document: Document; participant: Participant }

export type FetchedFile = StoredBytes & { name: string }

/** The bytes a recipient reads: the newest complete revision, never the bare upload. */
export async function fetchShownFile(
  { storage }: Needs,
  { document, participant }: Reader,
  address: string,
): Promise<FetchedFile> {
  const { file, revision } = shownRevision({ document, participant }, address)
  return { ...(await storage.read(revision.storageKey, revision.sha256)), name: file.name }
}

/** The same pages laid out for reading; only where `hasReadingCopy` said so. */
export async function fetchReadingCopy(
  { storage, reading }: Pick<Ports, 'storage' | 'reading'>,
  { document, participant }: Reader,
  address: string,
): Promise<FetchedFile> {
  const { file, revision } = shownRevision({ document, participant }, address)
  const key = await reading.copy(revision)
  if (key === null) throw new Refused(refusal('file_not_found'))
  return { ...(await storage.read(key, null)), name: file.name }
}

/** Whether the viewer should load the copy for reading instead of the revision itself. */
export async function hasReadingCopy(
  { reading }: Pick<Ports, 'reading'>,
  reader: Reader,
  address: string,
): Promise<boolean> {
  return (await reading.copy(shownRevision(reader, address).revision)) !== null
}

/** A small picture of the first page as it is shown; null where there is none. */
export async function fetchFirstPage(
  { storage, reading }: Pick<Ports, 'storage' | 'reading'>,
  reader: Reader,
  address: string,
): Promise<StoredBytes | null> {
  const key = await reading.picture(shownRevision(reader, address).revision)
  return key === null ? null : storage.read(key, null)
}

/** Begins to make what will be read, so that it is there when the code is right. Returns at once. */
export function prepareReading({ reading }: Pick<Ports, 'reading'>, { document, participant }: Reader): void {
  if (!isReadableFor(document, participant)) return
  reading.prepare(document.files.flatMap((file) => newestRevision(document, file.id) ?? []))
}

/**
 * Where a recipient fetches a file. In a group the address names the act after which the page shows it: others may consent while the
 * page is open, and what is fetched must be what the form says was shown.
 */
export function addressOfFile({ document, participant }: Reader, fileId: string): string {
  const newest = document.acts.findLast((act) => act.signedAt !== null)
  return isInGroup(document, participant) && newest !== undefined ? `${fileId}.${newest.number}` : fileId
}

function shownRevision(
  { document, participant }: Reader,
  address: string,
): { file: File; revision: Revision } {
  const [fileId = '', number] = address.split('.')
  const acts = document.acts.filter((act) => number === undefined || act.number <= Number(number))
  const file = document.files.find((each) => each.id === fileId)
  const revision = file === undefined ? null : newestRevision({ acts, archives: [] }, fileId)
  if (file === undefined) throw new Refused(refusal('file_not_found'))
  // A consent before theirs is being signed: its marks belong to what this recipient reads.
  if (revision === null || !isReadableFor(document, participant))
    throw new Refused(refusal('revision_preparing'))
  return { file, revision }
}
