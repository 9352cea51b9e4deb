import { type Finding, findingOf } from '#domain/file-finding.ts'
import {
  type Cursor,
  expectWord,
  readWholeNumber,
  readWord,
  skipSpace,
  tryWholeNumber,
} from '#server/pdf/format/cursor.ts'
import { type PdfFile, resolve } from '#server/pdf/format/pdf-file.ts'
import { isStream, MalformedPdf, type PdfStream } from '#server/pdf/format/pdf-objects.ts'
import { readValue } from '#server/pdf/format/read-value.ts'

/** Files of other kinds that a PDF can be at the same time: ZIP and HTML. */
const ZIP = ['PK\u0003\u0004', 'PK\u0005\u0006']
const HTML = /<html|<!doctype html|<script/i

/**
 * What stands behind the last byte that a signature covers, by its bytes alone; what they change is told by
 * `changes.ts`. `file`: the whole as it was read; null when it cannot be.
 */
export function tailFindings(bytes: Buffer, end: number, file: PdfFile | null): Finding[] {
  const tail = bytes.toString('latin1', end)
  if (isBlank(tail)) return []
  const findings: Finding[] = []
  if (isOfOtherKind(tail)) findings.push(findingOf('polyglot'))
  if (/%PDF-\d/.test(tail)) findings.push(findingOf('second_header'))
  if (/\/XRefStm\s+\d/.test(tail)) findings.push(findingOf('hybrid_xref'))
  if (tail.split('%%EOF').some(saysTwice)) findings.push(findingOf('duplicate_objects'))
  const read = file?.sections.some(({ offset }) => offset >= end) === true
  if (!read) findings.push(unreadTail(tail))
  else if (file !== null) {
    const at = unexplainedIn(file, end)
    if (at !== null) findings.push(findingOf('unexplained_bytes', { detail: `at ${at}` }))
  }
  return findings
}

/** Bytes in front of the header, which move everything that is counted from the beginning. */
export function leadingFinding(bytes: Buffer, length: number): Finding {
  const lead = bytes.toString('latin1', 0, length)
  return findingOf(isOfOtherKind(lead) ? 'polyglot' : 'leading_bytes', { detail: `${length} bytes` })
}

function isOfOtherKind(text: string): boolean {
  return ZIP.some((mark) => text.includes(mark)) || HTML.test(text)
}

/** Whether there is nothing but white space of PDF, which has NUL among it (ISO 32000-2, table 1). */
export function isBlank(text: string): boolean {
  return text.replaceAll('\0', ' ').trim() === ''
}

/** No table leads to them, so that some readers show them and others do not. */
function unreadTail(tail: string): Finding {
  const hasObjects = /(?:^|\s)\d+ \d+ obj\b/.test(tail)
  const hasTable = /(?:^|\s)xref\s/.test(tail)
  if (hasTable && !tail.includes('trailer')) return findingOf('appended_without_trailer')
  return findingOf(hasObjects ? 'appended_without_xref' : 'bytes_after_end')
}

/** Whether one revision says an object of one number twice. */
function saysTwice(revision: string): boolean {
  const numbers = [...revision.matchAll(/(?:^|[\r\n])(\d+) \d+ obj\b/g)].map(([, number]) => number)
  return new Set(numbers).size < numbers.length
}

/** Where the first byte stands that belongs to no object of a table, to no table and to no trailer; null when none does. */
function unexplainedIn(file: PdfFile, end: number): number | null {
  const cursor: Cursor = { bytes: file.bytes, at: end, tolerate: () => undefined }
  const sections = new Set(file.sections.map(({ offset }) => offset))
  const known = new Set<number>(sections)
  for (const { places } of file.sections)
    for (const place of places.values()) if (place.kind === 'offset') known.add(place.offset)
  for (;;) {
    skipSpace(cursor)
    const at = cursor.at
    if (at >= file.bytes.length) return null
    try {
      if (!readPart(file, cursor, at, known)) return at
    } catch (error) {
      if (!(error instanceof MalformedPdf)) throw error
      return at
    }
  }
}

function readPart(file: PdfFile, cursor: Cursor, at: number, known: Set<number>): boolean {
  if (tryWholeNumber(cursor) !== null) {
    readWholeNumber(cursor)
    expectWord(cursor, 'obj')
    const value = readValue(cursor, true)
    if (isStream(value)) skipStream(file, cursor, value)
    expectWord(cursor, 'endobj')
    return known.has(at)
  }
  const word = readWord(cursor)
  if (word === 'startxref') return tryWholeNumber(cursor) !== null
  if (word === 'trailer') return readValue(cursor) !== undefined
  if (word !== 'xref' || !known.has(at)) return false
  for (let first = tryWholeNumber(cursor); first !== null; first = tryWholeNumber(cursor)) {
    const rows = readWholeNumber(cursor)
    for (let row = 0; row < rows; row += 1) {
      readWholeNumber(cursor)
      readWholeNumber(cursor)
      readWord(cursor)
    }
  }
  return true
}

function skipStream(file: PdfFile, cursor: Cursor, { dict, start }: PdfStream): void {
  const length = resolve(file, dict.entries.get('Length'))
  if (typeof length !== 'number' || length < 0) throw new MalformedPdf('a stream without its length')
  cursor.at = start + length
  expectWord(cursor, 'endstream')
}
