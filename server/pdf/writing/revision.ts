import { createHash } from 'node:crypto'
import { spendParsed } from '#server/pdf/format/decode-stream.ts'
import { readJobFile, writeJobFile } from '#server/pdf/format/job-bytes.ts'
import {
  newestSectionOffset,
  nextObjectNumber,
  objectOf,
  openPdf,
  type PdfFile,
} from '#server/pdf/format/pdf-file.ts'
import {
  dictOf,
  isRef,
  isString,
  MalformedPdf,
  makeRef,
  makeString,
  type PdfDict,
  type PdfRef,
  type PdfString,
  type PdfValue,
} from '#server/pdf/format/pdf-objects.ts'
import { writeValue } from '#server/pdf/format/write-value.ts'
import type { Prepared } from '#server/usecases/prepared-ports.ts'
import { array, dict, name, stream } from './pdf-syntax.ts'

/** What the trailer of a new file names. */
export type NewFile = { root: PdfRef; info: PdfRef }

type XrefEntry = { number: number; generation: number; offset: number }

/** Bytes of the signature placeholder: room for a CMS with chain and timestamp. */
const PLACEHOLDER_BYTES = 16_384
/** Many readers count bytes in 31 bits, and beyond ten digits a table has no room. */
const MOST_BYTES = 2 ** 31 - 1
const UNKNOWN_OFFSET = 9_999_999_999
const BYTE_RANGE_PLACEHOLDER = `[0 ${UNKNOWN_OFFSET} ${UNKNOWN_OFFSET} ${UNKNOWN_OFFSET}]`

/**
 * The two entries that are filled in afterwards: the PDF worker itself writes the byte range, the signer the contents.
 */
export function signaturePlaceholder(bytes = PLACEHOLDER_BYTES): {
  ByteRange: PdfValue[]
  Contents: PdfString
} {
  return {
    ByteRange: array([0, UNKNOWN_OFFSET, UNKNOWN_OFFSET, UNKNOWN_OFFSET]),
    Contents: makeString(new Uint8Array(bytes)),
  }
}

/** Opens a stored file for an update. Strict: what readers read differently must never be written on. */
export async function openForUpdate(sourcePath: string): Promise<Revision> {
  const bytes = await readJobFile(sourcePath)
  return new Revision(openPdf(bytes))
}

/**
 * One incremental update: the earlier bytes stay as they are, new and changed objects follow with a cross-reference
 * section of the same kind as the last one (so linearized files and hybrid ones keep working).
 */
export class Revision {
  readonly #base: PdfFile | null
  readonly #written = new Map<number, { ref: PdfRef; object: PdfValue }>()
  #next: number
  #signature: PdfRef | null = null

  constructor(base: PdfFile | null) {
    this.#base = base
    this.#next = base ? nextObjectNumber(base) : 1
  }

