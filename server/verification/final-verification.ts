/**
 * The final verification: a document is concluded only when its finished bytes were read back and found
 * to be what they should be. Nothing here is shared with the code that writes and signs, so that one mistake is not
 * made twice.
 */
import { readJobFile } from '#server/pdf/format/job-bytes.ts'
import { openPdf, type PdfFile } from '#server/pdf/format/pdf-file.ts'
import { MalformedPdf, TooCostlyPdf } from '#server/pdf/format/pdf-objects.ts'
import { pagesOf } from '#server/pdf/format/pdf-pages.ts'
import type {
  FinalExpectation,
  FinalProblem,
  FinalVerification,
  SignatureSeen,
} from '#server/usecases/sealing-ports.ts'
import { checkArchives } from './archive-check.ts'
import { MalformedAsn1 } from './der.ts'
import { openFieldsOf } from './open-fields.ts'
import { type FileRevision, isDocumentTimestamp, revisionsOf } from './revision-kinds.ts'
import { beginsWith, changedObjects, compareWithOriginal } from './revisions.ts'
import { type Examined, examineSignature } from './signature-check.ts'
import { endOf, type FormField, formFieldsOf, type SignedField, signedFieldsOf } from './signature-fields.ts'
import { ATTRIBUTE } from './signed-data.ts'

/** Objects of the fields that the upload had. They may have the names of ours, whose ids a sender can know beforehand. */
type KnownFields = ReadonlySet<number | null>

type Refuse = (check: string, detail: string, act?: number) => void

/** Reads a finished file back and reports every problem found, not only the first. Rejects only when a file cannot be read. */
export async function verifyFinal(expectation: FinalExpectation, sealed = true): Promise<FinalVerification> {
  const [bytes, original] = await Promise.all([
    readJobFile(expectation.path),
    expectation.originalPath === null ? null : readJobFile(expectation.originalPath),
  ])
  const problems: FinalProblem[] = []
  const signatures =
    unlessMalformed(problems, () => judge(bytes, original, { ...expectation, sealed }, problems), sealed) ??
    []
  return { ok: problems.length === 0, problems, signatures }
}

/**
 * The same checks on a file whose placeholders are still empty (a rehearsal): all but the cryptography. Throws
 * `TooCostlyPdf`.
 */
export async function verifyUnsigned(expectation: FinalExpectation): Promise<FinalProblem[]> {
  const { problems } = await verifyFinal(expectation, false)
  return problems
}

/** The signatures of any PDF, in the order of their bytes; none when it is unreadable. Rejects only when the file cannot be read. */
export async function listSignatures(path: string): Promise<SignatureSeen[]> {
  const bytes = await readJobFile(path)
  return unlessMalformed([], () => seenIn(openPdf(bytes))) ?? []
}

function seenIn(file: PdfFile): SignatureSeen[] {
  return signedFieldsOf(file).map((field) => examineSignature(file, field, 'any').seen)
}

function unlessMalformed<T>(problems: FinalProblem[], read: () => T, sealed = true): T | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof MalformedPdf || error instanceof MalformedAsn1)) throw error
    // At the rehearsal it is told apart: no repair makes a file cheaper.
    if (error instanceof TooCostlyPdf && !sealed) throw error
    problems.push({ check: 'unreadable', detail: error.message })
    return null
  }
}

