import { createHash } from 'node:crypto'
import { type Finding, findingOf } from '#domain/file-finding.ts'
import { answerOfVerdict, type FileJudgement, type FileVerdict } from '#domain/file-judgement.ts'
import { EncryptedPdf, openPdf, type PdfFile } from '#server/pdf/format/pdf-file.ts'
import { MalformedPdf } from '#server/pdf/format/pdf-objects.ts'
import { pagesOf } from '#server/pdf/format/pdf-pages.ts'
import { MalformedAsn1 } from '../der.ts'
import { consentsMissing, signersInPlainSight } from '../examine-file.ts'
import { endOf } from '../signature-fields.ts'
import { changesAfter, changesWithin } from './changes-of-signatures.ts'
import type { FoundSignature } from './judge-signature.ts'
import { revocationFindings } from './revocation-findings.ts'
import { brokenFieldsOf, gapInPlainSight } from './signature-place.ts'
import { lastGoodState, type SignedState, stateOf } from './signed-state.ts'
import { leadingFinding, tailFindings } from './tail.ts'
import { type JudgingTrust, type KnownTrust, readTrust } from './trust.ts'

/** How far in readers look for the header (ISO 32000-2, annex I). */
const LONGEST_LEAD = 1024

type Judged = Pick<FileJudgement, 'verdict' | 'findings' | 'missing'> & { signatures: FoundSignature[] }

/**
 * Judges a PDF by nothing but its bytes and the certificates that the checker trusts: no server, no network, no disk.
 * `now` is asked of revocation data only, which may not come from the future.
 */
export function judgeFile(given: Uint8Array, trust: JudgingTrust, now: Date): FileJudgement {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.length)
  const { verdict, findings, missing, signatures } = judge(bytes, readTrust(trust), now)
  const own = signatures.find(({ judged }) => judged.ours && judged.field.startsWith('musubi-'))
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    answer: answerOfVerdict[verdict],
    verdict,
    ok: signatures.length > 0 && !findings.some(({ level }) => level === 'alarm') && isGood(verdict),
    document:
      own === undefined
        ? null
        : {
            kind: own.judged.field.startsWith('musubi-certificate-') ? 'certificate' : 'contract',
            id: own.judged.contactInfo,
          },
    signatures: signatures.map(({ judged }) => judged),
    findings,
    missing,
  }
}

function isGood(verdict: FileVerdict): boolean {
  return verdict === 'whole' || verdict === 'foreign'
}

function judge(bytes: Buffer, trust: KnownTrust, now: Date): Judged {
  const read = readWhole(bytes)
  if (read.kind === 'read') return judgeRead(bytes, read.file, trust, now)
  const lead = bytes.subarray(0, LONGEST_LEAD + 8).indexOf('%PDF-')
  if (read.kind === 'damaged' && lead > 0) {
    const inner = judge(bytes.subarray(lead), trust, now)
    if (inner.signatures.length > 0) {
      const verdict = inner.verdict === 'whole' || inner.verdict === 'earlier' ? 'changed' : inner.verdict
      return { ...inner, verdict, findings: [leadingFinding(bytes, lead), ...inner.findings] }
    }
  }
  return judgeUnread(bytes, read, trust, now)
}

type Whole = { kind: 'read'; file: PdfFile } | { kind: 'encrypted' } | { kind: 'damaged'; because: string }

/** "No signature" is said only of a file that was read whole: its pages and its form. */
function readWhole(bytes: Buffer): Whole {
  try {
    const file = openPdf(bytes, { lenient: true })
    pagesOf(file)
    brokenFieldsOf(file)
    return { kind: 'read', file }
  } catch (error) {
    if (error instanceof EncryptedPdf) return { kind: 'encrypted' }
    if (error instanceof MalformedPdf || error instanceof MalformedAsn1) {
      return { kind: 'damaged', because: error.message }
    }
    throw error
  }
}

