import { certificateAttachedFiles, certificateParties, type Evidence } from '#domain/certificate.ts'
import { type Document, senderOf } from '#domain/document.ts'
import type { StatedLogin } from '#domain/fact.ts'
import {
  concludeDocument as decideConclusion,
  everyoneConsented,
  isReadable,
  newestRevision,
  type Revision,
  type SealedCertificate,
} from '#domain/seal.ts'
import { type AuditRow, type Ports, systemOrigin } from '../ports.ts'
import { Unavailable } from '../refused.ts'
import type { ReadBackExpectation } from '../sealing-ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'storage' | 'press' | 'sealer' | 'workspace' | 'trust'> & {
  evaluation: boolean
  verifyUrl: string
}

/**
 * After the last consent is signed: makes the certificate of agreement, reads every finished file back from storage,
 * and only when the gate believes them does the document become concluded. Safe to run twice.
 */
export async function concludeDocument(needs: Needs, { documentId }: { documentId: string }): Promise<void> {
  const document = await needs.database.read.document(documentId)
  if (document === null) return
  // Died between the commit and the tidying.
  if (document.status === 'concluded') return dropOtherCertificates(needs, document)
  if (document.status !== 'awaiting') return
  if (!everyoneConsented(document) || !isReadable(document)) return
  for (const file of document.files) {
    const revision = newestRevision(document, file.id)
    if (revision === null) throw new Error('a signed act without a revision')
    await passGate(needs, revision, {
      originalKey: file.storageKey,
      pages: file.pages.length,
      acts: document.acts.map((act) => ({
        participantId: act.number === 0 ? null : act.participantId,
        at: act.at,
      })),
    })
  }
  const certificate = await makeCertificate(needs, document)
  const concluded = await needs.database.transaction(systemOrigin, async (tx) => {
    const current = await tx.documents.lock(documentId)
    if (current === null) return null
    const decision = decideConclusion(current, certificate, needs.clock.now())
    await tx.documents.save(decision.next)
    await tx.record(decision.facts)
    return decision.next
  })
  if (concluded !== null) await dropOtherCertificates(needs, concluded)
}

/** What a killed try left behind, and ours if somebody else was quicker: only the recorded one stays. */
async function dropOtherCertificates({ storage }: Needs, { id, certificate }: Document): Promise<void> {
  if (certificate !== null) await storage.removeOthers(`${certificatePrefix(id)}-`, certificate.storageKey)
}

function certificatePrefix(documentId: string): string {
  return `documents/${documentId}/certificate`
}

async function makeCertificate(needs: Needs, document: Document): Promise<SealedCertificate> {
  const { database, press, sealer, storage, workspace, trust, clock } = needs
  const trail = await database.read.audit(document.id)
  const target = await workspace.newFile()
  try {
    const concludedAt = clock.now()
    const prepared = await press.prepareCertificate({
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
      await passGate(needs, certificate, expected)
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

type Expected = { originalKey: string | null; pages: number | null } & Pick<ReadBackExpectation, 'acts'>

/** What was stored is read back and judged by code that did not make it. */
async function passGate(needs: Needs, stored: Omit<Revision, 'fileId'>, expected: Expected): Promise<void> {
  const { storage, press, trust, workspace } = needs
  const finished = await storage.localCopy(stored.storageKey)
  const original = expected.originalKey === null ? null : await storage.localCopy(expected.originalKey)
  try {
    if ((await workspace.sha256(finished.path)) !== stored.sha256) {
      throw new Unavailable('the stored file is not the file that was sealed')
    }
    const report = await press.readBack({
      path: finished.path,
      originalPath: original?.path ?? null,
      pages: expected.pages,
      acts: expected.acts,
      trustedSigners: trust.signers,
      trustedTsas: trust.tsas,
    })
    if (!report.ok) {
      const problems = report.problems.map(({ check, detail }) => `${check}: ${detail}`).join('; ')
      throw new Unavailable(`the gate does not believe a sealed file: ${problems}`)
    }
  } finally {
    await finished.dispose()
    await original?.dispose()
  }
}

/** A log-in statement counts for a consent only when it came with the URL through which that consent was given. */
function evidenceIn(document: Document, trail: AuditRow[]): Evidence {
  const addresses = new Map<string, string>()
  const statements = new Map<string, StatedLogin>()
  const ofUrl = new Map<unknown, StatedLogin>()
  const urlOf = new Map<unknown, unknown>()
  for (const { type, detail, address } of trail) {
    const id = typeof detail.participantId === 'string' ? detail.participantId : null
    if (type === 'document.sent') addresses.set(senderOf(document).id, address ?? '')
    if (type === 'signing_url.issued' && detail.statement !== undefined) {
      ofUrl.set(detail.urlId, detail.statement as StatedLogin)
    }
    if (type === 'participant.authenticated') urlOf.set(detail.sessionId, detail.urlId)
    if (type === 'participant.consented' && id !== null) {
      addresses.set(id, address ?? '')
      const stated = ofUrl.get(urlOf.get(detail.sessionId))
      if (stated !== undefined) statements.set(id, stated)
    }
  }
  return { addresses, statements }
}
