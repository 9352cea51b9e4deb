import { createHash, type KeyObject, X509Certificate } from 'node:crypto'
import { childrenOf, childTagged, type Der, MalformedAsn1, octetsOf, oidOf, readDer } from './der.ts'

/** A certificate with the parts that CMS names it by. */
export type Certificate = {
  x509: X509Certificate
  der: Uint8Array
  sha256: string
  /** Null when its algorithm is unknown here; then nothing verifies with it. */
  publicKey: KeyObject | null
  /** One line, most general part first. */
  subject: string
  issuer: Uint8Array
  serial: Uint8Array
  subjectKeyId: Uint8Array | null
  notBefore: Date
  notAfter: Date
  extendedKeyUsage: { critical: boolean; purposes: string[] } | null
}

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'
const OID = { subjectKeyId: '2.5.29.14', extendedKeyUsage: '2.5.29.37' }
const KNOWN_LIMIT = 200

// A process reads the same few certificates all day; parsing one costs more than a signature check.
const known = new Map<string, Certificate>()
const checkedLinks = new Map<string, boolean>()

/** Parses a DER certificate. Throws `MalformedAsn1`. */
export function parseCertificate(der: Uint8Array): Certificate {
  const sha256 = createHash('sha256').update(der).digest('hex')
  const before = known.get(sha256)
  if (before) return before
  const certificate = parse(Uint8Array.from(der), sha256)
  if (known.size >= KNOWN_LIMIT) known.clear()
  known.set(sha256, certificate)
  return certificate
}

function parse(der: Uint8Array, sha256: string): Certificate {
  const [body] = childrenOf(readDer(der))
  const fields = body ? childrenOf(body) : []
  const [serial, , issuer] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields
  if (!serial || !issuer) throw new MalformedAsn1('not a certificate')
  const extensions = readExtensions(fields)
  const keyId = extensions.get(OID.subjectKeyId)
  const usage = extensions.get(OID.extendedKeyUsage)
  const x509 = readX509(der)
  return {
    x509,
    der,
    sha256,
    publicKey: publicKeyOf(x509),
    subject: x509.subject.split('\n').join(', '),
    issuer: issuer.bytes,
    serial: serial.content,
    subjectKeyId: keyId ? octetsOf(readDer(keyId.value)) : null,
    notBefore: x509.validFromDate,
    notAfter: x509.validToDate,
    extendedKeyUsage: usage
      ? { critical: usage.critical, purposes: childrenOf(readDer(usage.value)).map(oidOf) }
      : null,
  }
}

function readX509(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der)
  } catch (cause) {
    throw new MalformedAsn1('not a certificate', { cause })
  }
}

function publicKeyOf(x509: X509Certificate): KeyObject | null {
  try {
    return x509.publicKey
  } catch {
    return null
  }
}

function readExtensions(fields: Der[]): Map<string, { critical: boolean; value: Uint8Array }> {
  const wrapper = childTagged(fields, 0xa3)
  const list = wrapper && childrenOf(wrapper)[0]
  const extensions = new Map<string, { critical: boolean; value: Uint8Array }>()
  for (const extension of list ? childrenOf(list) : []) {
    const parts = childrenOf(extension)
    const critical = childTagged(parts, 0x01)?.content[0] === 0xff
    extensions.set(oidOf(parts[0]), { critical, value: octetsOf(parts.at(-1)) })
  }
  return extensions
}

/** Whether the certificate may sign timestamps, and nothing else (RFC 3161 §2.3). */
export function isForTimestampsOnly({ extendedKeyUsage }: Certificate): boolean {
  if (!extendedKeyUsage?.critical) return false
  return extendedKeyUsage.purposes.length === 1 && extendedKeyUsage.purposes[0] === TIME_STAMPING
}

/**
 * Follows the issuers among `candidates`, checking each signature. True when no link is broken: the walk ends at a
 * self-signed certificate, or where the issuer was not sent along (public authorities leave the root out).
 */
export function chains(leaf: Certificate, candidates: Certificate[], at: Date): boolean {
  let current = leaf
  for (let step = 0; step <= candidates.length; step += 1) {
    if (at < current.notBefore || at > current.notAfter) return false
    const { x509 } = current
    if (x509.issuer === x509.subject) return isIssuedBy(current, current)
    const issuer = candidates.find((candidate) => candidate.x509.subject === x509.issuer)
    if (!issuer) return true
    if (!isIssuedBy(current, issuer)) return false
    current = issuer
  }
  return false
}

function isIssuedBy(child: Certificate, issuer: Certificate): boolean {
  const link = `${child.sha256} ${issuer.sha256}`
  const before = checkedLinks.get(link)
  if (before !== undefined) return before
  const self = child.sha256 === issuer.sha256
  const named = self || (issuer.x509.ca && child.x509.checkIssued(issuer.x509))
  const issued = named && issuer.publicKey !== null && child.x509.verify(issuer.publicKey)
  if (checkedLinks.size >= KNOWN_LIMIT) checkedLinks.clear()
  checkedLinks.set(link, issued)
  return issued
}
