import { type Certificate, type Extension, extensionsIn } from './certificates.ts'
import {
  certificateTimeOf,
  childrenOf,
  childTagged,
  type Der,
  expectTag,
  MalformedAsn1,
  readDer,
} from './der.ts'
import { pointersOf, urisOfPoint } from './revocation-pointers.ts'
import type { RevocationFault, RevocationSays } from './revocation-says.ts'
import { digestIn, readAlgorithm, type SignatureAlgorithm, signatureHolds } from './signature-algorithms.ts'
import { same } from './signed-data.ts'

/** A certificate revocation list as read (RFC 5280 §5); nothing of it is judged yet. */
export type Crl = {
  kind: 'crl'
  der: Uint8Array
  issuer: Uint8Array
  thisUpdate: Date
  nextUpdate: Date | null
  entries: Der[]
  extensions: ReadonlyMap<string, Extension>
  signed: Uint8Array
  algorithm: SignatureAlgorithm
  signature: Uint8Array
}

const OID = { issuingPoint: '2.5.29.28', deltaIndicator: '2.5.29.27', reason: '2.5.29.21' }
/** Those whose meaning is known here; another that is critical makes a list unusable (RFC 5280 §5.2). */
const understood = new Set([OID.issuingPoint])

/** Parses a DER list. Throws `MalformedAsn1`. */
export function readCrl(bytes: Uint8Array): Crl {
  const whole = readDer(bytes)
  const [body, algorithm, signature] = childrenOf(expectTag(whole, 0x30))
  const parts = childrenOf(expectTag(body, 0x30))
  // The version is left out of version 1 lists.
  const [, issuer, thisUpdate, ...rest] = parts[0]?.tag === 0x02 ? parts.slice(1) : parts
  const next = rest[0]?.tag === 0x17 || rest[0]?.tag === 0x18 ? rest.shift() : undefined
  const entries = rest[0]?.tag === 0x30 ? childrenOf(rest[0]) : []
  const wrapper = childTagged(rest, 0xa0)
  return {
    kind: 'crl',
    der: whole.bytes,
    issuer: expectTag(issuer, 0x30).bytes,
    thisUpdate: certificateTimeOf(thisUpdate),
    nextUpdate: next === undefined ? null : certificateTimeOf(next),
    entries,
    extensions: extensionsIn(wrapper && childrenOf(wrapper)[0]),
    signed: expectTag(body, 0x30).bytes,
    algorithm: readAlgorithm(algorithm),
    signature: bitsOf(signature),
  }
}

/** Bytes of a BIT STRING that has whole bytes. */
export function bitsOf(der: Der | undefined): Uint8Array {
  const { content } = expectTag(der, 0x03)
  if (content[0] !== 0) throw new MalformedAsn1('a bit string with odd bits')
  return content.subarray(1)
}

/** What the list says of a certificate, when its issuer's key signed it and the certificate is in its scope. */
export function crlSays(
  crl: Crl,
  certificate: Certificate,
  issuer: Certificate,
): RevocationSays | RevocationFault {
  // Either spelling of the name: an issuer may write its own in another type of string than those below it.
  if (![issuer.subjectName, certificate.issuer].some((name) => same(crl.issuer, name))) return 'other_issuer'
  if (issuer.keyUsage !== null && !issuer.keyUsage.crlSign) return 'responder'
  if (!isSignedBy(crl, issuer)) return 'signature'
  if (!isInScope(crl, certificate)) return 'scope'
  const entry = crl.entries.find((each) => isOf(each, certificate))
  const { thisUpdate, nextUpdate } = crl
  return { thisUpdate, nextUpdate, revokedAt: entry ? revokedAtOf(entry) : null, responder: null }
}

/** One list is asked about many certificates, and of many uses of one. */
const signedBy = new WeakMap<Crl, Map<string, boolean>>()

function isSignedBy(crl: Crl, { publicKey, sha256 }: Certificate): boolean {
  const known = signedBy.get(crl) ?? new Map<string, boolean>()
  signedBy.set(crl, known)
  const holds =
    known.get(sha256) ??
    signatureHolds(crl.algorithm, digestIn(crl.algorithm), crl.signed, publicKey, crl.signature)
  known.set(sha256, holds)
  return holds
}

function isOf(entry: Der, { serial }: Certificate): boolean {
  return same(expectTag(readDer(entry.content), 0x02).content, serial)
}

function revokedAtOf(entry: Der): Date {
  return certificateTimeOf(childrenOf(entry)[1])
}

/** Of a part of the issuer's certificates (RFC 5280 §5.2.5); one that says only what changed proves nothing alone. */
function isInScope({ extensions }: Crl, certificate: Certificate): boolean {
  if (extensions.has(OID.deltaIndicator)) return false
  for (const [type, { critical }] of extensions) if (critical && !understood.has(type)) return false
  const point = extensions.get(OID.issuingPoint)
  if (point === undefined) return true
  const parts = childrenOf(readDer(point.value))
  const isSet = (tag: number) => (childTagged(parts, tag)?.content[0] ?? 0) !== 0
  const [onlyUsers, onlyAuthorities, indirect, onlyAttributes] = [0x81, 0x82, 0x84, 0x85].map(isSet)
  if (indirect || onlyAttributes || childTagged(parts, 0x83) !== undefined) return false
  if ((onlyUsers && certificate.x509.ca) || (onlyAuthorities && !certificate.x509.ca)) return false
  const name = childTagged(parts, 0xa0)
  if (name === undefined) return true
  const named = pointersOf(certificate).crls
  return urisOfPoint(name).some((uri) => named.includes(uri))
}
