import { type Finding, findingOf } from '#domain/file-finding.ts'
import type { PdfFile } from '#server/pdf/format/pdf-file.ts'
import { MalformedPdf } from '#server/pdf/format/pdf-objects.ts'
import { type Certificate, isIssuedBy } from '../certificates.ts'
import { type Evidence, saysOf } from '../revocation-proof.ts'
import type { RevocationSays } from '../revocation-says.ts'
import { type SecurityStore, securityStoreOf } from '../security-store.ts'
import type { FoundSignature } from './judge-signature.ts'

/** Certificates whose status is asked for, each of every list and answer. */
const MOST_CERTIFICATES = 64
/** Two clocks that are both right. */
const CLOCKS_APART = 5 * 60_000

/** A certificate with one above it. */
type Link = { certificate: Certificate; issuer: Certificate }

/**
 * What the revocation data in the file (the DSS, EN 319 142-1 §5.4.2) say of its certificates. Data that are missing are no
 * finding: without a network nobody can tell what they would say.
 */
export function revocationFindings(file: PdfFile, signatures: FoundSignature[], now: Date): Finding[] {
  const store = storeOf(file)
  if (store === null || store.evidence.length === 0) return []
  const known = [
    ...store.certificates,
    ...signatures.flatMap(certificatesOf),
    ...respondersIn(store.evidence),
  ]
  const links = linksAmong(known)
  const findings: Finding[] = []
  for (const evidence of store.evidence) {
    const said = links.flatMap((link) => statementOf(evidence, link) ?? [])
    if (said.length === 0) {
      findings.push(findingOf('revocation_other_issuer', { detail: evidence.kind }))
    } else if (said.some(({ thisUpdate }) => thisUpdate.getTime() > now.getTime() + CLOCKS_APART)) {
      findings.push(findingOf('revocation_future', { detail: evidence.kind }))
    }
  }
  signatures.forEach((found, signature) => {
    // What proves the newest document timestamp comes with the one that follows it (EN 319 142-1 §5.5).
    const awaitsProof = found.judged.kind === 'document_timestamp' && signature === signatures.length - 1
    const said = statusOf(found, links, store.evidence)
    const own = said.filter(({ code }) => !(awaitsProof && code === 'revocation_stale'))
    findings.push(...own.map((one) => ({ ...one, signature })))
  })
  return findings
}

function storeOf(file: PdfFile): SecurityStore | null {
  try {
    return securityStoreOf(file)
  } catch (error) {
    if (error instanceof MalformedPdf) return null
    throw error
  }
}

function certificatesOf({ examined }: FoundSignature): Certificate[] {
  return [...(examined.cms?.certificates ?? []), ...(examined.timestamp?.certificates ?? [])]
}

function respondersIn(evidence: Evidence[]): Certificate[] {
  return evidence.flatMap((one) => (one.kind === 'ocsp' ? one.certificates : []))
}

function linksAmong(known: Certificate[]): Link[] {
  const each = [...new Map(known.map((one) => [one.sha256, one])).values()].slice(0, MOST_CERTIFICATES)
  return each.flatMap((certificate) =>
    each.filter((issuer) => isIssuedBy(certificate, issuer)).map((issuer) => ({ certificate, issuer })),
  )
}

/** What a list or answer says of the certificate; null where it says nothing, or nobody may say it. */
function statementOf(evidence: Evidence, { certificate, issuer }: Link): RevocationSays | null {
  const says = saysOf(evidence, certificate, issuer)
  return typeof says === 'string' ? null : says
}

/** Of the signer and of the authority that stamped, each as of the time that is proved. */
function statusOf({ judged, examined }: FoundSignature, links: Link[], evidence: Evidence[]): Finding[] {
  const at = judged.timestampedAt ?? judged.at
  if (at === null) return []
  const signers = [examined.cms?.signer, examined.timestamp?.tsa].filter((one) => one != null)
  return [...new Set(signers)].flatMap((signer) => {
    const own = links.filter(({ certificate }) => certificate.sha256 === signer.sha256)
    const said = evidence.flatMap((one) => own.flatMap((link) => statementOf(one, link) ?? []))
    const findings: Finding[] = []
    const [revoked] = said
      .flatMap(({ revokedAt }) => revokedAt ?? [])
      .sort((a, b) => a.getTime() - b.getTime())
    if (revoked !== undefined) {
      const detail = `${signer.subject}: ${revoked.toISOString()}`
      findings.push(
        findingOf(revoked <= at ? 'revoked_before' : 'revoked_after', { field: judged.field, detail }),
      )
    }
    // Ended before there was anything to say of this signature.
    if (said.length > 0 && said.every(({ nextUpdate }) => nextUpdate !== null && nextUpdate < at)) {
      findings.push(findingOf('revocation_stale', { field: judged.field, detail: signer.subject }))
    }
    return findings
  })
}
