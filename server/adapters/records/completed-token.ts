import type { ValidationData } from '#server/usecases/archive-ports.ts'
import { childrenOf, childTagged, expectTag, MalformedAsn1, readDer } from '#server/verification/der.ts'
import { context, integer, oid, sequence } from '../signer/der.ts'

/** id-ri-ocsp-response (RFC 5940 §2.1). */
const ocspResponse = oid('1.3.6.1.5.5.7.16.2')

/**
 * A time stamp token with the certificates of its authority's path and what proves them in its SignedData (RFC 5652 §5.1:
 * certificates [0], crls [1]), where whoever checks a record in years looks for them (RFC 4998 §5.2 renews the whole
 * timeStamp, so that they are covered). None of these fields is signed, and what is signed keeps its bytes. Throws `MalformedAsn1`.
 */
export function completedToken(
  token: Uint8Array,
  { certificates, crls, ocsps }: Pick<ValidationData, 'certificates' | 'crls' | 'ocsps'>,
): Uint8Array {
  const [type, wrapped] = childrenOf(readDer(token))
  const [body] = childrenOf(expectTag(wrapped, 0xa0))
  const [version, digests, content, ...rest] = childrenOf(expectTag(body, 0x30))
  const signers = expectTag(rest.at(-1), 0x31)
  if (!type || !version || !digests || !content) throw new MalformedAsn1('not SignedData')
  const had = (tag: number) => {
    const field = childTagged(rest, tag)
    return field ? childrenOf(field).map(({ bytes }) => bytes) : []
  }
  const answers = ocsps.map((answer) => context(1, ocspResponse, answer))
  const allCertificates = inOrder([...had(0xa0), ...certificates])
  const allProofs = inOrder([...had(0xa1), ...crls, ...answers])
  // Version 5 where revocation information of another format lies in it (RFC 5652 §5.1).
  const versionNow = answers.length > 0 ? integer(5) : version.bytes
  const fields = [
    ...[versionNow, digests.bytes, content.bytes],
    ...(allCertificates.length > 0 ? [context(0, ...allCertificates)] : []),
    ...(allProofs.length > 0 ? [context(1, ...allProofs)] : []),
    signers.bytes,
  ]
  return sequence(type.bytes, context(0, sequence(...fields)))
}

/** SET OF in the order that DER demands (X.690 §11.6), each piece once. */
function inOrder(pieces: Uint8Array[]): Uint8Array[] {
  const sorted = pieces.toSorted(Buffer.compare)
  return sorted.filter((each, index) => index === 0 || Buffer.compare(each, sorted[index - 1] ?? each) !== 0)
}
