import { createHash } from 'node:crypto'
import type { SignatureAlgorithm, Signer } from '#server/usecases/sealing-ports.ts'
import { context, element, integer, nothing, octets, oid, partsOf, sequence, setOf } from './der.ts'

/** Object identifiers of CMS (RFC 5652), ESS (RFC 5035) and CAdES (EN 319 122-1). */
const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  signatureTimestamp: '1.2.840.113549.1.9.16.2.14',
}

type DigestName = 'sha256' | 'sha384' | 'sha512'

// Parameters absent, as RFC 5754 §2 asks.
const digestAlgorithm: Record<DigestName, Uint8Array> = {
  sha256: sequence(oid('2.16.840.1.101.3.4.2.1')),
  sha384: sequence(oid('2.16.840.1.101.3.4.2.2')),
  sha512: sequence(oid('2.16.840.1.101.3.4.2.3')),
}

/** Digest and algorithm identifier of each kind of signer (RFC 5758 §3.2, RFC 5754 §3.2). */
const algorithms: Record<SignatureAlgorithm, { digest: DigestName; identifier: Uint8Array }> = {
  'ecdsa-p256-sha256': { digest: 'sha256', identifier: sequence(oid('1.2.840.10045.4.3.2')) },
  'ecdsa-p384-sha384': { digest: 'sha384', identifier: sequence(oid('1.2.840.10045.4.3.3')) },
  'ecdsa-p521-sha512': { digest: 'sha512', identifier: sequence(oid('1.2.840.10045.4.3.4')) },
  'rsa-sha256': { digest: 'sha256', identifier: sequence(oid('1.2.840.113549.1.1.11'), nothing()) },
}

/** A signer with the parts of its certificates that every signature repeats, encoded once. */
export type CmsIdentity = {
  signer: Signer
  /** Of the signed content, and of the signature itself. */
  digest: DigestName
  certificates: Uint8Array
  signerIdentifier: Uint8Array
  signingCertificate: Uint8Array
}

/** Prepares a signer for `signDetached` and `signContent`. */
export function createCmsIdentity(signer: Signer): CmsIdentity {
  const [leaf] = signer.chain
  if (!leaf) throw new RangeError('a signer needs at least its own certificate')
  const { issuer, serial } = issuerAndSerial(leaf)
  const generalNames = sequence(context(4, issuer))
  // ESSCertIDv2: the hash algorithm is left out, because SHA-256 is its default (RFC 5035 §3).
  const certId = sequence(octets(hash('sha256', leaf)), sequence(generalNames, serial))
  return {
    signer,
    digest: algorithms[signer.algorithm].digest,
    certificates: context(0, ...signer.chain.toSorted(Buffer.compare)),
    signerIdentifier: sequence(issuer, serial),
    signingCertificate: attribute(OID.signingCertificateV2, sequence(sequence(certId))),
  }
}

/**
 * CAdES-detached signature over bytes with this digest (`identity.digest`), DER, chain included. No signing-time (EN 319 142-1 forbids it
 * beside `/M`) and no commitment-type (forbidden beside `/Reason`). `timestamp` gets the SHA-256 of the signature value
 * and gives the token that goes into the unsigned attributes; null for level B.
 */
export async function signDetached(
  identity: CmsIdentity,
  digestOfContent: Uint8Array,
  timestamp: ((sha256: Uint8Array) => Promise<Uint8Array>) | null,
): Promise<Uint8Array> {
  const contentInfo = sequence(oid(OID.data))
  const { attributes, signature } = await signAttributes(identity, OID.data, digestOfContent)
  const token = timestamp && (await timestamp(hash('sha256', signature)))
  const unsigned = token ? [context(1, attribute(OID.signatureTimestamp, token))] : []
  return signedData(identity, 1, contentInfo, attributes, signature, unsigned)
}

/** A signature with its content inside, as a timestamp token is (RFC 3161 §2.4.2). */
export async function signContent(
  identity: CmsIdentity,
  contentType: string,
  content: Uint8Array,
): Promise<Uint8Array> {
  const contentInfo = sequence(oid(contentType), context(0, octets(content)))
  const { attributes, signature } = await signAttributes(
    identity,
    contentType,
    hash(identity.digest, content),
  )
  // Version 3 whenever the content is not id-data (RFC 5652 §5.1).
  return signedData(identity, 3, contentInfo, attributes, signature, [])
}

async function signAttributes(identity: CmsIdentity, contentType: string, digest: Uint8Array) {
  const attributes = setOf(
    attribute(OID.contentType, oid(contentType)),
    attribute(OID.messageDigest, octets(digest)),
    identity.signingCertificate,
  )
  return { attributes, signature: await identity.signer.sign(attributes) }
}

function signedData(
  identity: CmsIdentity,
  version: 1 | 3,
  contentInfo: Uint8Array,
  attributes: Uint8Array,
  signature: Uint8Array,
  unsigned: Uint8Array[],
): Uint8Array {
  const digest = digestAlgorithm[identity.digest]
  const signerInfo = sequence(
    integer(1),
    identity.signerIdentifier,
    digest,
    // Signed as SET OF, stored as [0] IMPLICIT (RFC 5652 §5.4).
    implicit(0xa0, attributes),
    algorithms[identity.signer.algorithm].identifier,
    octets(signature),
    ...unsigned,
  )
  const data = sequence(
    integer(version),
    setOf(digest),
    contentInfo,
    identity.certificates,
    setOf(signerInfo),
  )
  return sequence(oid(OID.signedData), context(0, data))
}

function attribute(type: string, value: Uint8Array): Uint8Array {
  return sequence(oid(type), element(0x31, value))
}

function implicit(tag: number, der: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(der)
  copy[0] = tag
  return copy
}

function hash(digest: DigestName, bytes: Uint8Array): Uint8Array {
  return createHash(digest).update(bytes).digest()
}

function issuerAndSerial(certificate: Uint8Array): { issuer: Uint8Array; serial: Uint8Array } {
  const [tbs] = partsOf(certificate)
  const fields = tbs ? partsOf(tbs) : []
  // The version [0] is left out of version 1 certificates (RFC 5280 §4.1).
  const [serial, , issuer] = fields[0]?.[0] === 0xa0 ? fields.slice(1) : fields
  if (!serial || !issuer) throw new RangeError('not an X.509 certificate')
  return { issuer, serial }
}
