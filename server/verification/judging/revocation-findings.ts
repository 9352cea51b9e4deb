import { type Finding, findingOf } from '#domain/file-finding.ts'
import { dataOf, entryOf, listOf, type PdfFile } from '#server/pdf/format/pdf-file.ts'
import { isDict, isStream, MalformedPdf } from '#server/pdf/format/pdf-objects.ts'
import { catalogOf } from '#server/pdf/format/pdf-pages.ts'
import { type Certificate, parseCertificate } from '../certificates.ts'
import { MalformedAsn1 } from '../der.ts'
import type { FoundSignature } from './judge-signature.ts'
import { type RevocationData, readCrl, readOcsp } from './revocation-data.ts'

/** Lists and answers that are looked at; each costs the check of a signature. */
const MOST_DATA = 100

/**
 * What the revocation data in the file (the DSS, EN 319 142-1 §5.4.2) say of its certificates. Data that are missing are no
 * finding: without a network nobody can tell what they would say.
 */
export function revocationFindings(file: PdfFile, signatures: FoundSignature[], now: Date): Finding[] {
  const { certificates, data } = storeOf(file)
  const known = [...certificates, ...signatures.flatMap(certificatesOf)]
  const findings: Finding[] = []
  const sound = data.filter((one) => {
    const signed = one.signedBy(known)
    if (signed === false || !known.some((each) => one.isAbout(each))) {
      findings.push(
        findingOf('revocation_other_issuer', { detail: `${one.kind} of ${one.from.toISOString()}` }),
      )
    } else if (one.from > now) {
      findings.push(findingOf('revocation_future', { detail: `${one.kind} of ${one.from.toISOString()}` }))
    }
    return signed !== false
  })
  signatures.forEach((found, signature) => {
    findings.push(...statusOf(found, sound).map((one) => ({ ...one, signature })))
  })
  return findings
}

/** Of the signer and of the authority that stamped, each as of the time that is proved. */
function statusOf({ judged, examined }: FoundSignature, data: RevocationData[]): Finding[] {
  const at = judged.timestampedAt ?? judged.at
  if (at === null) return []
  const signers = [examined.cms?.signer, examined.timestamp?.tsa]
  return [...new Set(signers.filter((one) => one != null))].flatMap((signer) => {
    const about = data.filter((one) => one.isAbout(signer))
    const findings: Finding[] = []
    const revoked = about
      .flatMap((one) => one.revokedAt(signer) ?? [])
      .sort((a, b) => a.getTime() - b.getTime())[0]
    if (revoked) {
      const detail = `${signer.subject}: ${revoked.toISOString()}`
      findings.push(
        findingOf(revoked <= at ? 'revoked_before' : 'revoked_after', { field: judged.field, detail }),
      )
    }
    // Ended before there was anything to say of this signature.
    if (about.length > 0 && about.every(({ until }) => until !== null && until < at)) {
      findings.push(findingOf('revocation_stale', { field: judged.field, detail: signer.subject }))
    }
    return findings
  })
}

function certificatesOf({ examined }: FoundSignature): Certificate[] {
  return [...(examined.cms?.certificates ?? []), ...(examined.timestamp?.certificates ?? [])]
}

function storeOf(file: PdfFile): { certificates: Certificate[]; data: RevocationData[] } {
  const store = entryOf(file, catalogOf(file), 'DSS')
  const all = <T>(key: string, read: (der: Uint8Array) => T[]): T[] => {
    if (!isDict(store)) return []
    const streams = listOf(file, entryOf(file, store, key)).slice(0, MOST_DATA)
    return streams.flatMap((stream) =>
      isStream(stream) ? unlessMalformed(() => read(dataOf(file, stream))) : [],
    )
  }
  return {
    certificates: all('Certs', (der) => [parseCertificate(der)]),
    data: [...all('CRLs', (der) => [readCrl(der)]), ...all('OCSPs', readOcsp)],
  }
}

function unlessMalformed<T>(read: () => T[]): T[] {
  try {
    return read()
  } catch (error) {
    if (error instanceof MalformedAsn1 || error instanceof MalformedPdf) return []
    throw error
  }
}
