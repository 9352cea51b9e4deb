import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { type Certificate, parseCertificate } from '#server/verification/certificates.ts'
import { KeyRefused } from './pem-signer.ts'

/** Purposes (RFC 5280 §4.2.1.12) for which a certificate that also signs contracts has no business. */
const otherPurposes: Record<string, string> = {
  '1.3.6.1.5.5.7.3.1': 'TLS servers',
  '1.3.6.1.5.5.7.3.8': 'time stamps',
  '1.3.6.1.5.5.7.3.9': 'OCSP answers',
}

/** Purposes under which documents are signed: RFC 9336, e-mail protection, Adobe's, Microsoft's, client and any. */
const documentPurposes = [
  '1.3.6.1.5.5.7.3.36',
  '1.3.6.1.5.5.7.3.4',
  '1.2.840.113583.1.1.5',
  '1.3.6.1.4.1.311.10.3.12',
  '1.3.6.1.5.5.7.3.2',
  '2.5.29.37.0',
]

/**
 * Judges, before anything is signed, the operator's certificates (DER, leaf first) as of `at`: in force, made for
 * signing documents, and with every intermediate up to a root. Public authorities' roots need not be given. Throws
 * `KeyRefused` with one sentence that names the cure.
 */
export function judgeSigningCertificate(chain: Uint8Array[], at: Date): void {
  const [leaf, ...others] = chain.map((der) => parseCertificate(der))
  if (leaf === undefined)
    throw new KeyRefused('chain_unreadable', 'SIGNING_CERTIFICATE holds no certificate.')
  judgeTime(leaf, 'The signing certificate', at)
  judgePurpose(leaf)
  for (const each of completePathOf(leaf, others)) judgeTime(each, `The certificate of ${each.subject}`, at)
}

function judgeTime({ notBefore, notAfter }: Certificate, which: string, at: Date): void {
  const cure = 'put one that is in force into SIGNING_CERTIFICATE (docs/operations.md, renewal)'
  if (at > notAfter) {
    throw new KeyRefused('certificate_expired', `${which} ended on ${notAfter.toISOString()}; ${cure}.`)
  }
  if (at < notBefore) {
    throw new KeyRefused(
      'certificate_not_yet_valid',
      `${which} begins only on ${notBefore.toISOString()}; ${cure}, or set this machine's clock right.`,
    )
  }
}

function judgePurpose(leaf: Certificate): void {
  const refuse = (what: string) => {
    throw new KeyRefused(
      'certificate_wrong_purpose',
      `The signing certificate ${what}; ask your authority for one to sign documents with (key usage digitalSignature or nonRepudiation).`,
    )
  }
  const { extendedKeyUsage, keyUsage } = leaf
  if (keyUsage !== null && !keyUsage.digitalSignature && !keyUsage.nonRepudiation) {
    refuse('may not sign: its key usage has neither digitalSignature nor nonRepudiation')
  }
  if (extendedKeyUsage === null) return
  const other = extendedKeyUsage.purposes.find((purpose) => otherPurposes[purpose] !== undefined)
  if (other !== undefined) refuse(`is made for ${otherPurposes[other]}`)
  if (!extendedKeyUsage.purposes.some((purpose) => documentPurposes.includes(purpose))) {
    refuse(`is made for other purposes (${extendedKeyUsage.purposes.join(', ')})`)
  }
}

/** The path of `chain` (DER, leaf first): the leaf and, as far as they were given, those above it. */
export function signingPath([leaf, ...others]: Uint8Array[]): Certificate[] {
  if (leaf === undefined) return []
  const first = parseCertificate(leaf)
  return [
    first,
    ...issuersAbove(
      first,
      others.map((der) => parseCertificate(der)),
    ),
  ]
}

/** From the leaf upwards. Of several that issued it, as after a renewal under the same key, the one that ends last. */
function issuersAbove(leaf: Certificate, others: Certificate[]): Certificate[] {
  const path: Certificate[] = []
  let current = leaf
  while (!isSelfSigned(current)) {
    const [issuer] = others
      .filter((each) => !path.includes(each) && isIssuer(each, current))
      .sort((a, b) => b.notAfter.getTime() - a.notAfter.getTime())
    if (issuer === undefined) break
    path.push(issuer)
    current = issuer
  }
  return path
}

function isSelfSigned({ x509 }: Certificate): boolean {
  return x509.issuer === x509.subject
}

/**
 * Complete is a path that ends at a self-signed certificate, below a root that every computer knows, or at an
 * intermediate when everything that was given lies on the path (its root is then left out).
 */
function completePathOf(leaf: Certificate, others: Certificate[]): Certificate[] {
  const path = issuersAbove(leaf, others)
  const current = path.at(-1) ?? leaf
  const onPath = others.every((each) => path.some(({ x509 }) => x509.subject === each.x509.subject))
  const rootLeftOut = path.length > 0 && onPath
  if (isSelfSigned(current) || rootLeftOut || isBelowPublicRoot(current)) return path
  const missing = current.x509.issuer.split('\n').join(', ')
  throw new KeyRefused(
    'chain_incomplete',
    `SIGNING_CERTIFICATE lacks the certificate of ${missing}, which issued ${current.subject}; append your authority's intermediate certificates, leaf first.`,
  )
}

function isIssuer(issuer: Certificate, child: Certificate): boolean {
  const { publicKey, x509 } = issuer
  return x509.ca && child.x509.checkIssued(x509) && publicKey !== null && child.x509.verify(publicKey)
}

function isBelowPublicRoot({ x509 }: Certificate): boolean {
  return rootCertificates.some((pem) => {
    const root = new X509Certificate(pem)
    return x509.checkIssued(root) && x509.verify(root.publicKey)
  })
}
