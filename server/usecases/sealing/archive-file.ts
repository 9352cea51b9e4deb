import type { Document } from '#domain/document.ts'
import type { Archive, Revision } from '#domain/seal.ts'
import type { Stamped } from '../archive-ports.ts'
import type { Ports } from '../ports.ts'
import type { Prepared } from '../prepared-ports.ts'

type Needs = Pick<Ports, 'pdfWorker' | 'sealer' | 'workspace' | 'storage'>
type Validation = NonNullable<Ports['validation']>

/** Which archive of which document is made. */
export type OfArchive = { documentId: string; number: number }

/**
 * Lifts a local file to PAdES B-LTA, or renews it: what proves the certificates is found first, so that no time stamp is
 * asked for in vain; then one revision of it and one document timestamp follow. The new file is `prepared`.
 */
export async function archiveLocalFile(
  { pdfWorker, sealer, workspace }: Needs,
  validation: Validation,
  { documentId, number }: OfArchive,
  { path, bytes = null }: Pick<Prepared, 'path' | 'bytes'>,
): Promise<{ stamped: Stamped; prepared: Prepared; dispose(): Promise<void> }> {
  const uses = await pdfWorker.usesOfCertificates({ path, bytes, documentId })
  // At the conclusion it is the one that stamped the acts.
  const data = await validation.dataFor(uses, number === 0 ? null : await sealer.authority())
  const target = await workspace.newFile()
  try {
    const { roomBytes } = uses
    const prepared = await pdfWorker.prepareArchive({
      ...{ sourcePath: path, sourceBytes: bytes, targetPath: target.path, inMemory: true },
      ...{ documentId, number, data, roomBytes },
    })
    const stamped = await sealer.stamp(prepared)
    return { stamped, prepared, dispose: async () => (prepared.bytes ? undefined : target.dispose()) }
  } catch (error) {
    await target.dispose()
    throw error
  }
}

/** The same with files of the storage, all or none; what was stored before one failed belongs to nothing, and goes. */
export async function archiveStoredFiles(
  needs: Needs,
  validation: Validation,
  of: OfArchive,
  files: Revision[],
): Promise<Pick<Archive, 'until' | 'revisions'>> {
  const revisions: Revision[] = []
  const ends: number[] = []
  try {
    for (const file of files) {
      const made = await archiveStoredFile(needs, validation, of, file)
      revisions.push(made.revision)
      ends.push(made.until.getTime())
    }
  } catch (error) {
    await discardRevisions(needs, revisions)
    throw error
  }
  return { until: new Date(Math.min(...ends)), revisions }
}

async function archiveStoredFile(
  needs: Needs,
  validation: Validation,
  of: OfArchive,
  { fileId, storageKey, sha256 }: Revision,
): Promise<{ revision: Revision; until: Date }> {
  const { storage } = needs
  const copy = await storage.localCopy(storageKey, sha256)
  try {
    const made = await archiveLocalFile(needs, validation, of, copy)
    try {
      const { bytes, until, ...stamped } = made.stamped
      const key = `${archivePrefix(of, fileId)}-${stamped.sha256}.pdf`
      await storePrepared(storage, key, made.prepared)
      return { revision: { fileId, sha256: stamped.sha256, bytes, storageKey: key }, until }
    } finally {
      // The storage has taken it, unless it failed.
      await made.dispose()
    }
  } finally {
    await copy.dispose()
  }
}

/** Where the bytes of a file lie that belong to one archive; their hash follows. */
export function archivePrefix({ documentId, number }: OfArchive, fileId: string): string {
  return `documents/${documentId}/${fileId}/archive-${number}`
}

/** Stores a prepared file that is finished, be it in memory or on the disk. */
export async function storePrepared(
  storage: Ports['storage'],
  key: string,
  { path, bytes }: Prepared,
): Promise<void> {
  await (bytes ? storage.putBytes(key, bytes) : storage.putFile(key, path))
}

/**
 * Removes what lies under these prefixes and is no recorded state of the document: what a killed try left behind, and what
 * others made who were slower.
 */
export async function dropUnrecorded(
  { storage }: Pick<Needs, 'storage'>,
  { archives, certificate }: Document,
  prefixes: string[],
): Promise<void> {
  const recorded = [...archives.flatMap((each) => [...each.revisions, each.certificate]), certificate]
  const kept = new Set(recorded.map((each) => each?.storageKey))
  for (const prefix of prefixes) {
    for (const key of await storage.keysOf(`${prefix}-`)) if (!kept.has(key)) await storage.remove(key)
  }
}

export async function discardRevisions(
  { storage }: Pick<Needs, 'storage'>,
  revisions: Pick<Revision, 'storageKey'>[],
): Promise<void> {
  for (const { storageKey } of revisions) await storage.remove(storageKey)
}
