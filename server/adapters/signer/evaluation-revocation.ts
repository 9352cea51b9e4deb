import { createPrivateKey, randomBytes, sign, X509Certificate } from 'node:crypto'
import { parseCertificate } from '#server/verification/certificates.ts'
import { bits, certificateTime, context, contextPrimitive, integer, octets, oid, sequence } from './der.ts'

/** The part of an evaluation's authority that says which of its certificates are revoked: none of them. */
export type RevocationIssuer = { rootPem: string; rootKeyPem: string }

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))
/** As authorities on the internet do it, so that the same is tried here that will be in production. */
const validMilliseconds = 24 * 60 * 60 * 1000

/** A certificate revocation list of the evaluation's own root (RFC 5280 §5.1), empty, as of `now`. */
export function evaluationCrl({ rootPem, rootKeyPem }: RevocationIssuer, now: Date): Uint8Array {
  const root = parseCertificate(new X509Certificate(rootPem).raw)
  const { subjectKeyId, subjectName } = root
  const extension = (type: string, value: Uint8Array) => sequence(oid(type), octets(value))
  const body = sequence(
    integer(1),
    ECDSA_SHA256,
    subjectName,
    certificateTime(now),
    certificateTime(new Date(now.getTime() + validMilliseconds)),
    context(
      0,
      sequence(
        extension('2.5.29.35', sequence(contextPrimitive(0, subjectKeyId ?? new Uint8Array()))),
        // Any that rise do for a number (§5.2.3): the time, and chance for two within a second.
        extension('2.5.29.20', integer(Buffer.concat([secondsOf(now), randomBytes(4)]))),
      ),
    ),
  )
  const signature = sign('sha256', body, createPrivateKey(rootKeyPem))
  return sequence(body, ECDSA_SHA256, bits(signature))
}

function secondsOf(at: Date): Uint8Array {
  const bytes = Buffer.alloc(6)
  bytes.writeUIntBE(Math.floor(at.getTime() / 1000), 0, 6)
  return bytes
}