function judge(
  bytes: Uint8Array,
  original: Uint8Array | null,
  expected: FinalExpectation & { sealed: boolean },
  problems: FinalProblem[],
): SignatureSeen[] {
  const refuse: Refuse = (check, detail, act) =>
    problems.push({ check, detail, ...(act === undefined ? {} : { act }) })
  const file = openPdf(bytes)
  const base = original?.length ?? 0
  const before = original ? openPdf(original) : null
  const known: KnownFields = new Set(before ? formFieldsOf(before).map(({ object }) => object) : [])
  const { acts, archives, brought } = tellActs(file, before, known, refuse)
  const all = [...brought, ...acts, ...archives]
  const examined = all.map((field) => examineSignature(file, field, expected.trustedTsas))
  const ours = examined.slice(brought.length, brought.length + acts.length)
  const timestamps = examined.slice(brought.length + acts.length)
  const revisions = revisionsOf(file, base)

  const pages = pagesOf(file).length
  if (expected.pages !== null && pages !== expected.pages)
    refuse('page_count', `${pages} pages instead of ${expected.pages}`)
  if (expected.begins && !beginsWith(bytes, expected.begins))
    refuse('former_bytes', 'the file does not begin with the bytes that were recorded')
  if (original && before) checkOriginal(file, original, before, problems, refuse)
  checkActs(ours, expected, refuse)
  for (const [act, one] of ours.entries()) {
    checkCoverage(one, problems, refuse)
    if (expected.sealed) checkSignature(one, act, expected, problems, refuse)
  }
  checkArchives(file, revisions, { acts: ours, timestamps }, expected, expected.sealed, refuse)
  if (endOf([...acts, ...archives].at(-1)?.byteRange ?? []) !== bytes.length) {
    refuse('file_coverage', 'the last signature does not cover the whole file')
  }
  if (original) {
    checkRevisions(file, revisions, ours, known, refuse)
    checkPermissions(file, ours, { uploadSigned: brought.length > 0, known }, refuse)
    // At the rehearsal only: documents that an earlier release sent lack this lock, and may be concluded.
    if (before && brought.length > 0 && !expected.sealed) checkBroughtFields(before, ours, refuse)
  }
  // What an upload brings along may be written as people write; what we add is written as ISO 32000 asks.
  for (const { what, at } of file.tolerated.filter((one) => one.at >= base))
    refuse('own_syntax', `${what} at ${at}`)
  return examined.map(({ seen }) => seen)
}

/**
 * Which signatures are acts: those in fields that the upload did not have. Where a signature lies in the file says
 * nothing: one of an earlier contract, saved again since, may claim to cover bytes beyond the end of the upload. The
 * upload's own are its own affair, as long as each is still the signature that it was.
 */
function tellActs(
  file: PdfFile,
  before: PdfFile | null,
  known: KnownFields,
  refuse: Refuse,
): { acts: SignedField[]; archives: SignedField[]; brought: SignedField[] } {
  const signedBefore = new Map((before ? signedFieldsOf(before) : []).map((field) => [field.object, field]))
  const found = signedFieldsOf(file)
  const brought = found.filter(({ object }) => known.has(object))
  for (const field of brought) {
    const old = signedBefore.get(field.object)
    if (old?.contents.start !== field.contents.start || old.byteRange.join() !== field.byteRange.join())
      refuse('act_unexpected', `${field.name} of the upload was signed since`)
  }
  const added = found.filter(({ object }) => !known.has(object))
  const archives = added.filter((field) => isDocumentTimestamp(file, field))
  return { acts: added.filter((field) => !archives.includes(field)), archives, brought }
}

function checkOriginal(
  file: PdfFile,
  original: Uint8Array,
  before: PdfFile,
  problems: FinalProblem[],
  refuse: Refuse,
): void {
  const prefix = file.bytes.subarray(0, original.length)
  if (Buffer.compare(prefix, original) !== 0) {
    refuse('original_bytes', 'the file does not begin with the upload')
    return
  }
  problems.push(...compareWithOriginal(file, before))
}

/** One signature per act, in the order of the acts, and no others. */
function checkActs(found: Examined[], { acts }: FinalExpectation, refuse: Refuse): void {
  if (found.length < acts.length) refuse('act_missing', `${found.length} signatures for ${acts.length} acts`)
  if (found.length > acts.length)
    refuse('act_unexpected', `${found.length} signatures for ${acts.length} acts`)
  acts.forEach((act, index) => {
    const one = found[index]
    if (!one) return
    const { fieldName, at } = one.seen
    if (!isFieldOf(fieldName, act.participantId)) refuse('act_order', `${fieldName} at place ${index + 1}`)
    if (act.at === null) return
    // A PDF date has no fractions of a second.
    const seconds = Math.floor(act.at.getTime() / 1000)
    if (at?.getTime() !== seconds * 1000)
      refuse('act_time', `${fieldName}: /M is ${at?.toISOString() ?? 'missing'}`)
  })
}

