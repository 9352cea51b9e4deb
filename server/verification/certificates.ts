import { createHash, type KeyObject, X509Certificate } from 'node:crypto'
import { BoundedCache } from '#server/caching/bounded-cache.ts'
import {
  childrenOf,
  childTagged,
  type Der,
  expectTag,
  MalformedAsn1,
  octetsOf,
  oidOf,
  readDer,
} from './der.ts'

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
  /** The same of its own name. */
  subjectName: Uint8Array
  serial: Uint8Array
  subjectKeyId: Uint8Array | null
  notBefore: Date
  notAfter: Date
  /** Null when the extension is absent: then everything is allowed. */
  keyUsage: { digitalSignature: boolean; nonRepudiation: boolean; crlSign: boolean } | null
  extendedKeyUsage: { critical: boolean; purposes: string[] } | null
  /** By their identifiers. */
  extensions: ReadonlyMap<string, Extension>
}

/** What an extension holds, unwrapped (RFC 5280 §4.2). */
export type Extension = { critical: boolean; value: Uint8Array }

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'
const OID = { subjectKeyId: '2.5.29.14', keyUsage: '2.5.29.15', extendedKeyUsage: '2.5.29.37' }
const KNOWN_LIMIT = 200

// A process reads the same few certificates all day; parsing one costs more than a signature check.
const known = new BoundedCache<string, Certificate>({ entries: KNOWN_LIMIT })
const checkedLinks = new BoundedCache<string, boolean>({ entries: KNOWN_LIMIT })

/** Parses a DER certificate. Throws `MalformedAsn1`. */
export function parseCertificate(der: Uint8Array): Certificate {
  const sha256 = createHash('sha256').update(der).digest('hex')
  const before = known.get(sha256)
  if (before) return before
  const certificate = parse(Uint8Array.from(der), sha256)
  known.set(sha256, certificate)
  return certificate
}

function parse(der: Uint8Array, sha256: string): Certificate {
  const [body] = childrenOf(readDer(der))
  const fields = body ? childrenOf(body) : []
  const [serial, , issuer, , subject] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields
  if (!serial || !issuer || !subject) throw new MalformedAsn1('not a certificate')
  const extensions = readExtensions(fields)
  const keyId = extensions.get(OID.subjectKeyId)
  const usage = extensions.get(OID.extendedKeyUsage)
  const x509 = readX509(der)
  return {
    x509,
    der,
    sha256,
    publicKey: publicKeyOf(x509),
    subject: x509.subject.slice(0, LONGEST_SUBJECT).split('\n').join(', '),
    issuer: issuer.bytes,
    subjectName: subject.bytes,
    serial: serial.content,
    subjectKeyId: keyId ? octetsOf(readDer(keyId.value)) : null,
    // Not `validFromDate`, which Node 20 has not; the checker that strangers run works there.
    notBefore: new Date(x509.validFrom),
    notAfter: new Date(x509.validTo),
    keyUsage: readKeyUsage(extensions.get(OID.keyUsage)?.value),
    extendedKeyUsage: usage
      ? { critical: usage.critical, purposes: childrenOf(readDer(usage.value)).map(oidOf) }
      : null,
    extensions,
  }
}

