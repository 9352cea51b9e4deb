import { type Finding, type FindingCode, findingOf } from '#domain/file-finding.ts'
import type { SignatureJudged } from '#domain/file-judgement.ts'
import { entryOf, type PdfFile } from '#server/pdf/format/pdf-file.ts'
import { nameOf } from '#server/pdf/format/pdf-objects.ts'
import { type Examined, examineSignature } from '../signature-check.ts'
import { endOf, type SignedField } from '../signature-fields.ts'
import { isBorrowed } from './borrowed-timestamp.ts'
import { isDeceptive } from './deceptive-names.ts'
import { placeFindings } from './signature-place.ts'
import type { KnownTrust } from './trust.ts'

/** A signature of the file with all that is wrong with it by itself. */
export type FoundSignature = {
  field: SignedField
  examined: Examined
  judged: SignatureJudged
  findings: Finding[]
}

/** What each check of the examination is to people. */
const codes: Record<string, FindingCode> = {
  contents_padding: 'filler_changed',
  digest: 'digest',
  signature: 'signature_value',
  content_type: 'content_type',
  signing_certificate: 'certificate_binding',
  signer_certificate: 'certificate_missing',
  timestamp_unreadable: 'timestamp_unreadable',
  timestamp_imprint: 'timestamp_imprint',
  timestamp_certificate: 'timestamp_certificate',
}

/** The time of an act and its timestamp may lie apart while an authority is down, never by this much. */
const farMilliseconds = 24 * 3_600_000
/** Two clocks that are both right. */
const clocksMilliseconds = 10 * 60_000

/** Judges one signature by itself. `others`: all signatures of the file. */
export function judgeSignature(
  file: PdfFile,
  field: SignedField,
  others: SignedField[],
  trust: KnownTrust,
): FoundSignature {
  const examined = examineSignature(file, field, 'any')
  const { seen, cms, timestamp, broken } = examined
  const place = placeFindings(file, field, others)
  const signer = cms?.signer ?? null
  const ours = trust.isOurs(signer)
  const about = { field: field.name }
  const note = (code: FindingCode, more: Partial<Finding> = {}) => findingOf(code, { ...about, ...more })
  const findings = [...place]
  const borrowed = cms !== null && isBorrowed(cms, others)
  for (const { check, detail } of broken) {
    if (check === 'byte_range') continue
    const code = codeOf(check, detail)
    findings.push(note(code === 'timestamp_imprint' && borrowed ? 'timestamp_borrowed' : code, { detail }))
  }
  const isTimestamp = seen.kind === 'document_timestamp'
  const filter = nameOf(entryOf(file, field.signature, 'SubFilter'))
  const ends = endOf(field.byteRange)
  if (place.length === 0 && !seen.coversWholeRevision) {
    findings.push(note(isTimestamp ? 'timestamp_covers_less' : 'range_ends_inside'))
  }
  if (cms?.digest === 'sha1' || filter === 'adbe.pkcs7.sha1') {
    // In files of others from before 2013 it was what everybody used.
    findings.push(note('weak_digest', ours ? {} : { level: 'warning' }))
  }
  // What does not stand where it should was not read any further.
  const dated = place.length === 0 && (timestamp?.at ?? seen.at) !== null
  if (signer && dated && !examined.inForce) findings.push(note('certificate_out_of_time'))
  else if (signer && dated && !examined.chained) findings.push(note('certificate_chain'))
  if (signer && !isTimestamp) {
    if (trust.isNamesake(signer)) findings.push(note('same_name_certificate', { detail: signer.sha256 }))
    else if (!ours) findings.push(note('signer_unknown'))
    if (isEvaluation(signer.subject)) findings.push(note('evaluation', ours ? {} : { level: 'alarm' }))
  }
  if (place.length === 0) findings.push(...timeFindings(examined, ours, trust, note))
  if ([seen.name, seen.reason].some(isDeceptive)) findings.push(note('deceptive_name'))

  const tsaKnown =
    timestamp?.at != null &&
    timestamp.tsa !== null &&
    (trust.knowsTsa(timestamp.tsa, timestamp.certificates, timestamp.at) || (trust.tsas === 'any' && ours))
  if (timestamp?.tsa && !tsaKnown && !isTimestamp)
    findings.push(note('tsa_unknown', { detail: timestamp.tsa.subject }))
  const judged: SignatureJudged = {
    field: field.name,
    kind: seen.kind,
    ours,
    valid: !findings.some(({ level, code }) => level === 'alarm' && code !== 'evaluation'),
    covers: !seen.coversWholeRevision ? 'less' : ends === file.bytes.length ? 'whole_file' : 'revision',
    name: seen.name,
    reason: seen.reason,
    contactInfo: seen.contactInfo,
    at: seen.at,
    timestampedAt: seen.timestampedAt,
    signer: signer && { subject: signer.subject, sha256: signer.sha256 },
    tsa: timestamp?.tsa ? { subject: timestamp.tsa.subject, known: tsaKnown } : null,
  }
  return { field, examined, judged, findings }
}

function codeOf(check: string, detail: string): FindingCode {
  if (check === 'signature_unreadable') {
    if (/\d signers$/.test(detail)) return 'several_signers'
    return detail.endsWith('unknown digest algorithm') ? 'weak_digest' : 'signature_unreadable'
  }
  return codes[check] ?? (check.startsWith('timestamp_') ? 'timestamp_broken' : 'signature_unreadable')
}

/** What evaluation's self-made certificates say of themselves (`evaluation-authority.ts`). */
function isEvaluation(subject: string): boolean {
  return subject.includes('評価用') && subject.includes('EVALUATION')
}

type Note = (code: FindingCode, more?: Partial<Finding>) => Finding

function timeFindings(
  { seen, cms, timestamp }: Examined,
  ours: boolean,
  trust: KnownTrust,
  note: Note,
): Finding[] {
  if (cms === null || seen.kind === 'document_timestamp') return []
  if (timestamp === null) return [note(ours && trust.tsas !== null ? 'timestamp_missing' : 'no_timestamp')]
  const findings: Finding[] = []
  const { at } = seen
  const stamped = timestamp.at
  if (at !== null && stamped !== null) {
    const late = stamped.getTime() - at.getTime()
    if (late > farMilliseconds || late < -clocksMilliseconds) {
      findings.push(note('time_differs', { detail: `${at.toISOString()} and ${stamped.toISOString()}` }))
    }
  }
  return findings
}
