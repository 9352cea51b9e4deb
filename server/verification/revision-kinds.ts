import { entryOf, openPdf, type PdfFile, type Section } from '#server/pdf/format/pdf-file.ts'
import { nameOf } from '#server/pdf/format/pdf-objects.ts'
import { storeObjectsOf } from './security-store.ts'
import { endOf, type SignedField, signedFieldsOf } from './signature-fields.ts'

/**
 * What one revision of a file is for. `act`: a signature closes it. `validation_data`: it adds to the document security
 * store, unsigned until the next archive timestamp. `archive_timestamp`: a document timestamp closes it. `unsigned`:
 * none of these. What it changed is judged on its own (`archive-changes.ts`).
 */
type RevisionKind = 'act' | 'validation_data' | 'archive_timestamp' | 'unsigned'

/** `end`: where its bytes end. `signature`: what closes it. */
export type FileRevision = {
  kind: RevisionKind
  section: Section
  end: number
  signature: SignedField | null
}

/** For each the file is read as it was then; of a stranger's file with more the others are not looked into. */
const mostUnsigned = 64

/** Whether the signature is a document timestamp (EN 319 142-1 §5.4.3). */
export function isDocumentTimestamp(file: PdfFile, { signature }: SignedField): boolean {
  return nameOf(entryOf(file, signature, 'SubFilter')) === 'ETSI.RFC3161'
}

/** The revisions whose cross-references begin at `base` or later, oldest first. */
export function revisionsOf(file: PdfFile, base: number): FileRevision[] {
  const sections = file.sections.filter(({ offset }) => offset >= base).sort((a, b) => a.offset - b.offset)
  const signatures = new Map(signedFieldsOf(file).map((field) => [endOf(field.byteRange), field]))
  let looked = 0
  return sections.map((section) => {
    const end = endAfter(file.bytes, section.offset)
    const signature = signatures.get(end) ?? null
    if (signature !== null) {
      const kind = isDocumentTimestamp(file, signature) ? 'archive_timestamp' : 'act'
      return { kind, section, end, signature }
    }
    looked += 1
    const kind = looked <= mostUnsigned ? unsignedKind(file, section, end) : 'unsigned'
    return { kind, section, end, signature }
  })
}

function unsignedKind(file: PdfFile, section: Section, end: number): RevisionKind {
  const store = storeObjectsOf(stateAt(file, end))
  return [...section.places.keys()].some((number) => store.has(number)) ? 'validation_data' : 'unsigned'
}

/** The file as its first bytes say it: what stood there before later revisions. */
export function stateAt(file: PdfFile, end: number): PdfFile {
  return openPdf(file.bytes.subarray(0, end), { lenient: file.strictness === 'lenient' })
}

/** A revision ends with the line of its end-of-file mark (ISO 32000-2 §7.5.6). */
function endAfter(bytes: Buffer, offset: number): number {
  const mark = bytes.indexOf('%%EOF', Math.max(offset, bytes.indexOf('startxref', offset)))
  if (mark < 0) return bytes.length
  let end = mark + '%%EOF'.length
  if (bytes[end] === 0x0d) end += 1
  if (bytes[end] === 0x0a) end += 1
  return end
}
