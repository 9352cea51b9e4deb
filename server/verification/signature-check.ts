import { spendHashed, spendParsed } from '#server/pdf/format/decode-stream.ts'
import { entryOf, type PdfFile } from '#server/pdf/format/pdf-file.ts'
import { dateOf, isString, nameOf, type PdfValue, textOf } from '#server/pdf/format/pdf-objects.ts'
import type { FinalProblem, SignatureSeen, TrustedTsas } from '#server/usecases/sealing-ports.ts'
import { type Certificate, chains, isInForce } from './certificates.ts'
import { MalformedAsn1, readDer } from './der.ts'
import { endOf, type SignedField } from './signature-fields.ts'
import { ATTRIBUTE, checkSignedData, hashOf, parseSignedData, type SignedData, same } from './signed-data.ts'
import { inspectTimestampToken, type TimestampFindings } from './timestamp-token.ts'

/** One signature, what it says, and all that is wrong with it whatever one expected. */
export type Examined = {
  field: SignedField
  seen: SignatureSeen
  /** Null when the CMS is unreadable. */
  cms: SignedData | null
  timestamp: TimestampFindings | null
  /** Whether the signer's certificate and those above it were in force at the time of signing. */
  inForce: boolean
  /** Whether the signer's chain held at the time of signing. */
  chained: boolean
  /** The bytes or the cryptography are wrong: the signature is not valid. */
  broken: FinalProblem[]
}

/** Examines one signature of a file. */
export function examineSignature(file: PdfFile, field: SignedField, trustedTsas: TrustedTsas): Examined {
  const broken: FinalProblem[] = []
  const { signature } = field
  const text = (key: string) => shortened(entryOf(file, signature, key))
  const at = dateOf(text('M'))
  const isDocumentTimestamp = nameOf(entryOf(file, signature, 'SubFilter')) === 'ETSI.RFC3161'
  const covered = coveredPieces(file.bytes, field)
  if (covered) spendHashed(file.budget, endOf(field.byteRange))
  // Signatures may share their contents, whatever their ranges say.
  spendParsed(file.budget, field.contents.bytes.length)
  if (!covered)
    broken.push({ check: 'byte_range', detail: `[${field.byteRange.join(' ')}] of ${field.name}` })

  const { cms, problem } = readContents(field)
  if (problem) broken.push(problem)
  // One that is not expected is judged all the same, and refused for being there.
  const trusted = trustedTsas ?? 'any'
  let timestamp: TimestampFindings | null = null
  let signer: Certificate | null = null
  if (cms && covered) {
    timestamp = isDocumentTimestamp
      ? inspectTimestampToken(cms.bytes, { stamped: covered, trusted })
      : signatureTimestampOf(cms.data, trusted)
    if (!isDocumentTimestamp) broken.push(...checkCms(file, field, cms.data, covered))
    broken.push(...(timestamp?.problems ?? []))
    signer = cms.data.signer
  }
  const signedAt = timestamp?.at ?? at ?? new Date(0)
  const sent = cms?.data.certificates ?? []
  const chained = signer !== null && chains(signer, sent, signedAt)
  const coversWholeRevision = covered !== null && endsRevision(file, endOf(field.byteRange))
  return {
    field,
    cms: cms?.data ?? null,
    timestamp,
    inForce: signer === null || chained || (isInForce(signer, signedAt) && !chains(signer, sent, null)),
    chained,
    broken: broken.map(({ check, detail }) => ({ check, detail: `${field.name}: ${detail}` })),
    seen: {
      fieldName: field.name,
      kind: isDocumentTimestamp
        ? 'document_timestamp'
        : field.certifies === null
          ? 'approval'
          : 'certification',
      name: textOf(text('Name')),
      reason: textOf(text('Reason')),
      contactInfo: textOf(text('ContactInfo')),
      at,
      timestampedAt: timestamp?.at ?? null,
      signerSubject: signer?.subject ?? '',
      signerSha256: signer?.sha256 ?? '',
      tsaSubject: timestamp?.tsa?.subject ?? null,
      coversWholeRevision,
      valid: broken.length === 0,
    },
  }
}

/** Bytes of a text that are shown; even, so that no character of two bytes is cut. Signatures may share one that is very long. */
const LONGEST_TEXT = 4096

