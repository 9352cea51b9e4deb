import type {
  AgreementEvidence,
  CertificateLanguage,
  EmbeddedText,
  EvidenceSignature,
} from '#domain/agreement-evidence.ts'
import { type Document, recipientsOf } from '#domain/document.ts'
import { partiesOfEvidence } from '#domain/party-evidence.ts'
import type { Revision, SealedCertificate } from '#domain/seal.ts'
import type { AuditRow, Ports } from '../ports.ts'
import { FileRefused } from '../refused.ts'
import type { SignatureSeen, TrustedCertificates } from '../sealing-ports.ts'
import { archiveLocalFile, storePrepared } from './archive-file.ts'
import { recordsIn, trailOfAgreement } from './evidence.ts'
import { committedPhone } from './tel-commitment.ts'
import { termsAgreed } from './terms-agreed.ts'
import { verifyFinished } from './verify-finished.ts'

export type NeedsOfCertificate = Pick<
  Ports,
  'database' | 'clock' | 'storage' | 'pdfWorker' | 'sealer' | 'workspace' | 'trust' | 'validation' | 'secrets'
> & { evaluation: boolean; verifyUrl: string; termsUrl: string | null }

/** `until`: the end of the certificate of the authority that stamped it; null where none did. */
export type Sealed = { sealed: SealedCertificate; until: Date | null }

/** The concluded files in their order, and of each the signatures that were read back from it. */
type Finished = { finished: Revision[]; signatures: SignatureSeen[][] }

/** Where certificates of a document lie; their hash follows. */
export function certificatePrefix(documentId: string): string {
  return `documents/${documentId}/certificate`
}

/** Draws the certificate of agreement, seals it to the level of the files, stores it, and reads it back. */
export async function makeCertificate(
  needs: NeedsOfCertificate,
  trusted: TrustedCertificates,
  document: Document,
  files: Finished,
): Promise<Sealed> {
  const { pdfWorker, sealer, storage, workspace, trust, clock, validation } = needs
  const target = await workspace.newFile()
  let onDisk = true
  try {
    const issuedAt = clock.now()
    const prepared = await pdfWorker.prepareCertificate({
      ...{ targetPath: target.path, inMemory: true },
      ...(await evidenceOf(needs, document, files, issuedAt)),
      signature: {
        name: trust.operator,
        reason: '合意締結証明書の発行',
        contactInfo: document.id,
        at: issuedAt,
      },
    })
    onDisk = !prepared.bytes
    const signed = await sealer.seal(prepared)
    const of = { documentId: document.id, number: 0 }
    const archived = validation && (await archiveLocalFile(needs, validation, of, prepared))
    const { sha256, bytes } = archived?.stamped ?? signed
    // The name holds no chance: the second of two workers overwrites nothing, it stores beside.
    const storageKey = `${certificatePrefix(document.id)}-${sha256}.pdf`
    try {
      await storePrepared(storage, storageKey, archived?.prepared ?? prepared)
    } finally {
      // The storage has taken it, unless it failed.
      await archived?.dispose()
    }
    const certificate = { sha256, bytes, storageKey }
    const archives = archived === null ? 0 : 1
    const acts = [{ participantId: null, at: issuedAt }]
    const expected = { originalKey: null, pages: null, acts, archives }
    try {
      const { late } = await verifyFinished(needs, trusted, certificate, expected)
      if (late !== null) throw new FileRefused('the certificate of agreement was signed out of time')
    } catch (error) {
      // The next try makes another; this one belongs to nothing.
      await storage.remove(storageKey)
      throw error
    }
    return { sealed: certificate, until: archived?.stamped.until ?? null }
  } finally {
    if (onDisk) await target.dispose()
  }
}

