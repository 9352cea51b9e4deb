import { constants, type KeyObject, verify } from 'node:crypto'
import { childrenOf, childTagged, type Der, expectTag, oidOf } from './der.ts'

export type DigestName = 'sha1' | 'sha256' | 'sha384' | 'sha512'

/** Digest algorithms by their identifiers. */
export const digestNames: Record<string, DigestName> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

/** An AlgorithmIdentifier as read. */
export type SignatureAlgorithm = { oid: string; parameters: Der | undefined }

/** How each signature algorithm is checked; a digest in the identifier wins over the one beside it. */
const signatureAlgorithms: Record<string, { digest?: DigestName; padding?: number; pure?: true }> = {
  '1.2.840.113549.1.1.1': {},
  '1.2.840.113549.1.1.5': { digest: 'sha1' },
  '1.2.840.113549.1.1.10': { padding: constants.RSA_PKCS1_PSS_PADDING },
  '1.2.840.113549.1.1.11': { digest: 'sha256' },
  '1.2.840.113549.1.1.12': { digest: 'sha384' },
  '1.2.840.113549.1.1.13': { digest: 'sha512' },
  '1.2.840.10045.2.1': {},
  '1.2.840.10045.4.1': { digest: 'sha1' },
  '1.2.840.10045.4.3.2': { digest: 'sha256' },
  '1.2.840.10045.4.3.3': { digest: 'sha384' },
  '1.2.840.10045.4.3.4': { digest: 'sha512' },
  '1.3.101.112': { pure: true },
}

/** Reads an AlgorithmIdentifier (RFC 5280 §4.1.1.2). Throws `MalformedAsn1`. */
export function readAlgorithm(identifier: Der | undefined): SignatureAlgorithm {
  const [oid, parameters] = childrenOf(expectTag(identifier, 0x30))
  return { oid: oidOf(oid), parameters }
}

/**
 * The digest that RSASSA-PSS parameters name (RFC 4055 §3.1); SHA-1 is their default. Certificates, CRLs and OCSP answers
 * say it nowhere else.
 */
export function digestIn({ oid, parameters }: SignatureAlgorithm): DigestName {
  if (oid !== '1.2.840.113549.1.1.10' || parameters === undefined) return 'sha256'
  const hash = childTagged(childrenOf(parameters), 0xa0)
  return hash === undefined ? 'sha1' : (digestNames[readAlgorithm(childrenOf(hash)[0]).oid] ?? 'sha1')
}

/** Whether the signature over these bytes was made with this key. `digest`: where the identifier names none. */
export function signatureHolds(
  algorithm: SignatureAlgorithm,
  digest: DigestName,
  signed: Uint8Array,
  key: KeyObject | null,
  signature: Uint8Array,
): boolean {
  const rule = signatureAlgorithms[algorithm.oid]
  if (!rule || !key) return false
  const hash = rule.pure ? null : (rule.digest ?? digest)
  try {
    return verify(hash, signed, rule.padding ? { key, padding: rule.padding } : key, signature)
  } catch {
    // A key of another kind than the algorithm says.
    return false
  }
}