/** BIT STRING; these of its bits are asked for here (RFC 5280 §4.2.1.3). */
function readKeyUsage(value: Uint8Array | undefined): Certificate['keyUsage'] {
  if (value === undefined) return null
  const flags = expectTag(readDer(value), 0x03).content[1] ?? 0
  return {
    digitalSignature: (flags & 0x80) !== 0,
    nonRepudiation: (flags & 0x40) !== 0,
    crlSign: (flags & 0x02) !== 0,
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

function readExtensions(fields: Der[]): Map<string, Extension> {
  const wrapper = childTagged(fields, 0xa3)
  return extensionsIn(wrapper && childrenOf(wrapper)[0])
}

/** Reads a SEQUENCE OF Extension, of a certificate, a CRL or an OCSP answer. Throws `MalformedAsn1`. */
export function extensionsIn(list: Der | undefined): Map<string, Extension> {
  const extensions = new Map<string, Extension>()
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

/** Deeper paths and more issuers of one name do not exist in earnest; each costs a signature check. */
const LONGEST_PATH = 10
const MOST_NAMESAKES = 8
const MOST_ON_PATHS = 64
/** Characters of a subject that are shown. */
const LONGEST_SUBJECT = 1000

/** Whether the certificate was in force at that time. */
export function isInForce({ notBefore, notAfter }: Certificate, at: Date): boolean {
  return at >= notBefore && at <= notAfter
}

/**
 * Follows the issuers among `candidates`, checking each signature. True when no link is broken: the walk ends at a
 * self-signed certificate, or where the issuer was not sent along (public authorities leave the root out). `at`: when all
 * of them must have been in force; null does not ask.
 */
export function chains(leaf: Certificate, candidates: Certificate[], at: Date | null): boolean {
  const byName = bySubject(candidates)
  return someAbove(leaf, (one) => {
    if (at !== null && !isInForce(one, at)) return false
    if (one.x509.issuer === one.x509.subject) return isIssuedBy(one, one)
    const named = byName.get(one.x509.issuer)
    return named === undefined || issuersOf(one, named)
  })
}

/**
 * Whether one of `anchors` stands on the leaf's path, as its root, an intermediate or the leaf itself; every link up to
 * it is signed and in force at `at`. What comes above the anchor is not asked.
 */
export function chainsTo(
  anchors: Certificate[],
  leaf: Certificate,
  candidates: Certificate[],
  at: Date,
): boolean {
  // Anchors first: a token may come without its chain.
  const byName = bySubject([...anchors, ...candidates])
  return someAbove(leaf, (one) => {
    if (!isInForce(one, at)) return false
    if (anchors.some(({ sha256 }) => sha256 === one.sha256)) return true
    return one.x509.issuer === one.x509.subject ? false : issuersOf(one, byName.get(one.x509.issuer) ?? [])
  })
}

/** Written out, because the checker that strangers run works with Node 20, which has no `Map.groupBy`. */
function bySubject(certificates: Certificate[]): Map<string, Certificate[]> {
  const named = new Map<string, Certificate[]>()
  for (const one of certificates) named.set(one.x509.subject, [...(named.get(one.x509.subject) ?? []), one])
  return named
}

/**
 * Whether the walk upwards from a certificate comes to a good end. `judge` says whether it ends here, or who is above. Each
 * certificate is judged once: namesakes with one key have issued each other's, and every way through them would be 8 to the
 * power of the longest path.
 */
function someAbove(leaf: Certificate, judge: (one: Certificate) => boolean | Certificate[]): boolean {
  const seen = new Set([leaf.sha256])
  let level = [leaf]
  for (let step = 0; step <= LONGEST_PATH && level.length > 0; step += 1) {
    const above: Certificate[] = []
    for (const one of level) {
      const judged = judge(one)
      if (judged === true) return true
      for (const issuer of judged || []) {
        if (seen.has(issuer.sha256) || seen.size > MOST_ON_PATHS) continue
        seen.add(issuer.sha256)
        above.push(issuer)
      }
    }
    level = above
  }
  return false
}

/** Several authorities may bear one name, as after a renewal of its key; the one whose key signed is meant. */
function issuersOf(child: Certificate, namesakes: Certificate[]): Certificate[] {
  return namesakes.slice(0, MOST_NAMESAKES).filter((candidate) => isIssuedBy(child, candidate))
}

/** Whether the issuer's key signed the certificate, and may. */
export function isIssuedBy(child: Certificate, issuer: Certificate): boolean {
  const link = `${child.sha256} ${issuer.sha256}`
  const before = checkedLinks.get(link)
  if (before !== undefined) return before
  const self = child.sha256 === issuer.sha256
  const named = self || (issuer.x509.ca && child.x509.checkIssued(issuer.x509))
  const issued = named && issuer.publicKey !== null && child.x509.verify(issuer.publicKey)
  checkedLinks.set(link, issued)
  return issued
}