async function evidenceOf(
  needs: NeedsOfCertificate,
  document: Document,
  { finished, signatures }: Finished,
  issuedAt: Date,
): Promise<{ evidence: AgreementEvidence; attached: EmbeddedText[] }> {
  const { database, trust, secrets } = needs
  const trail = trailOfAgreement(await database.read.audit(document.id))
  const records = recordsIn(document, trail)
  const terms = await termsAgreed(needs, document, records)
  const evidence: AgreementEvidence = {
    schema: 'musubi-evidence-1',
    language: languageOf(document),
    evaluation: needs.evaluation,
    issuedAt: issuedAt.toISOString(),
    issuer: { name: trust.operator, ...trust.issuer, capacity: 'witness' },
    document: {
      id: document.id,
      title: document.title,
      sentAt: document.sentAt?.toISOString() ?? null,
      agreedAt: (document.acts.at(-1)?.at ?? issuedAt).toISOString(),
    },
    parties: partiesOfEvidence(document, records, (party) => committedPhone(secrets, document.id, party)),
    files: document.files.map((file, index) => ({
      name: file.name,
      pages: file.pages.length,
      originalSha256: file.sha256,
      repairedFrom: file.repairedFrom,
      sealedSha256: finished[index]?.sha256 ?? '',
      signatures: signaturesOf(document, signatures[index] ?? []),
    })),
    signatures: summaryOf(signatures.flat()),
    trail: { head: trail.at(-1)?.hash ?? '', rows: trail.length },
    terms: terms.map(({ version, file, url }) => ({ version, file: file?.name ?? null, url })),
    verificationUrl: needs.verifyUrl,
  }
  return { evidence, attached: [trailFile(trail), ...terms.flatMap(({ file }) => file ?? [])] }
}

/** English where every recipient was asked in English. */
function languageOf(document: Document): CertificateLanguage {
  return recipientsOf(document).every(({ language }) => language === 'en') ? 'en' : 'ja'
}

/** Of ours only, act by act and then the timestamps over the whole: what an upload brought along is its own affair. */
function signaturesOf({ acts, participants }: Document, seen: SignatureSeen[]): EvidenceSignature[] {
  const ours = seen.filter(({ fieldName }) => fieldName.startsWith('musubi-'))
  const signed = ours.filter(({ kind }) => kind !== 'document_timestamp')
  const stamps = ours.filter(({ kind }) => kind === 'document_timestamp')
  return [...signed, ...stamps].map((one, place) => {
    const act = one.kind === 'document_timestamp' ? undefined : acts[place]
    const party = participants.findIndex(({ id }) => id === act?.participantId)
    return {
      party: act === undefined ? null : party,
      signedAt: one.at?.toISOString() ?? null,
      timestampedAt: one.timestampedAt?.toISOString() ?? null,
      timestampAuthority: one.tsaSubject === null ? null : commonName(one.tsaSubject),
    }
  })
}

function summaryOf(seen: SignatureSeen[]): AgreementEvidence['signatures'] {
  const certificates = new Map<string, string>()
  for (const { kind, fieldName, signerSubject, signerSha256 } of seen) {
    if (kind !== 'document_timestamp' && fieldName.startsWith('musubi-'))
      certificates.set(signerSha256, signerSubject)
  }
  const archived = seen.some(({ kind }) => kind === 'document_timestamp')
  const stamped = seen.some(({ timestampedAt }) => timestampedAt !== null)
  return {
    level: archived ? 'PAdES-B-LTA' : stamped ? 'PAdES-B-T' : 'PAdES-B-B',
    certificates: [...certificates].map(([sha256, subject]) => ({ subject, sha256 })),
  }
}

function commonName(subject: string): string {
  return /(?:^|, )CN=([^,]+)/.exec(subject)?.[1] ?? subject
}

/** As the console exports it: one row a line, as it was hashed, and its hash. */
function trailFile(trail: AuditRow[]): EmbeddedText {
  const lines = trail.map(({ sequence, canonical, hash }) =>
    JSON.stringify({ sequence, row: canonical, hash }),
  )
  return {
    name: 'trail.jsonl',
    mediaType: 'application/jsonl',
    description: '監査記録 / Audit trail as of the last consent',
    text: lines.map((line) => `${line}\n`).join(''),
  }
}
