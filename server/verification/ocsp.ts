import { createHash } from 'node:crypto'
import { type Certificate, isInForce, isIssuedBy, parseCertificate } from './certificates.ts'
import { bitsOf } from './crl.ts'
import {
  childrenOf,
  childTagged,
  type Der,
  expectTag,
  MalformedAsn1,
  octetsOf,
  oidOf,
  readDer,
  timeOf,
} from './der.ts'
import type { RevocationFault, RevocationSays } from './revocation-says.ts'
import {
  type DigestName,
  digestIn,
  digestNames,
  readAlgorithm,
  type SignatureAlgorithm,
  signatureHolds,
} from './signature-algorithms.ts'
import { same } from './signed-data.ts'

/** An answer of an OCSP responder as read (RFC 6960 §4.2); nothing of it is judged yet. */
export type Ocsp = {
  kind: 'ocsp'
  der: Uint8Array
  /** ResponderID: `[1]` a name, or `[2]` the SHA-1 of a key. */
  responder: Der
  producedAt: Date
  answers: Answer[]
  certificates: Certificate[]
  signed: Uint8Array
  algorithm: SignatureAlgorithm
  signature: Uint8Array
}

type Answer = {
  digest: DigestName | undefined
  issuerName: Uint8Array
  issuerKey: Uint8Array
  serial: Uint8Array
  status: 'good' | 'unknown' | { revokedAt: Date }
  thisUpdate: Date
  nextUpdate: Date | null
}

const BASIC = '1.3.6.1.5.5.7.48.1.1'
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'
const mostAnswers = 100

/** Parses a DER OCSPResponse. Throws `MalformedAsn1`, also for one that is no success. */
export function readOcsp(bytes: Uint8Array): Ocsp {
  const whole = readDer(bytes)
  const [status, wrapper] = childrenOf(expectTag(whole, 0x30))
  const code = expectTag(status, 0x0a).content[0]
  if (code !== 0) throw new MalformedAsn1(`the responder answered with status ${code}`)
  const [type, response] = childrenOf(expectTag(childrenOf(expectTag(wrapper, 0xa0))[0], 0x30))
  if (oidOf(type) !== BASIC) throw new MalformedAsn1('not a basic OCSP response')
  const [body, algorithm, signature, sent] = childrenOf(expectTag(readDer(octetsOf(response)), 0x30))
  const parts = childrenOf(expectTag(body, 0x30))
  const [responder, producedAt, answers] = parts[0]?.tag === 0xa0 ? parts.slice(1) : parts
  if (responder === undefined) throw new MalformedAsn1('no responder')
  const list = sent === undefined ? [] : childrenOf(expectTag(childrenOf(sent)[0], 0x30))
  return {
    kind: 'ocsp',
    der: whole.bytes,
    responder,
    producedAt: timeOf(producedAt),
    answers: childrenOf(expectTag(answers, 0x30)).slice(0, mostAnswers).map(readAnswer),
    certificates: list.map(({ bytes: der }) => parseCertificate(der)),
    signed: expectTag(body, 0x30).bytes,
    algorithm: readAlgorithm(algorithm),
    signature: bitsOf(signature),
  }
}

function readAnswer(answer: Der): Answer {
  const [id, status, thisUpdate, ...rest] = childrenOf(answer)
  const [algorithm, issuerName, issuerKey, serial] = childrenOf(expectTag(id, 0x30))
  const next = childTagged(rest, 0xa0)
  return {
    digest: digestNames[readAlgorithm(algorithm).oid],
    issuerName: octetsOf(issuerName),
    issuerKey: octetsOf(issuerKey),
    serial: expectTag(serial, 0x02).content,
    status: statusOf(status),
    thisUpdate: timeOf(thisUpdate),
    nextUpdate: next === undefined ? null : timeOf(childrenOf(next)[0]),
  }
}

/** CertStatus: `[0]` good, `[1]` revoked, `[2]` unknown. */
function statusOf(status: Der | undefined): Answer['status'] {
  if (status?.tag === 0x80) return 'good'
  if (status?.tag === 0xa1) return { revokedAt: timeOf(childrenOf(status)[0]) }
  return 'unknown'
}

/**
 * What the answer says of a certificate, when whoever signed it may: the issuer, or one whom the issuer gave a certificate
 * for that (RFC 6960 §4.2.2.2).
 */
export function ocspSays(
  ocsp: Ocsp,
  certificate: Certificate,
  issuer: Certificate,
): RevocationSays | RevocationFault {
  const answer = ocsp.answers.find((each) => isAbout(each, certificate, issuer))
  if (answer === undefined) return 'other_issuer'
  if (answer.status === 'unknown') return 'unknown'
  const responder = responderOf(ocsp, issuer)
  if (responder === null) return 'responder'
  const { algorithm, signed, signature } = ocsp
  if (!signatureHolds(algorithm, digestIn(algorithm), signed, responder.publicKey, signature))
    return 'signature'
  const { thisUpdate, nextUpdate, status } = answer
  return {
    thisUpdate,
    nextUpdate,
    revokedAt: status === 'good' ? null : status.revokedAt,
    responder: responder.sha256 === issuer.sha256 ? null : responder,
  }
}

function isAbout(answer: Answer, certificate: Certificate, issuer: Certificate): boolean {
  const { digest } = answer
  if (digest === undefined || !same(answer.serial, certificate.serial)) return false
  const hash = (bytes: Uint8Array) => createHash(digest).update(bytes).digest()
  const named = [certificate.issuer, issuer.subjectName].some((name) => same(answer.issuerName, hash(name)))
  return named && same(answer.issuerKey, hash(keyBitsOf(issuer)))
}

function responderOf(ocsp: Ocsp, issuer: Certificate): Certificate | null {
  if (isNamed(ocsp, issuer)) return issuer
  const delegated = ocsp.certificates.find(
    (each) =>
      isNamed(ocsp, each) &&
      isIssuedBy(each, issuer) &&
      isInForce(each, ocsp.producedAt) &&
      each.extendedKeyUsage?.purposes.includes(OCSP_SIGNING) === true,
  )
  return delegated ?? null
}

function isNamed({ responder }: Ocsp, certificate: Certificate): boolean {
  const [named] = childrenOf(responder)
  if (responder.tag === 0xa1) return named !== undefined && same(named.bytes, certificate.subjectName)
  const key = createHash('sha1').update(keyBitsOf(certificate)).digest()
  return responder.tag === 0xa2 && same(octetsOf(named), key)
}

/** The bits of a public key, by whose SHA-1 responders and certificates name it (RFC 6960 §4.1.1). */
export function keyBitsOf({ publicKey }: Certificate): Uint8Array {
  if (publicKey === null) return new Uint8Array()
  const [, bits] = childrenOf(readDer(publicKey.export({ type: 'spki', format: 'der' })))
  return bitsOf(bits)
}
