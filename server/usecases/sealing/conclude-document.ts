import { certificateAttachedFiles, certificateParties } from '#domain/certificate.ts'
import type { Document } from '#domain/document.ts'
import {
  concludeDocument as decideConclusion,
  everyoneConsented,
  isReadable,
  newestRevision,
  reopenActs,
  revisionShown,
  type SealedCertificate,
} from '#domain/seal.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { FileRefused } from '../refused.ts'
import type { TrustedCertificates } from '../sealing-ports.ts'
import { evidenceIn } from './evidence.ts'
import { notingVerdicts } from './note-verdict.ts'
import { verifyFinished } from './verify-finished.ts'

type Needs = Pick<
  Ports,
  'database' | 'clock' | 'storage' | 'pdfWorker' | 'sealer' | 'workspace' | 'trust'
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
  if (document.status === 'concluded') return dropOtherCertificates(needs, document)
  if (document.status !== 'awaiting') return
  if (!everyoneConsented(document) || !isReadable(document)) return
  // Read after the document was: a certificate is recorded before it first signs, so all that signed its acts are among them,
  // and ours, which signs the certificate of agreement, is there since the start of this process (ADR 0019).
  const trusted = await needs.trust.trusted()
  for (const file of document.files) {
    const revision = newestRevision(document, file.id)
    if (revision === null) throw new Error('a signed act without a revision')
    const late = await verifyFinished(needs, trusted, revision, {
      originalKey: file.storageKey,
      pages: file.pages.length,
      acts: document.acts.map((act) => ({
        participantId: act.number === 0 ? null : act.participantId,
        at: act.at,
      })),
    })
    // Signing them anew ends in another job that concludes.
    if (late !== null) return reopen(needs, documentId, document.acts[late]?.number ?? 0)
  }
  const certificate = await makeCertificate(needs, trusted, document)
  const concluded = await needs.database.transaction(systemOrigin, async (tx) => {
    const current = await tx.documents.lock(documentId)
    if (current === null) return null
    const decision = decideConclusion(current, revisionShown(document), certificate, needs.clock.now())
    tx.documents.queueSave(decision.next)
    tx.record(decision.events)
    return decision.next
  })
  if (concluded !== null) await dropOtherCertificates(needs, concluded)
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

/** What a killed try left behind, and ours if somebody else was quicker: only the recorded one stays. */
async function dropOtherCertificates({ storage }: Needs, { id, certificate }: Document): Promise<void> {
  if (certificate === null) return
  for (const key of await storage.keysOf(`${certificatePrefix(id)}-`)) {
    if (key !== certificate.storageKey) await storage.remove(key)
  }
}

function certificatePrefix(documentId: string): string {
  return `documents/${documentId}/certificate`
}

async function makeCertificate(
  needs: Needs,
  trusted: TrustedCertificates,
  document: Document,
): Promise<SealedCertificate> {
  const { database, pdfWorker, sealer, storage, workspace, trust, clock } = needs
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
      files: document.files.map((file) => ({
        name: file.name,
        pages: file.pages.length,
        originalSha256: file.sha256,
        repairedFrom: file.repairedFrom,
        sealedSha256: newestRevision(document, file.id)?.sha256 ?? '',
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
    const sealed = await sealer.seal(prepared)
    // The name holds no chance: the second of two workers overwrites nothing, it stores beside.
    const storageKey = `${certificatePrefix(document.id)}-${sealed.sha256}.pdf`
    await storage.putFile(storageKey, prepared.path)
    const certificate = { ...sealed, storageKey }
    const expected = { originalKey: null, pages: null, acts: [{ participantId: null, at: concludedAt }] }
    try {
      const late = await verifyFinished(needs, trusted, certificate, expected)
      if (late !== null) throw new FileRefused('the certificate of agreement was signed out of time')
    } catch (error) {
      // The next try makes another; this one belongs to nothing.
      await storage.remove(storageKey)
      throw error
    }
    return certificate
  } finally {
    await target.dispose()
  }
}
