import { verify } from 'node:crypto'
import type { Certificate } from '../certificates.ts'
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
} from '../der.ts'
import type { DigestName } from '../signature-algorithms.ts'
import { hashOf, same } from '../signed-data.ts'

/** What an authority said of certificates: a CRL (RFC 5280 §5) or an OCSP answer (RFC 6960 §4.2). */
export type RevocationData = {
  kind: 'crl' | 'ocsp'
  from: Date
  until: Date | null
  /** Whether it speaks of this certificate. */
  isAbout(certificate: Certificate): boolean
  /** When the certificate was revoked, by what this says; null: it was not. */
  revokedAt(certificate: Certificate): Date | null
  /** Whether one of these certificates signed it; null where the algorithm is unknown here. */
  signedBy(certificates: Certificate[]): boolean | null
}

const digests: Record<string, DigestName> = {
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
}

const hashNames: Record<string, DigestName> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** Reads a CRL. Throws `MalformedAsn1`. */
export function readCrl(der: Uint8Array): RevocationData {
  const [body, algorithm, signature] = childrenOf(expectTag(readDer(der), 0x30))
  const fields = childrenOf(expectTag(body, 0x30))
  // The version is left out of version 1 lists.
  const [, issuer, from, ...rest] = fields[0]?.tag === 0x02 ? fields.slice(1) : fields
  if (!issuer || !from) throw new MalformedAsn1('not a CRL')
  const until = isTime(rest[0]) ? rest.shift() : undefined
  const list = rest[0]?.tag === 0x30 ? childrenOf(rest[0]) : []
  const revoked = new Map(
    list.map((entry) => {
      const [serial, at] = childrenOf(entry)
      return [hex(expectTag(serial, 0x02).content), readTime(at)]
    }),
  )
  const isAbout = (one: Certificate) => same(one.issuer, issuer.bytes)
  return {
    kind: 'crl',
    from: readTime(from),
    until: until ? readTime(until) : null,
    isAbout,
    revokedAt: (one) => (isAbout(one) ? (revoked.get(hex(one.serial)) ?? null) : null),
    signedBy: (certificates) => isSignedBy(body, algorithm, signature, certificates),
  }
}

/** Reads an OCSP answer; each of its single answers is one. Throws `MalformedAsn1`. */
export function readOcsp(der: Uint8Array): RevocationData[] {
  const [, wrapped] = childrenOf(expectTag(readDer(der), 0x30))
  const [, packed] = childrenOf(expectTag(childrenOf(expectTag(wrapped, 0xa0))[0], 0x30))
  const [body, algorithm, signature] = childrenOf(readDer(octetsOf(packed)))
  const answers = childrenOf(expectTag(body, 0x30)).find(({ tag }) => tag === 0x30)
  return (answers ? childrenOf(answers) : []).map((answer) => {
    const [id, status, from, ...rest] = childrenOf(answer)
    const [algorithmOfId, , keyHash, serial] = id ? childrenOf(id) : []
    const until = childTagged(rest, 0xa0)
    const digest = hashNames[oidOf(algorithmOfId && childrenOf(algorithmOfId)[0])]
    const revokedAt = status?.tag === 0xa1 ? readTime(childrenOf(status)[0]) : null
    const wanted = hex(expectTag(serial, 0x02).content)
    const nameHash = id && octetsOf(childrenOf(id)[1])
    const isAbout = (one: Certificate) =>
      hex(one.serial) === wanted &&
      digest !== undefined &&
      nameHash !== undefined &&
      same(hashOf(digest, [one.issuer]), nameHash)
    return {
      kind: 'ocsp',
      from: readTime(from),
      until: until ? readTime(childrenOf(until)[0]) : null,
      isAbout,
      revokedAt: (one) => (isAbout(one) ? revokedAt : null),
      signedBy: (certificates) => (keyHash ? isSignedBy(body, algorithm, signature, certificates) : null),
    }
  })
}

function isSignedBy(
  body: Der | undefined,
  algorithm: Der | undefined,
  signature: Der | undefined,
  certificates: Certificate[],
): boolean | null {
  const digest = digests[oidOf(algorithm && childrenOf(algorithm)[0])]
  if (digest === undefined || body === undefined) return null
  const value = expectTag(signature, 0x03).content.subarray(1)
  return certificates.some(({ publicKey }) => {
    try {
      return publicKey !== null && verify(digest, body.bytes, publicKey, value)
    } catch {
      // A key of another kind than the algorithm says.
      return false
    }
  })
}

function isTime(der: Der | undefined): boolean {
  return der?.tag === 0x17 || der?.tag === 0x18
}

/** UTCTime with two digits of the year (RFC 5280 §4.1.2.5.1), or GeneralizedTime. */
function readTime(der: Der | undefined): Date {
  if (der?.tag !== 0x17) return timeOf(der)
  const text = Buffer.from(der.content).toString('latin1')
  const century = Number(text.slice(0, 2)) < 50 ? '20' : '19'
  const content = Buffer.from(`${century}${text}`, 'latin1')
  return timeOf({ tag: 0x18, bytes: content, content })
}
