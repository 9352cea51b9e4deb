/**
 * The gate (sealing.md §4): a document is concluded only when its finished bytes were read back and found to be what
 * they should be. Nothing here is shared with the code that writes and signs, so that one mistake is not made twice.
 */
import { readFile } from 'node:fs/promises'
import type {
  ReadBack,
  ReadBackExpectation,
  ReadBackProblem,
  SignatureSeen,
} from '#server/usecases/sealing-ports.ts'
import { MalformedAsn1 } from './der.ts'
import { openPdf, type PdfFile } from './pdf-file.ts'
import { MalformedPdf } from './pdf-objects.ts'
import { pagesOf } from './pdf-pages.ts'
import { changedObjects, compareWithOriginal } from './revisions.ts'
import { type Examined, examineSignature } from './signature-check.ts'
import { endOf, formFieldsOf, signedFieldsOf } from './signature-fields.ts'
import { ATTRIBUTE } from './signed-data.ts'

type Refuse = (check: string, detail: string) => void

/** Reads a finished file back and reports every problem found, not only the first. Rejects only when a file cannot be read. */
export async function readBack(expectation: ReadBackExpectation): Promise<ReadBack> {
  const [bytes, original] = await Promise.all([
    readFile(expectation.path),
    expectation.originalPath === null ? null : readFile(expectation.originalPath),
  ])
  const problems: ReadBackProblem[] = []
  const signatures = unlessMalformed(problems, () => judge(bytes, original, expectation, problems)) ?? []
  return { ok: problems.length === 0, problems, signatures }
}

/** The signatures of any PDF, in the order of their bytes; none when it is unreadable. Rejects only when the file cannot be read. */
export async function listSignatures(path: string): Promise<SignatureSeen[]> {
  const bytes = await readFile(path)
  return unlessMalformed([], () => seenIn(openPdf(bytes))) ?? []
}

function seenIn(file: PdfFile): SignatureSeen[] {
  return signedFieldsOf(file).map((field) => examineSignature(file, field, []).seen)
}

function unlessMalformed<T>(problems: ReadBackProblem[], read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof MalformedPdf || error instanceof MalformedAsn1)) throw error
    problems.push({ check: 'unreadable', detail: error.message })
    return null
  }
}

function judge(
  bytes: Uint8Array,
  original: Uint8Array | null,
  expected: ReadBackExpectation,
  problems: ReadBackProblem[],
): SignatureSeen[] {
  const refuse: Refuse = (check, detail) => problems.push({ check, detail })
  const file = openPdf(bytes)
  const base = original?.length ?? 0
  const examined = signedFieldsOf(file).map((field) =>
    examineSignature(file, field, expected.trustedTsas ?? []),
  )
  // Signatures that the upload brought along are its own affair, as long as they still cover what they covered.
  const acts = examined.filter(({ field }) => endOf(field.byteRange) > base)

  const pages = pagesOf(file).length
  if (expected.pages !== null && pages !== expected.pages)
    refuse('page_count', `${pages} pages instead of ${expected.pages}`)
  if (original) checkOriginal(file, original, problems, refuse)
  checkActs(acts, expected, refuse)
  for (const one of acts) checkSignature(one, expected, problems, refuse)
  if (endOf(acts.at(-1)?.field.byteRange ?? []) !== bytes.length) {
    refuse('file_coverage', 'the last signature does not cover the whole file')
  }
  if (original) {
    checkRevisions(file, base, acts, refuse)
    checkPermissions(file, acts, examined.length > acts.length, refuse)
  }
  return examined.map(({ seen }) => seen)
}

function checkOriginal(
  file: PdfFile,
  original: Uint8Array,
  problems: ReadBackProblem[],
  refuse: Refuse,
): void {
  const prefix = file.bytes.subarray(0, original.length)
  if (Buffer.compare(prefix, original) !== 0) {
    refuse('original_bytes', 'the file does not begin with the upload')
    return
  }
  problems.push(...compareWithOriginal(file, openPdf(original)))
}

/** One signature per act, in the order of the acts, and no others. */
function checkActs(found: Examined[], { acts }: ReadBackExpectation, refuse: Refuse): void {
  if (found.length < acts.length) refuse('act_missing', `${found.length} signatures for ${acts.length} acts`)
  if (found.length > acts.length)
    refuse('act_unexpected', `${found.length} signatures for ${acts.length} acts`)
  acts.forEach((act, index) => {
    const one = found[index]
    if (!one) return
    const { fieldName, at } = one.seen
    if (!isFieldOf(fieldName, act.participantId)) refuse('act_order', `${fieldName} at place ${index + 1}`)
    // A PDF date has no fractions of a second.
    const seconds = Math.floor(act.at.getTime() / 1000)
    if (at?.getTime() !== seconds * 1000)
      refuse('act_time', `${fieldName}: /M is ${at?.toISOString() ?? 'missing'}`)
  })
}

