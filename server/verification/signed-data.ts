import { createHash } from 'node:crypto'
import type { FinalProblem } from '#server/usecases/sealing-ports.ts'
import { type Certificate, parseCertificate } from './certificates.ts'
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
import {
  type DigestName,
  digestNames,
  type SignatureAlgorithm,
  signatureHolds,
} from './signature-algorithms.ts'

/** A parsed CMS SignedData with its one signer (RFC 5652 §5). */
export type SignedData = {
  contentType: string
  /** The content inside; null when detached. */
  content: Uint8Array | null
  certificates: Certificate[]
  /** The signer's certificate among them; null when it was not sent along. */
  signer: Certificate | null
  digest: DigestName
  /** SET OF attributes as signed; null when the content was signed directly. */
  signedAttributes: { bytes: Uint8Array; byType: Map<string, Der> } | null
  unsignedAttributes: Map<string, Der>
  signatureAlgorithm: SignatureAlgorithm
  signature: Uint8Array
}

/** Attribute types (RFC 5652 §11, RFC 5035, EN 319 122-1). */
export const ATTRIBUTE = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  commitmentType: '1.2.840.113549.1.9.16.2.16',
  signatureTimestamp: '1.2.840.113549.1.9.16.2.14',
} as const

const SIGNED_DATA = '1.2.840.113549.1.7.2'

/** Parses a ContentInfo with SignedData and exactly one signer. Throws `MalformedAsn1`. */
export function parseSignedData(bytes: Uint8Array): SignedData {
  const [type, wrapped] = childrenOf(readDer(bytes))
  if (oidOf(type) !== SIGNED_DATA) throw new MalformedAsn1('not SignedData')
  const [body] = childrenOf(expectTag(wrapped, 0xa0))
  const fields = childrenOf(expectTag(body, 0x30))
  const [contentType, content] = childrenOf(expectTag(fields[2], 0x30))
  const certificateSet = childTagged(fields, 0xa0)
  const certificates = (certificateSet ? childrenOf(certificateSet) : [])
    .filter((choice) => choice.tag === 0x30)
    .map((choice) => parseCertificate(choice.bytes))
  const signers = childrenOf(expectTag(fields.at(-1), 0x31))
  if (signers.length !== 1 || !signers[0]) throw new MalformedAsn1(`${signers.length} signers`)
  return {
    contentType: oidOf(contentType),
    content: content ? octetsOf(childrenOf(content)[0]) : null,
    certificates,
    ...parseSigner(childrenOf(signers[0]), certificates),
  }
}

function parseSigner(fields: Der[], certificates: Certificate[]) {
  const [, identifier, digestAlgorithm, ...rest] = fields
  if (!identifier || !digestAlgorithm) throw new MalformedAsn1('not a SignerInfo')
  const digest = digestNames[oidOf(childrenOf(digestAlgorithm)[0])]
  if (!digest) throw new MalformedAsn1('unknown digest algorithm')
  const signedSet = rest[0]?.tag === 0xa0 ? rest.shift() : undefined
  const [algorithm, signature, unsignedSet] = rest
  const [oid, parameters] = childrenOf(expectTag(algorithm, 0x30))
  return {
    signer: findSigner(identifier, certificates),
    digest,
    signedAttributes: signedSet ? { bytes: asSet(signedSet), byType: attributesOf(signedSet) } : null,
    unsignedAttributes: unsignedSet?.tag === 0xa1 ? attributesOf(unsignedSet) : new Map<string, Der>(),
    signatureAlgorithm: { oid: oidOf(oid), parameters },
    signature: octetsOf(signature),
  }
}