  /** The file that is updated. */
  get file(): PdfFile {
    if (!this.#base) throw new Error('a new file has no earlier revision')
    return this.#base
  }

  /** The catalog of the file that is updated. */
  get root(): PdfRef {
    const root = this.file.trailer.entries.get('Root')
    if (!isRef(root)) throw new Error('no catalog')
    return root
  }

  /** A reference to be filled later. */
  allocate(): PdfRef {
    this.#next += 1
    return makeRef(this.#next - 1)
  }

  /** Adds an object. */
  add(object: PdfValue): PdfRef {
    const ref = this.allocate()
    this.put(ref, object)
    return ref
  }

  /** Writes an object under a reference, new or old. */
  put(ref: PdfRef, object: PdfValue): void {
    this.#written.set(ref.number, { ref, object })
  }

  /** Adds the signature dictionary that closes this revision; it must hold `signaturePlaceholder()`. */
  addSignature(dictionary: PdfDict): PdfRef {
    this.#signature = this.add(dictionary)
    return this.#signature
  }

  /** Follows a reference, the objects of this revision first. */
  resolve(object: PdfValue | undefined): PdfValue {
    let value: PdfValue = object ?? null
    for (let hops = 0; isRef(value) && hops < 64; hops += 1) {
      const written = this.#written.get(value.number)
      value = written ? written.object : this.#base ? objectOf(this.#base, value.number) : null
    }
    return isRef(value) ? null : value
  }

  /** A dictionary, or a stream's, behind a reference or given directly, or null. */
  dictionary(object: PdfValue | undefined): PdfDict | null {
    return dictOf(this.resolve(object))
  }

  /** An array behind a reference or given directly, or null. Many places may name one array: each time is charged. */
  list(object: PdfValue | undefined): PdfValue[] | null {
    const value = this.resolve(object)
    if (!Array.isArray(value)) return null
    this.charge(value.length)
    return value
  }

  /** Takes what is read or written anew for each place that names it off what the file may cost. Throws `TooCostlyPdf`. */
  charge(items: number): void {
    if (this.#base) spendParsed(this.#base.budget, items)
  }

  /** Writes the file. `created` is needed for a new file only. */
  async finish(targetPath: string, created?: NewFile): Promise<Prepared> {
    const { appended, byteRange } = this.#build(created)
    await writeJobFile(targetPath, this.#base ? [this.#base.bytes, appended] : [appended])
    return { path: targetPath, byteRange }
  }

  /** The bytes of a new file, which nobody signs. */
  bytes(created: NewFile): Buffer {
    return this.#build(created).appended
  }

  /** The file with this revision, for the next one to stand on. It has no signature yet to fill. */
  updated(): PdfFile {
    return openPdf(Buffer.concat([this.file.bytes, this.#build(undefined).appended]))
  }

  #build(created: NewFile | undefined): { appended: Buffer; byteRange: Prepared['byteRange'] } {
    const start = this.#base?.bytes.length ?? 0
    const chunks: Buffer[] = [this.#opening()]
    let position = start + (chunks[0] as Buffer).length
    const entries: XrefEntry[] = []
    let signatureAt = 0
    for (const { ref, object } of this.#written.values()) {
      const head = Buffer.from(`${ref.number} ${ref.generation} obj\n`, 'latin1')
      const body = writeValue(object)
      entries.push({ number: ref.number, generation: ref.generation, offset: position })
      if (ref.number === this.#signature?.number) signatureAt = position - start + head.length
      chunks.push(head, body, Buffer.from('\nendobj\n', 'latin1'))
      position += head.length + body.length + 8
    }
    chunks.push(this.#crossReferences(entries, position, chunks, created))
    const appended = Buffer.concat(chunks)
    refuseTooLong(start + appended.length)
    const byteRange = this.#signature
      ? fillByteRange(appended, start, signatureAt)
      : ([0, start + appended.length, start + appended.length, 0] satisfies Prepared['byteRange'])
    return { appended, byteRange }
  }

  #opening(): Buffer {
    if (!this.#base) return Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')
    const last = this.#base.bytes.at(-1)
    return Buffer.from(last === 10 || last === 13 ? '' : '\n', 'latin1')
  }

  #crossReferences(entries: XrefEntry[], at: number, body: Buffer[], created: NewFile | undefined): Buffer {
    const trailer = this.#trailer(body, created)
    entries.sort((one, other) => one.number - other.number)
    const end = `\nstartxref\n${at}\n%%EOF\n`
    if (this.#base?.sections[0]?.kind === 'stream') {
      const self = this.allocate()
      entries.push({ number: self.number, generation: 0, offset: at })
      const data = Buffer.alloc(entries.length * 8)
      entries.forEach((entry, index) => {
        data.writeUInt8(1, index * 8)
        data.writeUIntBE(entry.offset, index * 8 + 1, 5)
        data.writeUInt16BE(entry.generation, index * 8 + 6)
      })
      const index = sections(entries).flatMap((section) => [(section[0] as XrefEntry).number, section.length])
      const all = {
        Type: name('XRef'),
        W: array([1, 5, 2]),
        Index: array(index),
        ...trailer,
        Size: this.#next,
      }
      const head = Buffer.from(`${self.number} 0 obj\n`, 'latin1')
      return Buffer.concat([head, writeValue(stream(all, data)), Buffer.from(`\nendobj${end}`, 'latin1')])
    }
    const rows = this.#base ? [] : ['0 1\n0000000000 65535 f\r\n']
    for (const section of sections(entries)) {
      rows.push(`${(section[0] as XrefEntry).number} ${section.length}\n`)
      for (const { offset, generation } of section) {
        rows.push(`${String(offset).padStart(10, '0')} ${String(generation).padStart(5, '0')} n\r\n`)
      }
    }
    const text = writeValue(dict({ ...trailer, Size: this.#next })).toString('latin1')
    return Buffer.from(`xref\n${rows.join('')}trailer\n${text}${end}`, 'latin1')
  }

  #trailer(body: Buffer[], created: NewFile | undefined): Record<string, PdfValue | undefined> {
    const digest = createHash('sha256').update(Buffer.concat(body)).digest()
    const fresh = makeString(digest.subarray(0, 16))
    if (!this.#base) return { Root: created?.root, Info: created?.info, ID: [fresh, fresh] }
    const { entries } = this.#base.trailer
    const first = this.list(entries.get('ID'))?.[0]
    return {
      Root: entries.get('Root'),
      Info: entries.get('Info'),
      ID: [isString(first) ? first : fresh, fresh],
      Prev: newestSectionOffset(this.#base),
    }
  }
}

/** Entries with consecutive numbers together. */
function sections(entries: XrefEntry[]): XrefEntry[][] {
  const out: XrefEntry[][] = []
  let previous = -2
  for (const entry of entries) {
    if (entry.number === previous + 1) (out.at(-1) as XrefEntry[]).push(entry)
    else out.push([entry])
    previous = entry.number
  }
  return out
}

/** Refuses what many readers could not open before it is written. Throws `MalformedPdf`. */
export function refuseTooLong(bytes: number): void {
  if (bytes > MOST_BYTES) throw new MalformedPdf('the file would be longer than 2 GB')
}

function fillByteRange(appended: Buffer, start: number, signatureAt: number): Prepared['byteRange'] {
  const from = appended.indexOf('/Contents <', signatureAt) + '/Contents '.length
  const to = appended.indexOf('>', from) + 1
  const byteRange: Prepared['byteRange'] = [0, start + from, start + to, appended.length - to]
  const at = appended.indexOf(BYTE_RANGE_PLACEHOLDER, signatureAt)
  const text = `[${byteRange.join(' ')}`.padEnd(BYTE_RANGE_PLACEHOLDER.length - 1)
  appended.write(`${text}]`, at, 'latin1')
  return byteRange
}
