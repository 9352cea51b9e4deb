import { boolean, element, integer, octets, oid, sequence } from '../signer/der.ts'

const SHA_256 = sequence(oid('2.16.840.1.101.3.4.2.1'))

/** TimeStampReq asking for the certificate (RFC 3161 §2.4.1). */
export function encodeTimestampRequest(sha256: Uint8Array, nonce: Uint8Array): Uint8Array {
  return sequence(integer(1), sequence(SHA_256, octets(sha256)), integer(nonce), boolean(true))
}

/** TimeStampResp around a token (RFC 3161 §2.4.2); null token: rejection, badRequest. */
export function encodeTimestampResponse(token: Uint8Array | null): Uint8Array {
  if (token) return sequence(sequence(integer(0)), token)
  return sequence(sequence(integer(2), element(0x03, Uint8Array.of(5, 0x20))))
}