/** Names that the PDF worker gives its signature fields; said again here, so that a slip there is seen. */
function isFieldOf(fieldName: string, participantId: string | null): boolean {
  if (participantId !== null) return fieldName === `musubi-recipient-${participantId.replaceAll('.', '_')}`
  return fieldName.startsWith('musubi-sender-') || fieldName.startsWith('musubi-certificate-')
}

function checkCoverage(one: Examined, problems: FinalProblem[], refuse: Refuse): void {
  problems.push(...one.broken.filter(({ check }) => check === 'byte_range'))
  if (!one.seen.coversWholeRevision)
    refuse('revision_coverage', `${one.seen.fieldName} does not end with its revision`)
}

function checkSignature(
  one: Examined,
  act: number,
  expected: FinalExpectation,
  problems: FinalProblem[],
  refuse: Refuse,
) {
  const { seen, cms, timestamp, chained } = one
  problems.push(...one.broken.filter(({ check }) => check !== 'byte_range'))
  if (!cms) return
  if (!expected.trustedSigners.includes(seen.signerSha256)) {
    refuse('signer_unexpected', `${seen.fieldName}: ${seen.signerSubject}`)
  }
  if (!one.inForce) {
    refuse(
      'signer_out_of_time',
      `${seen.fieldName}: the signing certificate, or one above it, was not in force then`,
      act,
    )
  } else if (!chained) {
    refuse('signer_chain', `${seen.fieldName}: the chain is broken`)
  }
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

const strongCurves = ['prime256v1', 'secp384r1', 'secp521r1']

/** P-256 and stronger, or RSA of 3072 bits and more. */
function isStrong({ signer }: NonNullable<Examined['cms']>): boolean {
  const key = signer?.publicKey
  if (key?.asymmetricKeyType === 'ec')
    return strongCurves.includes(key.asymmetricKeyDetails?.namedCurve ?? '')
  return key?.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 3072
}

/** No act touched what is not its own. */
function checkRevisions(
  file: PdfFile,
  revisions: FileRevision[],
  acts: Examined[],
  known: KnownFields,
  refuse: Refuse,
): void {
  // The sections are newest first: ours, then the upload's newest.
  const judged = file.sections.slice(0, revisions.length + 1)
  const roots = new Set(judged.map(({ trailer }) => JSON.stringify(trailer.entries.get('Root'))))
  if (roots.size > 1) refuse('revision_changes', 'the catalog was replaced by another object')
  const [sending] = acts
  if (!sending) return
  // As of sending, because a later act could rewrite its own lock to reach further.
  const sent = fieldsAdded(openPdf(file.bytes.subarray(0, endOf(sending.field.byteRange))), known)
  revisions.slice(1, acts.length).forEach(({ section }, index) => {
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
function checkPermissions(
  file: PdfFile,
  acts: Examined[],
  { uploadSigned, known }: { uploadSigned: boolean; known: KnownFields },
  refuse: Refuse,
): void {
  const [first, ...consents] = acts
  // A file that came with signatures may be certified by someone else; then ours is an approval.
  if (first && !uploadSigned && first.field.certifies !== 2) refuse('certification', first.seen.fieldName)
  const fields = fieldsAdded(file, known)
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

/** Fields of an upload that came signed cannot be flattened; the sender's signature locks each that is open. */
function checkBroughtFields(before: PdfFile, [sending]: Examined[], refuse: Refuse): void {
  const locked = new Set(sending?.field.locks ?? [])
  for (const { name } of openFieldsOf(before)) {
    if (!locked.has(name)) refuse('field_open', `${name} of the upload stays open`)
  }
}

function fieldsAdded(file: PdfFile, known: KnownFields): FormField[] {
  return formFieldsOf(file).filter(({ object }) => !known.has(object))
}
