import { certificateAttachedFiles, certificateParties } from '#domain/certificate.ts'
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
  type SealedCertificate,
} from '#domain/seal.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { FileRefused, Unavailable } from '../refused.ts'
import type { TrustedCertificates } from '../sealing-ports.ts'
import { archiveLocalFile, archivePrefix, archiveStoredFiles, discardRevisions } from './archive-file.ts'
import { evidenceIn } from './evidence.ts'
import { notingVerdicts } from './note-verdict.ts'
import { verifyFinished } from './verify-finished.ts'

type Needs = Pick<
  Ports,
  'database' | 'clock' | 'storage' | 'pdfWorker' | 'sealer' | 'workspace' | 'trust' | 'validation'
> & {
  evaluation: boolean
  verifyUrl: string
}

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
    const late = error instanceof Unavailable ? await lateAct(needs, trusted, document, signed, 0) : null
    if (late === null) throw error
    return { late }
  })
  if (archived !== null && 'late' in archived)
    return reopen(needs, documentId, document.acts[archived.late]?.number ?? 0)
  const finished = archived?.revisions ?? signed
  let certificate: Sealed
  try {
    const late = await lateAct(needs, trusted, document, finished, archived === null ? 0 : 1)
    // Signing them anew ends in another job that concludes.
    if (late !== null) {
      await discardRevisions(needs, archived?.revisions ?? [])
      return reopen(needs, documentId, document.acts[late]?.number ?? 0)
    }
    certificate = await makeCertificate(needs, trusted, document, finished)
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

/** Which act (by place) was signed by a certificate that was not in force, if that is all that is wrong with a file. */
async function lateAct(
  needs: Needs,
  trusted: TrustedCertificates,
  document: Document,
  finished: Revision[],
  archives: number,
): Promise<number | null> {
  const acts = document.acts.map(({ number, participantId, at }) => ({
    participantId: number === 0 ? null : participantId,
    at,
  }))
  for (const [index, file] of document.files.entries()) {
    const revision = finished[index]
    if (revision === undefined) throw new Error('a file that was not finished')
    const expected = { originalKey: file.storageKey, pages: file.pages.length, acts, archives }
    const late = await verifyFinished(needs, trusted, revision, expected)
    if (late !== null) return late
  }
  return null
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
  const { id, certificate, archives, files } = document
  if (certificate === null) return
  const kept = new Set([certificate.storageKey])
  for (const { revisions } of archives) for (const { storageKey } of revisions) kept.add(storageKey)
  const of = { documentId: id, number: 0 }
  const prefixes = [certificatePrefix(id), ...files.map((file) => archivePrefix(of, file.id))]
  for (const prefix of prefixes) {
    for (const key of await storage.keysOf(`${prefix}-`)) if (!kept.has(key)) await storage.remove(key)
  }
}

function certificatePrefix(documentId: string): string {
  return `documents/${documentId}/certificate`
}

/** `until`: the end of the certificate of the authority that stamped it; null where none did. */
type Sealed = { sealed: SealedCertificate; until: Date | null }

async function makeCertificate(
  needs: Needs,
  trusted: TrustedCertificates,
  document: Document,
  finished: Revision[],
): Promise<Sealed> {
  const { database, pdfWorker, sealer, storage, workspace, trust, clock, validation } = needs
  const trail = await database.read.audit(document.id)
  const target = await workspace.newFile()
  try {
    const concludedAt = clock.now()
    const prepared = await pdfWorker.prepareCertificate({
      targetPath: target.path,
      documentId: document.id,
      title: document.title,
      evaluation: needs.evaluation,
      operator: trust.operator,
      concludedAt,
      files: document.files.map((file, index) => ({
        name: file.name,
        pages: file.pages.length,
        originalSha256: file.sha256,
        repairedFrom: file.repairedFrom,
        sealedSha256: finished[index]?.sha256 ?? '',
      })),
      parties: certificateParties(document, evidenceIn(document, trail)),
      attached: certificateAttachedFiles(document),
      auditHead: trail.findLast((row) => row.type === 'participant.consented')?.hash ?? '',
      verifyUrl: needs.verifyUrl,
      signature: {
        name: trust.operator,
        reason: '合意締結証明書の発行',
        contactInfo: document.id,
        at: concludedAt,
      },
    })
    const signed = await sealer.seal(prepared)
    const of = { documentId: document.id, number: 0 }
    const archived = validation && (await archiveLocalFile(needs, validation, of, prepared.path))
    const { sha256, bytes } = archived ?? signed
    // The name holds no chance: the second of two workers overwrites nothing, it stores beside.
    const storageKey = `${certificatePrefix(document.id)}-${sha256}.pdf`
    try {
      await storage.putFile(storageKey, archived?.path ?? prepared.path)
    } finally {
      // The storage has taken it, unless it failed.
      await archived?.dispose()
    }
    const certificate = { sha256, bytes, storageKey }
    const archives = archived === null ? 0 : 1
    const acts = [{ participantId: null, at: concludedAt }]
    const expected = { originalKey: null, pages: null, acts, archives }
    try {
      const late = await verifyFinished(needs, trusted, certificate, expected)
      if (late !== null) throw new FileRefused('the certificate of agreement was signed out of time')
    } catch (error) {
      // The next try makes another; this one belongs to nothing.
      await storage.remove(storageKey)
      throw error
    }
    return { sealed: certificate, until: archived?.until ?? null }
  } finally {
    await target.dispose()
  }
}