/** A text with no more bytes than are shown. */
export function shortened(value: PdfValue): PdfValue {
  return isString(value) ? { ...value, bytes: value.bytes.subarray(0, LONGEST_TEXT) } : value
}

/** The two pieces, when the range starts at 0 and its gap is exactly the `/Contents` string; else null. */
function coveredPieces(bytes: Uint8Array, { byteRange, contents }: SignedField): Uint8Array[] | null {
  const [start, gapStart = 0, gapEnd = 0, length = 0] = byteRange
  const whole = byteRange.length === 4 && byteRange.every((item) => Number.isSafeInteger(item) && item >= 0)
  if (!whole || start !== 0 || gapEnd <= gapStart || gapEnd + length > bytes.length) return null
  if (!contents.hex || contents.start !== gapStart || contents.end !== gapEnd) return null
  // Positions of a string inside an object stream mean nothing; the gap itself must be the hex string.
  if (bytes[gapStart] !== 0x3c || bytes[gapEnd - 1] !== 0x3e) return null
  return [bytes.subarray(0, gapStart), bytes.subarray(gapEnd, gapEnd + length)]
}

function readContents({ contents }: SignedField): {
  cms: { bytes: Uint8Array; data: SignedData } | null
  problem: FinalProblem | null
} {
  try {
    const { bytes } = readDer(contents.bytes)
    const cms = { bytes, data: parseSignedData(bytes) }
    const padding = Buffer.from(contents.bytes.subarray(bytes.length))
    const padded = padding.equals(Buffer.alloc(padding.length))
    const problem = padded
      ? null
      : { check: 'contents_padding', detail: 'something hides behind the signature' }
    return { cms, problem }
  } catch (error) {
    if (!(error instanceof MalformedAsn1)) throw error
    return { cms: null, problem: { check: 'signature_unreadable', detail: error.message } }
  }
}

function checkCms(
  file: PdfFile,
  field: SignedField,
  data: SignedData,
  covered: Uint8Array[],
): FinalProblem[] {
  const subFilter = nameOf(entryOf(file, field.signature, 'SubFilter'))
  // adbe.pkcs7.sha1 signs the SHA-1 of the bytes, carried inside (ISO 32000-1 §12.8.3.3.1).
  if (subFilter === 'adbe.pkcs7.sha1') {
    const digest = hashOf('sha1', covered)
    const inside = data.content ?? new Uint8Array()
    const changed = { check: 'digest', detail: 'the signed bytes were changed' }
    return [...(same(inside, digest) ? [] : [changed]), ...withoutEss(checkSignedData(data, [inside]))]
  }
  const problems = checkSignedData(data, covered)
  if (data.content) problems.push({ check: 'content_type', detail: 'the signature is not detached' })
  return subFilter === 'ETSI.CAdES.detached' ? problems : withoutEss(problems)
}

/** Only CAdES demands the certificate's hash among the signed attributes. */
function withoutEss(problems: FinalProblem[]): FinalProblem[] {
  return problems.filter(({ check }) => check !== 'signing_certificate')
}

function signatureTimestampOf(
  data: SignedData,
  trusted: Exclude<TrustedTsas, null>,
): TimestampFindings | null {
  const token = data.unsignedAttributes.get(ATTRIBUTE.signatureTimestamp)
  return token ? inspectTimestampToken(token.bytes, { stamped: [data.signature], trusted }) : null
}

const sectionOffsets = new WeakMap<PdfFile, ReadonlySet<number>>()

/** There may be as many sections as signatures that are asked about. */
function sectionOffsetsOf(file: PdfFile): ReadonlySet<number> {
  const offsets = sectionOffsets.get(file) ?? new Set(file.sections.map(({ offset }) => offset))
  sectionOffsets.set(file, offsets)
  return offsets
}

/** Whether a revision of the cross-reference chain ends with this byte (ISO 32000-2 §7.5.6). */
function endsRevision(file: PdfFile, end: number): boolean {
  const tail = Buffer.from(file.bytes.subarray(Math.max(0, end - 64), end)).toString('latin1')
  const match = /startxref\s+(\d{1,12})\s+%%EOF[\r\n]{0,2}$/.exec(tail)
  return match !== null && sectionOffsetsOf(file).has(Number(match[1]))
}