/** SignerIdentifier: issuer and serial number, or [0] the subject key identifier (RFC 5652 §5.3). */
function findSigner(identifier: Der, certificates: Certificate[]): Certificate | null {
  if (identifier.tag === 0x80) {
    const wanted = identifier.content
    return certificates.find(({ subjectKeyId }) => subjectKeyId && same(subjectKeyId, wanted)) ?? null
  }
  const [issuer, serial] = childrenOf(identifier)
  if (!issuer || !serial) throw new MalformedAsn1('not a signer identifier')
  const named = (one: Certificate) => same(one.issuer, issuer.bytes) && same(one.serial, serial.content)
  return certificates.find(named) ?? null
}

/** Attributes are stored as [0] IMPLICIT and signed as SET OF (RFC 5652 §5.4). */
function asSet(attributes: Der): Uint8Array {
  const copy = Uint8Array.from(attributes.bytes)
  copy[0] = 0x31
  return copy
}

/** The first value of each attribute; a type that appears twice is refused, or two readers could see two things. */
function attributesOf(set: Der): Map<string, Der> {
  const attributes = new Map<string, Der>()
  for (const attribute of childrenOf(set)) {
    const [type, values] = childrenOf(attribute)
    const name = oidOf(type)
    const [value, ...more] = childrenOf(expectTag(values, 0x31))
    if (!value || more.length > 0 || attributes.has(name))
      throw new MalformedAsn1(`attribute ${name} is not single`)
    attributes.set(name, value)
  }
  return attributes
}

/** Checks digest, signature and ESS certificate binding against the content's bytes, in the given pieces. */
export function checkSignedData(data: SignedData, content: Uint8Array[]): FinalProblem[] {
  const problems: FinalProblem[] = []
  const refuse = (check: string, detail: string) => problems.push({ check, detail })
  if (!data.signer) return [{ check: 'signer_certificate', detail: 'the signing certificate is missing' }]
  const { signedAttributes } = data

  if (signedAttributes) {
    const { byType } = signedAttributes
    const digest = byType.get(ATTRIBUTE.messageDigest)
    if (!digest || !same(octetsOf(digest), hashOf(data.digest, content))) {
      refuse('digest', 'the signed bytes were changed')
    }
    const type = byType.get(ATTRIBUTE.contentType)
    if (!type || oidOf(type) !== data.contentType) refuse('content_type', 'the signed content type differs')
    if (!bindsCertificate(byType, data.signer)) {
      refuse('signing_certificate', 'the signed ESS attribute does not name the signing certificate')
    }
  }
  const signed = signedAttributes ? signedAttributes.bytes : Buffer.concat(content)
  const { signatureAlgorithm, digest, signature, signer } = data
  if (!signatureHolds(signatureAlgorithm, digest, signed, signer.publicKey, signature)) {
    refuse('signature', 'the signature does not verify with the signing certificate')
  }
  return problems
}

/** ESSCertIDv2 (RFC 5035 §3) or the older SHA-1 form must hash to the certificate; absent counts as unbound. */
function bindsCertificate(attributes: Map<string, Der>, certificate: Certificate): boolean {
  const v2 = attributes.get(ATTRIBUTE.signingCertificateV2)
  const attribute = v2 ?? attributes.get(ATTRIBUTE.signingCertificate)
  const list = attribute && childrenOf(attribute)[0]
  const certId = list && childrenOf(list)[0]
  if (!certId) return false
  const parts = childrenOf(certId)
  // A SEQUENCE in first place is the hash algorithm; SHA-256 is left out by default.
  const named = parts[0]?.tag === 0x30 ? digestNames[oidOf(childrenOf(parts[0])[0])] : undefined
  const digest = named ?? (v2 ? 'sha256' : 'sha1')
  return same(octetsOf(childTagged(parts, 0x04)), hashOf(digest, [certificate.der]))
}

/** Digest over the pieces, without joining them. */
export function hashOf(digest: DigestName, pieces: Uint8Array[]): Uint8Array {
  const hash = createHash(digest)
  for (const piece of pieces) hash.update(piece)
  return hash.digest()
}

/** Whether two byte strings are equal. */
export function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
