import type { Document } from '#domain/document.ts'
import {
  type Archive,
  concludeDocument as decideConclusion,
  everyoneConsented,
  isReadable,
  newestRevision,
  type Revision,
  reopenActs,
  revisionShown,
} from '#domain/seal.ts'
import { systemOrigin } from '../ports.ts'
import { Unavailable } from '../refused.ts'
import type { SignatureSeen, TrustedCertificates } from '../sealing-ports.ts'
import { archivePrefix, archiveStoredFiles, discardRevisions, dropUnrecorded } from './archive-file.ts'
import {
  certificatePrefix,
  makeCertificate,
  type NeedsOfCertificate,
  type Sealed,
} from './make-certificate.ts'
import { notingVerdicts } from './note-verdict.ts'
import { expectedActs, verifyFinished } from './verify-finished.ts'

type Needs = NeedsOfCertificate

/**
 * After the last consent is signed: makes the certificate of agreement, reads every finished file back from storage,
 * and only when the final verification trusts them does the document become concluded. Safe to run twice.
 */
export async function concludeDocument(needs: Needs, document: Document): Promise<void> {
  await notingVerdicts(needs, document.id, () => conclude(needs, document))
}

async function conclude(needs: Needs, document: Document): Promise<void> {
  const { id: documentId } = document
  // Died between the commit and the tidying.
  if (document.status === 'concluded') return dropOthers(needs, document)
  if (document.status !== 'awaiting') return
  if (!everyoneConsented(document) || !isReadable(document)) return
  // Read after the document was: a certificate is recorded before it first signs, so all that signed its acts are among them,
  // and ours, which signs the certificate of agreement, is there since the start of this process (ADR 0019).
  const trusted = await needs.trust.trusted()
  const signed = document.files.map((file) => {
    const revision = newestRevision(document, file.id)
    if (revision === null) throw new Error('a signed act without a revision')
    return revision
  })
  const archived = await archivedFiles(needs, document, signed).catch(async (error: unknown) => {
    // What has no proof may be what must be signed anew: a certificate that had ended when it signed.
    if (!(error instanceof Unavailable)) throw error
    const { late } = await readBack(needs, trusted, document, signed, 0)
    if (late === null) throw error
    return { late }
  })
  if (archived !== null && 'late' in archived)
    return reopen(needs, documentId, document.acts[archived.late]?.number ?? 0)
  const finished = archived?.revisions ?? signed
  let certificate: Sealed
  try {
    const archives = archived === null ? 0 : 1
    const { late, signatures } = await readBack(needs, trusted, document, finished, archives)
    // Signing them anew ends in another job that concludes.
    if (late !== null) {
      await discardRevisions(needs, archived?.revisions ?? [])
      return reopen(needs, documentId, document.acts[late]?.number ?? 0)
    }
    certificate = await makeCertificate(needs, trusted, document, { finished, signatures })
  } catch (error) {
    // The next try makes others; these belong to nothing.
    await discardRevisions(needs, archived?.revisions ?? [])
    throw error
  }
  const archive = archived && {
    revisions: archived.revisions,
    until: new Date(
      Math.min(archived.until.getTime(), certificate.until?.getTime() ?? Number.POSITIVE_INFINITY),
    ),
  }
  const concluded = await needs.database.transaction(systemOrigin, async (tx) => {
    const current = await tx.documents.lock(documentId)
    if (current === null) return null
    const { sealed } = certificate
    const judged = revisionShown(document)
    const decision = decideConclusion(current, judged, sealed, archive, needs.clock.now())
    tx.documents.queueSave(decision.next)
    tx.record(decision.events)
    return decision.next
  })
  if (concluded !== null) await dropOthers(needs, concluded)
}

/** At the level that the operator asks for: B-LTA, all of it at the conclusion (EN 319 142-1 §6.3); null for B-T. */
async function archivedFiles(
  needs: Needs,
  { id: documentId }: Document,
  signed: Revision[],
): Promise<Pick<Archive, 'until' | 'revisions'> | null> {
  const { validation } = needs
  return validation && archiveStoredFiles(needs, validation, { documentId, number: 0 }, signed)
}

/**
 * Which act (by place) was signed by a certificate that was not in force, if that is all that is wrong with a file; and, file
 * by file, the signatures that were read back.
 */
async function readBack(
  needs: Needs,
  trusted: TrustedCertificates,
  document: Document,
  finished: Revision[],
  archives: number,
): Promise<{ late: number | null; signatures: SignatureSeen[][] }> {
  const acts = expectedActs(document)
  const signatures: SignatureSeen[][] = []
  for (const [index, file] of document.files.entries()) {
    const revision = finished[index]
    if (revision === undefined) throw new Error('a file that was not finished')
    const expected = { originalKey: file.storageKey, pages: file.pages.length, acts, archives }
    const found = await verifyFinished(needs, trusted, revision, expected)
    if (found.late !== null) return { late: found.late, signatures: [] }
    signatures.push(found.signatures)
  }
  return { late: null, signatures }
}

async function reopen({ database, clock }: Needs, documentId: string, act: number): Promise<void> {
  await database.transaction(systemOrigin, async (tx) => {
    const current = await tx.documents.lock(documentId)
    if (current === null) return
    const decision = reopenActs(current, act, 'certificate_out_of_time', clock.now())
    tx.documents.queueSave(decision.next)
    tx.record(decision.events)
  })
}

/** What a killed try left behind, and ours if somebody else was quicker: only the recorded ones stay. */
async function dropOthers({ storage }: Needs, document: Document): Promise<void> {
  const { id, certificate, files } = document
  if (certificate === null) return
  const of = { documentId: id, number: 0 }
  const prefixes = [certificatePrefix(id), ...files.map((file) => archivePrefix(of, file.id))]
  await dropUnrecorded({ storage }, document, prefixes)
}
