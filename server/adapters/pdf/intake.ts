import { readFile } from 'node:fs/promises'
import { PDF, PdfDict, type PdfObject } from '@libpdf/core'
import type { Inspection, PdfProblem } from '../../usecases/sealing-ports.ts'
import { crossReferencesAreRight } from './cross-references.ts'
import { inflatesTooMuch } from './inflated-size.ts'
import { type Page, pagesOf, resolved } from './page-tree.ts'
import { NotRoundTrip, serialize } from './pdf-syntax.ts'
import { lastXrefOffset } from './revision.ts'
import { findingsOf, namesByteRange } from './signatures-present.ts'

/**
 * Judges an upload (sealing.md §1) and measures its pages as people see them. Never throws for bad input; what cannot be
 * updated safely later is refused here.
 */
export async function inspect(path: string): Promise<Inspection> {
  const bytes = await readFile(path)
  try {
    const problem = problemOfBytes(bytes)
    return problem ? { ok: false, problem } : await inspectObjects(bytes)
  } catch (error) {
    if (error instanceof NotRoundTrip) return { ok: false, problem: 'needs_repair' }
    // Objects nested deeper than the stack, or more than the memory that this process may have.
    if (error instanceof RangeError) return { ok: false, problem: 'too_costly' }
    return { ok: false, problem: 'broken' }
  }
}

function problemOfBytes(bytes: Buffer): PdfProblem | null {
  if (bytes.length === 0) return 'empty'
  const header = bytes.subarray(0, 1024).indexOf('%PDF-')
  if (header === -1) return 'not_pdf'
  if (!/%%EOF[\s\0]*$/.test(bytes.subarray(-1024).toString('latin1'))) return 'no_eof'
  if (inflatesTooMuch(bytes)) return 'too_costly'
  if (header > 0 || lastXrefOffset(bytes) === null) return 'needs_repair'
  return null
}

async function inspectObjects(bytes: Buffer): Promise<Inspection> {
  const pdf = await load(bytes)
  if (!pdf) return { ok: false, problem: 'needs_repair' }
  if (pdf.isEncrypted || pdf.context.info.trailer.has('Encrypt')) return { ok: false, problem: 'encrypted' }
  if (pdf.recoveredViaBruteForce || !crossReferencesAreRight(bytes))
    return { ok: false, problem: 'needs_repair' }
  const { pages, problem } = pagesOf(pdf)
  if (!pages) return { ok: false, problem }
  const findings = findingsOf(pdf)
  if (findings.xfa) return { ok: false, problem: 'xfa' }
  if (findings.javascript) return { ok: false, problem: 'javascript' }
  if (findings.signed && !namesByteRange(bytes)) return { ok: false, problem: 'needs_repair' }
  const sizes = pages.map(({ geometry: { width, height } }) => ({
    width: rounded(width),
    height: rounded(height),
  }))
  if (findings.docMdp === 1) return { ok: false, problem: 'certified_no_changes', pages: sizes }
  tryWriting(pdf, pages)
  return {
    ok: true,
    pages: sizes,
    signed: findings.signed,
    docMdp: findings.docMdp,
  }
}

/** Strict first; a file that only opens leniently needs repair, unless it is encrypted, which people can do something about. */
async function load(bytes: Buffer): Promise<PDF | null> {
  try {
    return await PDF.load(bytes, { lenient: false })
  } catch (error) {
    if (error instanceof RangeError) throw error
    return null
  }
}

/** Sending and consents will write these objects again, so they must survive that. */
function tryWriting(pdf: PDF, pages: Page[]): void {
  const tried = new Set<PdfObject>()
  const write = (object: PdfObject | undefined): PdfDict | null => {
    const value = resolved(pdf, object)
    if (!(value instanceof PdfDict)) return null
    if (!tried.has(value)) serialize(value)
    tried.add(value)
    return value
  }
  write(write(pdf.getCatalog())?.get('AcroForm'))
  for (const page of pages) {
    write(page.dict)
    write(write(page.dict.get('Resources') ?? page.inherited.get('Resources'))?.get('XObject'))
  }
}

function rounded(points: number): number {
  return Math.round(points * 1000) / 1000
}