/** A file that cannot be read to its end may still begin with a state that somebody signed. */
function judgeUnread(
  bytes: Buffer,
  read: Exclude<Whole, { kind: 'read' }>,
  trust: KnownTrust,
  now: Date,
): Judged {
  const state = lastGoodState(bytes, trust, bytes.length)
  const missing = state === null ? [] : consentsMissing(state.file, fieldsOf(state.signatures))
  const ours = state?.signatures.some(({ judged }) => judged.ours) ?? false
  if (read.kind === 'encrypted') {
    const seen = ours || signersInPlainSight(bytes).some((sha256) => trust.isOurs({ sha256 }))
    return {
      verdict: seen ? 'encrypted_copy' : 'encrypted',
      findings: [findingOf('encrypted')],
      missing,
      signatures: state?.signatures ?? [],
    }
  }
  // One that was cut off holds an earlier state, too; what was to come is missing, and nobody added anything.
  const isCutOff = !/%%EOF\s*$/.test(bytes.toString('latin1', Math.max(0, bytes.length - 32)))
  if (state === null || !ours || (missing.length > 0 && isCutOff)) {
    return {
      verdict: 'damaged',
      findings: [findingOf('damaged', { detail: read.because })],
      missing: [],
      signatures: [],
    }
  }
  const loop = read.because === 'sections in a circle'
  const findings = [
    findingOf(loop ? 'xref_loop' : 'unreadable_rest', { detail: read.because }),
    ...gapInPlainSight(bytes),
    ...tailFindings(bytes, state.end, null),
    ...findingsOf(state.signatures),
    ...revocationFindings(state.file, state.signatures, now),
  ]
  return { verdict: 'changed', findings, missing, signatures: state.signatures }
}

function judgeRead(bytes: Buffer, file: PdfFile, trust: KnownTrust, now: Date): Judged {
  const shown = stateOf(file, trust)
  const broken = brokenFieldsOf(file)
  const newest = newestEnd(shown.signatures)
  // A later update may have taken the form away, or put another signature where one was.
  const hidden = newest === bytes.length ? null : lastGoodState(bytes, trust, bytes.length, newest)
  const base: SignedState = hidden ?? shown
  const end = hidden?.end ?? newest
  const findings: Finding[] = [
    ...findingsOf(shown.signatures),
    ...broken.flatMap((one) => one.findings),
    ...revocationFindings(file, base.signatures, now),
    ...changesWithin(bytes, base.signatures),
  ]
  if (end > 0 && end < bytes.length) {
    findings.push(...tailFindings(bytes, end, file), ...changesAfter(bytes, file, base.signatures, end))
  }
  const signatures = base.signatures
  const missing = consentsMissing(file, fieldsOf(shown.signatures))
  const seen = {
    ours:
      signatures.some(({ judged }) => judged.ours) ||
      signersInPlainSight(bytes).some((sha256) => trust.isOurs({ sha256 })),
    signed: signatures.length + broken.length > 0,
    tail: end > 0 && end < bytes.length,
  }
  const verdict = verdictOn(signatures, findings, missing, { ...seen, anyTsa: trust.tsas === 'any' })
  if (verdict === 'earlier') findings.unshift(findingOf('earlier_state'))
  if (verdict === 'resaved') findings.unshift(findingOf('resaved'))
  if (verdict === 'unsigned') findings.push(findingOf('unsigned'))
  return { verdict, findings, missing: seen.ours ? missing : [], signatures }
}

function verdictOn(
  signatures: FoundSignature[],
  findings: Finding[],
  missing: string[],
  seen: { ours: boolean; signed: boolean; tail: boolean; anyTsa: boolean },
): FileVerdict {
  if (!seen.ours) return seen.signed ? 'foreign' : 'unsigned'
  // A program that saves a file again puts every signature elsewhere than its range says.
  if (signatures.length > 0 && signatures.every(isMoved)) return 'resaved'
  const filler = findings.some(({ code }) => code === 'filler_changed')
  const alarm = findings.some(({ level }) => level === 'alarm')
  if (alarm || filler || seen.tail || !isOursAlone(signatures, seen.anyTsa)) return 'changed'
  return missing.length > 0 ? 'earlier' : 'whole'
}

function isMoved({ field: { contents, byteRange }, judged }: FoundSignature): boolean {
  return !judged.valid && (contents.start !== byteRange[1] || contents.end !== byteRange[2])
}

/**
 * An upload may have come with signatures of others; behind our first stand ours only, and timestamps by an authority that
 * is known: anybody can have a file stamped.
 */
function isOursAlone(signatures: FoundSignature[], anyTsa: boolean): boolean {
  const first = signatures.findIndex(({ judged }) => judged.ours && judged.field.startsWith('musubi-'))
  const later = signatures.slice(Math.max(0, first))
  const isStamp = ({ judged }: FoundSignature) =>
    judged.kind === 'document_timestamp' && (anyTsa || judged.tsa?.known === true)
  return first >= 0 && later.every((one) => one.judged.ours || isStamp(one))
}

function findingsOf(signatures: FoundSignature[]): Finding[] {
  return signatures.flatMap(({ findings }, signature) => findings.map((one) => ({ ...one, signature })))
}

function fieldsOf(signatures: FoundSignature[]) {
  return signatures.map(({ field }) => field)
}

/** Where the newest signature that holds ends; 0 when none does. */
function newestEnd(signatures: FoundSignature[]): number {
  const ends = signatures.filter(({ judged }) => judged.valid).map(({ field }) => endOf(field.byteRange))
  return Math.max(0, ...ends)
}
