import { childrenOf, MalformedAsn1, octetsOf, readDer } from '../der.ts'
import type { DigestName } from '../signature-algorithms.ts'
import type { SignedField } from '../signature-fields.ts'
import { ATTRIBUTE, hashOf, parseSignedData, type SignedData, same } from '../signed-data.ts'

const digestOfLength: Record<number, DigestName> = { 20: 'sha1', 32: 'sha256', 48: 'sha384', 64: 'sha512' }

/** Whether the timestamp in a signature is about another signature of the same file. */
export function isBorrowed(cms: SignedData, others: SignedField[]): boolean {
  const imprint = imprintIn(cms)
  const digest = imprint && digestOfLength[imprint.length]
  if (!imprint || !digest) return false
  return others.some(({ contents }) => {
    const value = valueIn(contents.bytes)
    return value !== null && same(imprint, hashOf(digest, [value]))
  })
}

/** What the token is about: MessageImprint of TSTInfo (RFC 3161 §2.4.2). */
function imprintIn(cms: SignedData): Uint8Array | null {
  return unlessMalformed(() => {
    const token = cms.unsignedAttributes.get(ATTRIBUTE.signatureTimestamp)
    const content = token && parseSignedData(token.bytes).content
    const imprint = content && childrenOf(readDer(content))[2]
    return imprint ? octetsOf(childrenOf(imprint)[1]) : null
  })
}

function valueIn(contents: Uint8Array): Uint8Array | null {
  return unlessMalformed(() => parseSignedData(readDer(contents).bytes).signature)
}

function unlessMalformed<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof MalformedAsn1)) throw error
    return null
  }
}
