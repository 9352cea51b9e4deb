import type { Document } from '#domain/document.ts'
import {
  type Archive,
  renewArchive as decideRenewal,
  type Revision,
  type SealedCertificate,
} from '#domain/seal.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { FileRefused } from '../refused.ts'
import {
  archivePrefix,
  archiveStoredFiles,
  discardRevisions,
  dropUnrecorded,
  type OfArchive,
} from './archive-file.ts'
import { expectedActs, verifyFinished } from './verify-finished.ts'

type Needs = Pick<
  Ports,
  'database' | 'clock' | 'storage' | 'pdfWorker' | 'sealer' | 'workspace' | 'trust' | 'validation'
>

/**
 * `ends_no_later`: the authority has no certificate that lasts longer than that of the last archive timestamp, so that
 * nothing would be won. `nothing`: there is no archive, or another process was quicker.
 */
export type Renewal = 'renewed' | 'ends_no_later' | 'nothing'

/** The name under which the certificate of agreement lies beside the files. */
const certificateFile = 'certificate'

/**
 * Adds to every file of a concluded document, and to its certificate of agreement, what proves the authority of the last
 * archive timestamp, and a further archive timestamp; the gate reads them back before they are what is handed out. The
 * former bytes stay where they are. `always`: also where the new timestamp lasts no longer. Safe to run twice.
 */
export async function renewArchive(
  needs: Needs,
  document: Document,
  { always = false }: { always?: boolean } = {},
): Promise<Renewal> {
  const former = document.archives.at(-1)
  const { validation } = needs
  if (document.status !== 'concluded' || former === undefined || validation === null) return 'nothing'
  const of = { documentId: document.id, number: former.number + 1 }
  const before = [...former.revisions, { fileId: certificateFile, ...former.certificate }]
  const made = await archiveStoredFiles(needs, validation, of, before)
  try {
    if (!always && made.until <= former.until) {
      await discardRevisions(needs, made.revisions)
      return 'ends_no_later'
    }
    await readBack(needs, document, before, made.revisions)
  } catch (error) {
    // Nobody recorded them yet; the next try makes others.
    await discardRevisions(needs, made.revisions)
    if (await isOvertaken(needs, of)) return 'nothing'
    throw error
  }
  const { revisions, certificate } = apart(made.revisions)
  const archive = { number: of.number, until: made.until, revisions, certificate }
  // A transaction that ends in an error may have been committed all the same, when the line was cut before its answer: what
  // it may have recorded is not removed. What stays without a record goes with the next renewal.
  const decision = await needs.database.transaction(systemOrigin, async (tx) => {
    const current = await tx.documents.lock(document.id)
    if (current === null) return null
    const decided = decideRenewal(current, archive, needs.clock.now())
    if (decided.refusal !== undefined) return null
    tx.documents.queueSave(decided.next)
    tx.record(decided.events)
    return decided
  })
  if (decision === null) {
    await discardRevisions(needs, made.revisions)
    return 'nothing'
  }
  await dropOthers(needs, decision.next)
  return 'renewed'
}

/** Whether somebody else renewed it meanwhile, and cleared away what we had made. */
async function isOvertaken({ database }: Needs, { documentId, number }: OfArchive): Promise<boolean> {
  const current = await database.read.document(documentId)
  return current === null || current.archives.length > number
}

/** By code that did not make them: the acts and one archive more, on the very bytes that were recorded. */
async function readBack(
  needs: Needs,
  document: Document,
  before: Revision[],
  made: Revision[],
): Promise<void> {
  const trusted = await needs.trust.trusted()
  const archives = document.archives.length + 1
  for (const [index, revision] of made.entries()) {
    const begins = before[index]
    if (begins === undefined) throw new Error('a file that was not there before')
    const file = document.files.find(({ id }) => id === revision.fileId)
    const { late } = await verifyFinished(needs, trusted, revision, {
      originalKey: file?.storageKey ?? null,
      pages: file?.pages.length ?? null,
      // Of the certificate's own instant the document knows nothing any more; its bytes are those that were recorded.
      acts: file === undefined ? [{ participantId: null, at: null }] : expectedActs(document),
      archives,
      begins: { sha256: begins.sha256, bytes: begins.bytes },
    })
    if (late !== null) throw new FileRefused('a signature that was in force is not in force any more')
  }
}

function apart(made: Revision[]): Pick<Archive, 'revisions'> & { certificate: SealedCertificate } {
  const last = made.at(-1)
  if (last === undefined) throw new Error('a document without its certificate of agreement')
  const { sha256, bytes, storageKey } = last
  return { revisions: made.slice(0, -1), certificate: { sha256, bytes, storageKey } }
}

/**
 * What killed tries left behind, and what others made who were slower, of this archive and those before; no recorded state
 * goes. Another process may be making the next one already, whose files nobody has recorded yet.
 */
async function dropOthers({ storage }: Pick<Needs, 'storage'>, document: Document): Promise<void> {
  const { id: documentId, archives, files } = document
  const names = [...files.map(({ id }) => id), certificateFile]
  const prefixes = archives.flatMap(({ number }) =>
    names.map((name) => archivePrefix({ documentId, number }, name)),
  )
  await dropUnrecorded({ storage }, document, prefixes)
}
