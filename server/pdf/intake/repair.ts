/**
 * Rebuilds an unsigned upload that needs repair, when two parsers that share no line agree on what it
 * shows: ours read it leniently and wrote every object that the catalog reaches anew, pdf.js opened the upload and the
 * rebuilt file, and found the same pages, boxes and text in both; and when PDFium shows the same pictures of both.
 */
import { createHash } from 'node:crypto'
import { entryOf, objectOf, openPdf, type PdfFile, rawDataOf, resolve } from '#server/pdf/format/pdf-file.ts'
import {
  isDict,
  isRef,
  isStream,
  MalformedPdf,
  type PdfDict,
  type PdfValue,
} from '#server/pdf/format/pdf-objects.ts'
import { catalogOf, pagesOf } from '#server/pdf/format/pdf-pages.ts'
import { recoverPdf } from '#server/pdf/format/recover.ts'
import { nameText, withoutSource, writeValue } from '#server/pdf/format/write-value.ts'
import { whatPdfiumShows } from './pictures.ts'
import { RefusedUpload } from './refused-upload.ts'
import { whatPdfJsSees } from './second-reader.ts'
import { findingsOf } from './signatures-present.ts'

/** The rebuilt file. */
export type Repaired = { bytes: Buffer; sha256: string }

const END = '%%EOF'

/** Refuses when the upload is signed, when it cannot be read, and when the two readers disagree. */
export async function repaired(bytes: Buffer): Promise<Repaired> {
  const whole = withoutSurroundings(bytes)
  const { file, objects } = readSomehow(whole)
  const { alive, dead } = findingsOf(file)
  if (alive + dead > 0) throw new RefusedUpload('signed_damaged')
  const rebuilt = rebuild(file, objects)
  const [before, after] = [await whatPdfJsSees(bytes), await whatPdfJsSees(rebuilt)]
  if (before === null || before !== after) throw new RefusedUpload('readers_disagree')
  const [shown, shownNow] = [await whatPdfiumShows(bytes), await whatPdfiumShows(rebuilt)]
  if (shown === null || shown !== shownNow) throw new RefusedUpload('readers_disagree')
  return { bytes: rebuilt, sha256: createHash('sha256').update(rebuilt).digest('hex') }
}

/** From `%PDF-` to the last end mark: mail gateways, web servers and scanners put things around. */
function withoutSurroundings(bytes: Buffer): Buffer {
  const start = bytes.indexOf('%PDF-')
  const end = bytes.lastIndexOf(END)
  return bytes.subarray(start, end > start ? end + END.length : bytes.length)
}

type Read = { file: PdfFile; objects: Map<number, PdfValue> }

/** By its cross-references where they lead somewhere, else by looking for every object. */
function readSomehow(bytes: Buffer): Read {
  try {
    return readAll(openPdf(bytes, { lenient: true }))
  } catch (error) {
    if (!(error instanceof MalformedPdf) || error.name !== 'MalformedPdf') throw error
    return readAll(recoverPdf(bytes))
  }
}

function readAll(file: PdfFile): Read {
  const objects = reachable(file)
  for (const { dict } of pagesOf(file)) {
    if (lacksContents(file, dict)) throw new MalformedPdf('the contents of a page are missing')
  }
  return { file, objects }
}

/** A page that refers to contents which are not there lost them: both readers would agree on an empty page. */
function lacksContents(file: PdfFile, page: PdfDict): boolean {
  const contents = page.entries.get('Contents')
  const list = resolve(file, contents)
  const items = Array.isArray(list) ? list : contents === undefined || contents === null ? [] : [contents]
  return items.some((item) => !isStream(resolve(file, item)))
}

/** Every object that the catalog and the document information reach, with the data of its stream. */
function reachable(file: PdfFile): Map<number, PdfValue> {
  const objects = new Map<number, PdfValue>()
  const stack: PdfValue[] = ['Root', 'Info'].map((key) => file.trailer.entries.get(key) ?? null)
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (isRef(value)) {
      if (objects.has(value.number)) continue
      const target = objectOf(file, value.number)
      const held = isStream(target) ? { ...target, data: rawDataOf(file, target) } : target
      objects.set(value.number, held)
      stack.push(target)
    } else if (Array.isArray(value)) for (const item of value) stack.push(item)
    else if (isDict(value)) for (const item of value.entries.values()) stack.push(item)
    else if (isStream(value)) for (const item of value.dict.entries.values()) stack.push(item)
  }
  return objects
}

/** A plain file with one table: the same objects under the same numbers, each written as ISO 32000 asks. */
function rebuild(file: PdfFile, objects: Map<number, PdfValue>): Buffer {
  catalogOf(file)
  const version = /^%PDF-([12]\.\d)/.exec(file.bytes.toString('latin1', 0, 8))?.[1] ?? '1.7'
  const opening = Buffer.from(`%PDF-${version}\n%\xe2\xe3\xcf\xd3\n`, 'latin1')
  const parts: Buffer[] = [opening]
  let at = opening.length
  const rows = ['0 1\n0000000000 65535 f\r\n']
  let size = 1
  for (const [number, value] of [...objects].sort(([a], [b]) => a - b)) {
    if (value === null) continue
    const head = Buffer.from(`${number} 0 obj\n`)
    const body = writeValue(withoutSource(settled(value, objects)))
    rows.push(`${number} 1\n${String(at).padStart(10, '0')} 00000 n\r\n`)
    parts.push(head, body, Buffer.from('\nendobj\n'))
    at += head.length + body.length + 8
    size = number + 1
  }
  const entries = ['Root', 'Info', 'ID'].flatMap((key) => {
    const value = key === 'ID' ? entryOf(file, file.trailer, key) : file.trailer.entries.get(key)
    if (value === undefined || value === null) return []
    return [`${nameText(key)} ${writeValue(withoutSource(settled(value, objects))).toString('latin1')}`]
  })
  const trailer = `trailer\n<</Size ${size}\n${entries.join('\n')}>>\nstartxref\n${at}\n%%EOF\n`
  return Buffer.concat([...parts, Buffer.from(`xref\n${rows.join('')}${trailer}`, 'latin1')])
}

/**
 * In a file that was written once every object has generation 0, and nothing refers to what is not there, so that no
 * number means something else once objects are added.
 */
function settled(value: PdfValue, objects: ReadonlyMap<number, PdfValue>): PdfValue {
  if (isRef(value)) return (objects.get(value.number) ?? null) === null ? null : { ...value, generation: 0 }
  if (Array.isArray(value)) return value.map((item) => settled(item, objects))
  if (isStream(value)) return { ...value, dict: settledDict(value.dict, objects) }
  return isDict(value) ? settledDict(value, objects) : value
}

function settledDict(dict: PdfDict, objects: ReadonlyMap<number, PdfValue>): PdfDict {
  const entries = new Map([...dict.entries].map(([key, value]) => [key, settled(value, objects)]))
  return { kind: 'dict', entries, source: null }
}
