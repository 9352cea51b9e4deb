import { createHash } from 'node:crypto'
import type { Certificate } from '#server/verification/certificates.ts'
import { keyBitsOf } from '#server/verification/ocsp.ts'
import { element, nothing, octets, oid, sequence } from '../signer/der.ts'

// The one that every responder knows (RFC 5019 §2.1.1); a name, not a protection.
const SHA_1 = sequence(oid('1.3.14.3.2.26'), nothing())

/** OCSPRequest about one certificate (RFC 6960 §4.1), without a nonce, which most responders answer from a store without. */
export function ocspRequest(certificate: Certificate, issuer: Certificate): Uint8Array {
  const hash = (bytes: Uint8Array) => octets(createHash('sha1').update(bytes).digest())
  const id = sequence(
    SHA_1,
    hash(certificate.issuer),
    hash(keyBitsOf(issuer)),
    element(0x02, certificate.serial),
  )
  return sequence(sequence(sequence(sequence(id))))
}
