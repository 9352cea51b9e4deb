import type { Authority } from '#server/usecases/archive-ports.ts'
import type { FinalProblem, TrustedTsas } from '#server/usecases/sealing-ports.ts'
import { type Certificate, chains, chainsTo, isForTimestampsOnly, parseCertificate } from './certificates.ts'
import { childrenOf, childTagged, MalformedAsn1, octetsOf, oidOf, readDer, timeOf } from './der.ts'
import { checkSignedData, hashOf, parseSignedData, same } from './signed-data.ts'

/** What a token was read as, and all that is wrong with it. `at` and `tsa` are null when it is unreadable. */
export type TimestampFindings = {
  at: Date | null
  tsa: Certificate | null
  /** All that the token carries. */
  certificates: Certificate[]
  problems: FinalProblem[]
}

/** What the token must be about. `stamped`: the bytes themselves, for tokens with another digest than SHA-256. */
export type TimestampExpectation = {
  sha256?: Uint8Array
  /** A hash of another digest. */
  imprint?: { digest: string; value: Uint8Array }
  stamped?: Uint8Array[]
  /** Of our request; left out when reading a file, where it is not known. */
  nonce?: Uint8Array
  trusted: Exclude<TrustedTsas, null>
}

const TST_INFO = '1.2.840.113549.1.9.16.1.4'
const digestOids = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
} as const

/** Reads and checks a TimeStampToken: imprint, nonce, signature, and that its certificate is a TSA's (RFC 3161 §2.3, §2.4.2). */
export function inspectTimestampToken(token: Uint8Array, expected: TimestampExpectation): TimestampFindings {
  try {
    return inspect(token, expected)
  } catch (error) {
    if (!(error instanceof MalformedAsn1)) throw error
    const problem = { check: 'timestamp_unreadable', detail: error.message }
    return { at: null, tsa: null, certificates: [], problems: [problem] }
  }
}

function inspect(token: Uint8Array, expected: TimestampExpectation): TimestampFindings {
  const data = parseSignedData(token)
  if (data.contentType !== TST_INFO || !data.content) throw new MalformedAsn1('not a TSTInfo')
  const info = readInfo(data.content)
  const problems: FinalProblem[] = []
  const refuse = (check: string, detail: string) => problems.push({ check, detail })

  if (!imprintMatches(info, expected)) refuse('timestamp_imprint', 'the timestamp is about other bytes')
  if (expected.nonce && !(info.nonce && same(trimZeros(info.nonce), trimZeros(expected.nonce)))) {
    refuse('timestamp_nonce', 'the timestamp answers another request')
  }
  for (const { check, detail } of checkSignedData(data, [data.content])) refuse(`timestamp_${check}`, detail)
  // RFC 3161 §2.4.2 wants the ESS attribute, which exists only among signed attributes.
  if (!data.signedAttributes) refuse('timestamp_signing_certificate', 'the token has no signed attributes')
  const tsa = data.signer
  if (tsa && !isForTimestampsOnly(tsa))
    refuse('timestamp_certificate', 'not a certificate for timestamps only')
  if (tsa && expected.trusted === 'any') {
    if (!chains(tsa, data.certificates, info.at)) refuse('timestamp_certificate', 'the chain is broken')
  } else if (tsa && expected.trusted !== 'any') {
    const anchors = expected.trusted.map(parseCertificate)
    if (!chainsTo(anchors, tsa, data.certificates, info.at)) {
      refuse('timestamp_certificate', `${tsa.subject} does not chain to a certificate of TSA_CERTIFICATE`)
    }
  }
  return { at: info.at, tsa, certificates: data.certificates, problems }
}

/** Whether the authority of a token chains to one of these; `any` and null name none. */
export function isKnownTsa({ at, tsa, certificates }: TimestampFindings, trusted: TrustedTsas): boolean {
  if (at === null || tsa === null || trusted === null || trusted === 'any') return false
  return chainsTo(trusted.map(parseCertificate), tsa, certificates, at)
}

/** The time in a token, unjudged; null when it is unreadable. */
export function timestampTimeOf(token: Uint8Array): Date | null {
  try {
    const { content } = parseSignedData(token)
    return content ? readInfo(content).at : null
  } catch (error) {
    if (!(error instanceof MalformedAsn1)) throw error
    return null
  }
}

/** The certificate that signed a token, with those that came along. Throws `MalformedAsn1`. */
export function authorityOf(token: Uint8Array): Authority | null {
  const { signer, certificates } = parseSignedData(token)
  return signer === null ? null : { leaf: signer.der, sent: certificates.map(({ der }) => der) }
}

/** The time in a token, unjudged, and until when the certificate that signed it is in force; null when it is unreadable. */
export function tokenFactsOf(token: Uint8Array): { at: Date; until: Date } | null {
  try {
    const { content, signer } = parseSignedData(token)
    return content && signer ? { at: readInfo(content).at, until: signer.notAfter } : null
  } catch (error) {
    if (!(error instanceof MalformedAsn1)) throw error
    return null
  }
}

type Info = { digest: string; imprint: Uint8Array; at: Date; nonce: Uint8Array | null }

/** TSTInfo (RFC 3161 §2.4.2): version, policy, imprint, serial, time, accuracy?, ordering?, nonce?, tsa? */
function readInfo(content: Uint8Array): Info {
  const [, policy, imprint, , time, ...rest] = childrenOf(readDer(content))
  oidOf(policy)
  const [algorithm, digest] = imprint ? childrenOf(imprint) : []
  return {
    digest: oidOf(algorithm && childrenOf(algorithm)[0]),
    imprint: octetsOf(digest),
    at: timeOf(time),
    nonce: childTagged(rest, 0x02)?.content ?? null,
  }
}

function imprintMatches({ digest, imprint }: Info, expected: TimestampExpectation): boolean {
  const name = digestOids[digest as keyof typeof digestOids]
  if (!name) return false
  if (expected.stamped) return same(imprint, hashOf(name, expected.stamped))
  if (expected.imprint) return name === expected.imprint.digest && same(imprint, expected.imprint.value)
  return name === 'sha256' && expected.sha256 !== undefined && same(imprint, expected.sha256)
}

/** DER puts a zero before a high bit and drops the others; the number is what counts. */
function trimZeros(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0)
  return first < 0 ? new Uint8Array() : bytes.subarray(first)
}
