import type { PdfProblem } from '#domain/pdf-problem.ts'
import { readJobFile, writeJobFile } from '#server/pdf/format/job-bytes.ts'
import { EncryptedPdf, openPdf, type PdfFile } from '#server/pdf/format/pdf-file.ts'
import { MalformedPdf, TooCostlyPdf } from '#server/pdf/format/pdf-objects.ts'
import { Undrawable } from '#server/pdf/writing/undrawable.ts'
import type { Inspection, InspectionRequest } from '#server/usecases/sealing-ports.ts'
import { openFieldsOf } from '#server/verification/open-fields.ts'
import { changingContentIn } from './changing-content.ts'
import { pageSizesOf } from './page-sizes.ts'
import { RefusedUpload } from './refused-upload.ts'
import { rehearse } from './rehearsal.ts'
import { repaired } from './repair.ts'
import { findingsOf } from './signatures-present.ts'

type Accepted = Extract<Inspection, { ok: true }>

const TAIL_BYTES = 1024
/** White space, NUL and the end mark of CP/M and DOS, Ctrl-Z. */
const BLANK_AT_THE_END = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x1a, 0x20])

/**
 * Judges an upload and measures its pages as people see them. Never throws for bad input: what could not be
 * concluded later is refused here, and an unsigned file that only needs repair is repaired.
 */
export async function inspect(request: InspectionRequest): Promise<Inspection> {
  try {
    return await accept(request)
  } catch (error) {
    if (error instanceof RefusedUpload) {
      const { problem, pages } = error
      return { ok: false, problem, ...(pages && { pages }) }
    }
    const problem = problemOf(error)
    if (problem === null) throw error
    return { ok: false, problem }
  }
}

/** What is known from an error of reading; null for what is no fault of the file. */
function problemOf(error: unknown): PdfProblem | null {
  if (error instanceof EncryptedPdf) return 'encrypted'
  // Objects nested deeper than the stack, or more than the memory that this process may have.
  if (error instanceof TooCostlyPdf || error instanceof RangeError) return 'too_costly'
  return error instanceof MalformedPdf ? 'needs_repair' : null
}

async function accept(request: InspectionRequest): Promise<Accepted> {
  const bytes = await readJobFile(request.path)
  refuseByBytes(bytes)
  try {
    return await acceptAsItIs(request, bytes)
  } catch (error) {
    const mendable = error instanceof MalformedPdf && problemOf(error) === 'needs_repair'
    if (!mendable && !(error instanceof RefusedUpload && error.problem === 'rehearsal')) throw error
    if (request.repairedPath === null) throw error
    const { repairedPath, scratch } = request
    return await acceptRepaired({ repairedPath, scratch }, bytes, error)
  }
}

function refuseByBytes(bytes: Buffer): void {
  if (bytes.length === 0) throw new RefusedUpload('empty')
  if (!bytes.subarray(0, 1024).includes('%PDF-')) throw new RefusedUpload('not_pdf')
  const tail = bytes.subarray(-TAIL_BYTES)
  if (!tail.includes('%%EOF') && !tail.includes('startxref')) throw new RefusedUpload('no_eof')
}

/** Blanks and a single stray byte are harmless; anything else might be another document. */
function refuseOddEnds(bytes: Buffer): void {
  if (bytes.subarray(0, 5).toString('latin1') !== '%PDF-') throw new MalformedPdf('something before %PDF-')
  const tail = bytes.subarray(-TAIL_BYTES)
  const end = tail.lastIndexOf('%%EOF')
  const after = tail.subarray(end + 5).filter((byte) => !BLANK_AT_THE_END.has(byte))
  if (end < 0 || after.length > 1) throw new MalformedPdf('something after %%EOF')
}

async function acceptAsItIs(request: InspectionRequest, bytes: Buffer): Promise<Accepted> {
  refuseOddEnds(bytes)
  const accepted = judge(openPdf(bytes, { upload: true }), request.keepOnly)
  if (!request.keepOnly) await passRehearsal(request.path, accepted, request.scratch)
  return accepted
}

function judge(file: PdfFile, keepOnly: boolean): Accepted {
  const pages = pageSizesOf(file)
  const { alive, dead, docMdp, javascript, xfa, unclear } = findingsOf(file)
  if (xfa) throw new RefusedUpload('xfa')
  if (javascript) throw new RefusedUpload('javascript')
  if (unclear) throw new RefusedUpload('content_unclear')
  if (alive > 0 && dead > 0) throw new RefusedUpload('broken_signatures')
  const changing = keepOnly ? null : changingContentIn(file, alive > 0)
  if (changing) throw new RefusedUpload(changing)
  // Flattening would break the signatures; what sending cannot lock either, anyone could fill in after the conclusion.
  if (alive > 0 && !keepOnly && openFieldsOf(file).some(({ lockable }) => !lockable))
    throw new RefusedUpload('form_open')
  if (docMdp === 1) throw new RefusedUpload('certified_no_changes', '', pages)
  return { ok: true, pages, signed: alive > 0, docMdp, deadSignatures: dead, repaired: null }
}

async function passRehearsal(
  path: string,
  { pages, signed, docMdp }: Accepted,
  scratch: string,
): Promise<void> {
  let problems: string[]
  try {
    const found = await rehearse({ path, pages, signed, docMdp, scratch })
    problems = found.map(({ check, detail }) => `${check}: ${detail}`)
  } catch (error) {
    if (error instanceof Undrawable) throw new RefusedUpload(error.problem, error.message)
    // A full disk or too little memory is no fault of the file.
    if (!(error instanceof Error) || error instanceof RangeError || 'code' in error) throw error
    // No repair makes it cheaper.
    if (error instanceof TooCostlyPdf) throw error
    // Whatever drawing stumbles over today it would stumble over then.
    problems = [error.message]
  }
  if (problems.length > 0) throw new RefusedUpload('rehearsal', problems.join('; '))
}

type Repair = { repairedPath: string; scratch: string }

/** The rebuilt bytes are judged like any upload. Where no repair helps a file that could be read, its first reason stands. */
async function acceptRepaired(
  { repairedPath, scratch }: Repair,
  bytes: Buffer,
  first: Error,
): Promise<Accepted> {
  try {
    const rebuilt = await repaired(bytes)
    await writeJobFile(repairedPath, [rebuilt.bytes])
    const accepted = judge(openPdf(rebuilt.bytes, { upload: true }), false)
    await passRehearsal(repairedPath, accepted, scratch)
    const { sha256, bytes: size } = rebuilt
    return { ...accepted, repaired: { because: first.message, sha256, bytes: size.length } }
  } catch (error) {
    const refused = error instanceof RefusedUpload || error instanceof MalformedPdf
    throw refused && first instanceof RefusedUpload ? first : error
  }
}