/** Names that the press gives its signature fields; said again here, so that a slip there is seen. */
function isFieldOf(fieldName: string, participantId: string | null): boolean {
  if (participantId !== null) return fieldName === `musubi-recipient-${participantId.replaceAll('.', '_')}`
  return fieldName.startsWith('musubi-sender-') || fieldName.startsWith('musubi-certificate-')
}

function checkSignature(
  one: Examined,
  expected: ReadBackExpectation,
  problems: ReadBackProblem[],
  refuse: Refuse,
) {
  const { seen, cms, timestamp, chained } = one
  problems.push(...one.broken)
  if (!seen.coversWholeRevision)
    refuse('revision_coverage', `${seen.fieldName} does not end with its revision`)
  if (!cms) return
  if (!expected.trustedSigners.includes(seen.signerSha256)) {
    refuse('signer_unexpected', `${seen.fieldName}: ${seen.signerSubject}`)
  }
  if (!chained) refuse('signer_chain', `${seen.fieldName}: the chain is broken or was not valid then`)
  // EN 319 142-1 §6.3: `/M` and `/Reason` say this; saying it twice would allow two answers.
  for (const [check, type] of [
    ['signing_time_attribute', ATTRIBUTE.signingTime],
    ['commitment_attribute', ATTRIBUTE.commitmentType],
  ] as const) {
    if (cms.signedAttributes?.byType.has(type)) refuse(check, seen.fieldName)
  }
  if (!cms.signedAttributes) refuse('signing_certificate', `${seen.fieldName}: no signed attributes`)
  if (cms.digest === 'sha1' || !isStrong(cms)) refuse('algorithm', `${seen.fieldName}: too weak`)
  if (expected.trustedTsas === null && timestamp) refuse('timestamp_unexpected', seen.fieldName)
  if (expected.trustedTsas !== null && !timestamp) refuse('timestamp_missing', seen.fieldName)
}

/** P-256 or RSA of 3072 bits and more (sealing.md §3). */
function isStrong({ signer }: NonNullable<Examined['cms']>): boolean {
  const key = signer?.publicKey
  if (key?.asymmetricKeyType === 'ec') return key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
  return key?.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 3072
}

/** Each act added one revision and nothing but: no unsigned update slipped in between, no act touched what is not its own. */
function checkRevisions(file: PdfFile, base: number, acts: Examined[], refuse: Refuse): void {
  const ours = file.sections.filter(({ offset }) => offset >= base).sort((a, b) => a.offset - b.offset)
  if (ours.length !== acts.length)
    refuse('revision_count', `${ours.length} revisions for ${acts.length} signatures`)
  // The sections are newest first: ours, then the upload's newest.
  const judged = file.sections.slice(0, ours.length + 1)
  const roots = new Set(judged.map(({ trailer }) => JSON.stringify(trailer.entries.get('Root'))))
  if (roots.size > 1) refuse('revision_changes', 'the catalog was replaced by another object')
  const [sending] = acts
  if (!sending) return
  // As of sending, because a later act could rewrite its own lock to reach further.
  const sent = formFieldsOf(openPdf(file.bytes.subarray(0, endOf(sending.field.byteRange))))
  ours.slice(1).forEach((section, index) => {
    const act = acts[index + 1]
    if (!act) return
    const own = sent.filter(({ name }) => name === act.field.name)
    const names = new Set([act.field.name, ...own.flatMap(({ locks }) => locks ?? [])])
    const allowed = sent.filter(({ name }) => names.has(name)).map(({ object }) => object)
    const others = changedObjects(file, section).filter((number) => !allowed.includes(number))
    if (others.length > 0)
      refuse('revision_changes', `${act.seen.fieldName} also changed ${others.join(', ')}`)
    if (own[0]?.locks?.join() !== act.field.locks?.join())
      refuse('field_lock', `${act.field.name} changed its lock`)
  })
}

/** The sender certifies with P=2, and each recipient's field locks what was filled, or anyone could fill it again. */
function checkPermissions(file: PdfFile, acts: Examined[], uploadSigned: boolean, refuse: Refuse): void {
  const [first, ...consents] = acts
  // A file that came with signatures may be certified by someone else; then ours is an approval.
  if (first && !uploadSigned && first.field.certifies !== 2) refuse('certification', first.seen.fieldName)
  const fields = formFieldsOf(file)
  for (const { field } of consents) {
    if (!field.locks) refuse('field_lock', `${field.name} locks nothing`)
    const names = new Set(field.locks ?? [])
    const open = fields.filter(({ name, type, dict }) => {
      const flags = dict.entries.get('Ff')
      return names.has(name) && type !== 'Sig' && !(typeof flags === 'number' && flags & 1)
    })
    for (const { name } of open) refuse('field_open', `${name} is not read-only`)
  }
}
