import type { Document } from '#domain/document.ts'
import { type RecordedFile, recordedFiles } from '#domain/recorded-files.ts'
import { newestRevision } from '#domain/seal.ts'
import { StoredFileDamaged, StoredFileMissing } from '../delivery-ports.ts'
import { reasonOf } from '../failure-reason.ts'
import type { Ports } from '../ports.ts'
import { DatabaseAway, FileRefused } from '../refused.ts'
import { type Expected, expectedActs, verifyFinished } from './verify-finished.ts'

type Needs = Pick<Ports, 'storage' | 'pdfWorker' | 'workspace' | 'trust'>

/**
 * `damaged`: other bytes than were recorded. `refused`: the recorded bytes, but the final verification does not believe them.
 * `unreadable`: the storage gave an error.
 */
type StoredFault = {
  storageKey: string
  problem: 'missing' | 'damaged' | 'unreadable' | 'refused'
  detail: string
}

/** What was looked at, and what is wrong with it. `signatures`: signatures and document timestamps that hold. */
type StoredVerified = { files: number; signatures: number; faults: StoredFault[] }

/**
 * Reads every file of a document again: each must have the bytes that were recorded, and the newest state of each that is sealed,
 * with its certificate of agreement, passes the final verification as at the conclusion. Changes nothing.
 */
export async function verifyStored(needs: Needs, document: Document): Promise<StoredVerified> {
  const recorded = recordedFiles(document)
  const verified: StoredVerified = { files: recorded.length, signatures: 0, faults: [] }
  for (const file of recorded) {
    const fault = await faultOf(file, () => readWhole(needs, file))
    if (fault !== null) verified.faults.push(fault)
  }
  const broken = new Set(verified.faults.map(({ storageKey }) => storageKey))
  for (const { file, expected } of sealedFiles(document)) {
    if (broken.has(file.storageKey) || broken.has(expected.originalKey ?? '')) continue
    const fault = await faultOf(file, async () => {
      const trusted = await needs.trust.trusted()
      const { late, signatures } = await verifyFinished(needs, trusted, file, expected)
      if (late !== null) throw new FileRefused('signed by a certificate that was not in force')
      verified.signatures += signatures.length
    })
    if (fault !== null) verified.faults.push(fault)
  }
  return verified
}

async function readWhole({ storage }: Needs, { storageKey, sha256 }: RecordedFile): Promise<void> {
  await (await storage.localCopy(storageKey, sha256)).dispose()
}

/** The newest state of each file that a signature closed, and of the certificate of agreement, with what each must hold. */
function sealedFiles(document: Document): { file: RecordedFile & { bytes: number }; expected: Expected }[] {
  const archives = document.archives.length
  const signed = document.acts.filter(({ signedAt }) => signedAt !== null)
  const acts = expectedActs({ acts: signed })
  const files = document.files.flatMap((file) => {
    const revision = newestRevision(document, file.id)
    if (revision === null) return []
    const expected = { originalKey: file.storageKey, pages: file.pages.length, acts, archives }
    return [{ file: revision, expected }]
  })
  const certificate = document.archives.at(-1)?.certificate ?? document.certificate
  if (certificate === null) return files
  // Of the certificate's own instant the document knows nothing any more; its bytes are those that were recorded.
  const expected = { originalKey: null, pages: null, acts: [{ participantId: null, at: null }], archives }
  return [...files, { file: certificate, expected }]
}

async function faultOf({ storageKey }: RecordedFile, look: () => Promise<void>): Promise<StoredFault | null> {
  try {
    await look()
    return null
  } catch (error) {
    if (error instanceof DatabaseAway) throw error
    return { storageKey, problem: problemOf(error), detail: reasonOf(error) }
  }
}

function problemOf(error: unknown): StoredFault['problem'] {
  if (error instanceof StoredFileMissing) return 'missing'
  if (error instanceof StoredFileDamaged) return 'damaged'
  return error instanceof FileRefused ? 'refused' : 'unreadable'
}
