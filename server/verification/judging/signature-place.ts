import { type Finding, findingOf } from '#domain/file-finding.ts'
import type { Cursor } from '#server/pdf/format/cursor.ts'
import { entryOf, type PdfFile } from '#server/pdf/format/pdf-file.ts'
import { isDict, isRef, isString, nameOf, type PdfDict } from '#server/pdf/format/pdf-objects.ts'
import { readDict, type Span } from '#server/pdf/format/read-value.ts'
import { endOf, type FormField, formFieldsOf, type SignedField } from '../signature-fields.ts'
import { isBlank } from './tail.ts'

/** How a signature may be packed (ISO 32000-2, table 256; EN 319 142-1), as far as it is known here. */
const KNOWN_FILTERS = new Set([
  'ETSI.CAdES.detached',
  'ETSI.RFC3161',
  'adbe.pkcs7.detached',
  'adbe.pkcs7.sha1',
])

/** Bytes of `/ByteRange` with its numbers, and blanks to spare. */
const LONGEST_RANGE = 120
const LESS_THAN = 0x3c
const GREATER_THAN = 0x3e

/** Fields that say they are signed and whose signature lacks what every signature has. */
export function brokenFieldsOf(file: PdfFile): { field: FormField; findings: Finding[] }[] {
  return formFieldsOf(file).flatMap((field) => {
    const signature = field.type === 'Sig' ? entryOf(file, field.dict, 'V') : null
    if (!isDict(signature)) return []
    const about = { field: field.name }
    const findings: Finding[] = []
    const contents = entryOf(file, signature, 'Contents')
    if (!signature.entries.has('Contents')) findings.push(findingOf('contents_missing', about))
    else if (!isString(contents)) findings.push(findingOf('contents_empty', about))
    const range = entryOf(file, signature, 'ByteRange')
    if (!signature.entries.has('ByteRange')) findings.push(findingOf('byte_range_missing', about))
    else if (!Array.isArray(range)) findings.push(findingOf('byte_range_malformed', about))
    return findings.length === 0 ? [] : [{ field, findings }]
  })
}

/** What is wrong with where a signature stands and what it claims to cover, whatever its cryptography says. */
export function placeFindings(file: PdfFile, field: SignedField, others: SignedField[]): Finding[] {
  const about = { field: field.name }
  const findings: Finding[] = []
  const filter = nameOf(entryOf(file, field.signature, 'SubFilter'))
  if (filter === undefined || !KNOWN_FILTERS.has(filter)) {
    findings.push(findingOf('subfilter_unknown', { ...about, detail: filter ?? 'none' }))
  }
  const value = field.dict.entries.get('V')
  const place = isRef(value) ? file.places.get(value.number) : undefined
  if (place?.kind === 'compressed') findings.push(findingOf('signature_in_object_stream', about))
  if (hasEscapedKeys(field.signature)) findings.push(findingOf('escaped_keys', about))
  if (field.contents.bytes.every((byte) => byte === 0)) findings.push(findingOf('contents_empty', about))
  return [...findings, ...rangeFindings(file.bytes, field, others)]
}

function rangeFindings(bytes: Buffer, field: SignedField, others: SignedField[]): Finding[] {
  const about = { field: field.name, detail: `[${field.byteRange.join(' ')}] of ${bytes.length} bytes` }
  const { byteRange, contents } = field
  const [start, gapStart = 0, gapEnd = 0, length = 0] = byteRange
  const whole = byteRange.length === 4 && byteRange.every((one) => Number.isSafeInteger(one) && one >= 0)
  if (!whole || start !== 0 || gapEnd <= gapStart || length === 0)
    return [findingOf('byte_range_malformed', about)]
  if (gapEnd + length > bytes.length) return [findingOf('byte_range_beyond_end', about)]
  if (others.some((other) => crosses(field, other))) return [findingOf('byte_ranges_crossing', about)]
  if (contents.start === gapStart && contents.end === gapEnd) {
    const framed = bytes[gapStart] === LESS_THAN && bytes[gapEnd - 1] === GREATER_THAN
    return framed && contents.hex ? [] : [findingOf('gap_holds_more', about)]
  }
  if (contents.start < gapStart || contents.end > gapEnd) {
    const copied = isCopyOfGap(bytes, field)
    return [findingOf(copied ? 'signature_copied' : 'contents_outside_gap', about)]
  }
  const rest = Buffer.concat([bytes.subarray(gapStart, contents.start), bytes.subarray(contents.end, gapEnd)])
  return [findingOf(codeOfRest(rest), about)]
}

function codeOfRest(rest: Buffer): 'gap_padded' | 'gap_holds_more' {
  return isBlank(rest.toString('latin1').replaceAll('0', ' ')) ? 'gap_padded' : 'gap_holds_more'
}

/** The same of the newest range of a file that cannot be read: what stands behind the signature in the gap that it claims. */
export function gapInPlainSight(bytes: Buffer): Finding[] {
  const at = bytes.lastIndexOf('/ByteRange')
  const text = at < 0 ? '' : bytes.toString('latin1', at, at + LONGEST_RANGE)
  const [, start, end] = /^\/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)/.exec(text) ?? []
  const [gapStart, gapEnd] = [Number(start), Number(end)]
  if (!(gapEnd > gapStart && gapEnd <= bytes.length && bytes[gapStart] === LESS_THAN)) return []
  const close = bytes.indexOf(GREATER_THAN, gapStart) + 1
  return close > 0 && close < gapEnd ? [findingOf(codeOfRest(bytes.subarray(close, gapEnd)))] : []
}

/** One ends within the other's gap, or begins its gap there: neither can have been made before the other. */
function crosses(one: SignedField, other: SignedField): boolean {
  const [, gapStart = 0, gapEnd = 0] = one.byteRange
  const [, otherStart = 0, otherEnd = 0] = other.byteRange
  if (one.signature === other.signature) return false
  // The later of two covers the gap of the earlier whole.
  const endsIn = endOf(other.byteRange) > gapStart && endOf(other.byteRange) < gapEnd
  const overlap = otherStart < gapEnd && gapStart < otherEnd
  const swapped = isWithin(one, other) && isWithin(other, one)
  return endsIn || (overlap && !(otherStart === gapStart && otherEnd === gapEnd)) || swapped
}

/** Whether this signature's own string stands in the gap that the other claims. */
function isWithin(
  { contents }: SignedField,
  { byteRange: [, gapStart = 0, gapEnd = 0] }: SignedField,
): boolean {
  return contents.start >= gapStart && contents.end <= gapEnd
}

/** The gap holds the very signature that the field repeats elsewhere. */
function isCopyOfGap(bytes: Buffer, { byteRange, contents }: SignedField): boolean {
  const [, gapStart = 0, gapEnd = 0] = byteRange
  const inside = bytes.toString('latin1', gapStart + 1, gapEnd - 1)
  return inside.toLowerCase().startsWith(
    Buffer.from(contents.bytes)
      .toString('hex')
      .replace(/(00)+$/, ''),
  )
}

/** A key written as `/Byte#52ange` is read by some readers and not by others. */
function hasEscapedKeys({ source }: PdfDict): boolean {
  if (source === null) return false
  const spans = new Map<string, Span>()
  const bytes = Buffer.from(source.bytes.buffer, source.bytes.byteOffset, source.bytes.length)
  const cursor: Cursor = { bytes, at: source.start, tolerate: () => undefined }
  readDict(cursor, 0, spans)
  return [...spans.values()].some(({ key, value }) => bytes.subarray(key, value).includes(0x23))
}
