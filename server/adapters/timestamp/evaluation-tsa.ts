import { randomBytes, X509Certificate } from 'node:crypto'
import type { TimestampAuthority } from '#server/usecases/sealing-ports.ts'
import { createCmsIdentity, signContent } from '../signer/cms.ts'
import { context, generalizedTime, integer, octets, oid, partsOf, sequence } from '../signer/der.ts'
import { createPemSigner } from '../signer/pem-signer.ts'

/** A TSA's key and certificates, leaf first, and its clock. */
export type TokenIssuerOptions = { keyPem: string; chainPem: string; now: () => Date }

/** Makes a TimeStampToken over a SHA-256; `nonce` as the DER INTEGER of the request, null when it had none. */
export type TokenIssuer = (sha256: Uint8Array, nonce: Uint8Array | null) => Promise<Uint8Array>

const TST_INFO = '1.2.840.113549.1.9.16.1.4'
/** Our evaluation policy, under the arc of UUIDs that anyone may use (X.667). */
const POLICY = oid('2.25.209346273460912374650912837465091283')
const SHA_256 = sequence(oid('2.16.840.1.101.3.4.2.1'))
const ONE_SECOND = sequence(integer(1))

/** A TimestampAuthority inside this process, for evaluation mode. Real RFC 3161 tokens; nobody vouches for its clock. */
export function createEvaluationTsa(options: TokenIssuerOptions): TimestampAuthority {
  const issue = createTokenIssuer(options)
  const leaf = new X509Certificate(options.chainPem)
  return {
    trusted: [leaf.raw],
    timestamp: (sha256) => issue(sha256, integer(randomSerial())),
  }
}

/** The part of a TSA behind its HTTP door. */
export function createTokenIssuer({ keyPem, chainPem, now }: TokenIssuerOptions): TokenIssuer {
  const identity = createCmsIdentity(createPemSigner({ keyPem, chainPem }))
  const name = context(0, context(4, subjectOf(identity.signer.chain[0])))
  return (sha256, nonce) => {
    // TSTInfo, RFC 3161 §2.4.2; `ordering` is left out because FALSE is its default.
    const info = sequence(
      integer(1),
      POLICY,
      sequence(SHA_256, octets(sha256)),
      integer(randomSerial()),
      generalizedTime(now()),
      ONE_SECOND,
      ...(nonce ? [nonce] : []),
      name,
    )
    return signContent(identity, TST_INFO, info)
  }
}

/** Unique without a counter: 127 random bits (RFC 3161 §2.4.2 allows up to 160). */
function randomSerial(): Uint8Array {
  const serial = randomBytes(16)
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40
  return serial
}

function subjectOf(certificate: Uint8Array = new Uint8Array()): Uint8Array {
  const [body] = partsOf(certificate)
  // version, serial, algorithm, issuer, validity, subject (RFC 5280 §4.1)
  const subject = body && partsOf(body)[5]
  if (!subject) throw new RangeError('not a version 3 certificate')
  return subject
}
