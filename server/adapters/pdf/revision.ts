import { createHash } from 'node:crypto'
import { copyFile, open, readFile, writeFile } from 'node:fs/promises'
import { PDF, PdfArray, PdfDict, type PdfObject, PdfRef, PdfString } from '@libpdf/core'
import type { Prepared } from '../../usecases/sealing-ports.ts'
import { array, dict, name, serialize, stream } from './pdf-syntax.ts'

/** What the trailer of a new file names. */
export type NewFile = { root: PdfRef; info: PdfRef }

type XrefEntry = { number: number; generation: number; offset: number }

/** Bytes of the signature placeholder: room for a CMS with chain and timestamp. */
const PLACEHOLDER_BYTES = 16_384
const UNKNOWN_OFFSET = 9_999_999_999
const BYTE_RANGE_PLACEHOLDER = `[0 ${UNKNOWN_OFFSET} ${UNKNOWN_OFFSET} ${UNKNOWN_OFFSET}]`

/** The two entries that are filled in afterwards: the press itself writes the byte range, the signer the contents. */
export function signaturePlaceholder(): { ByteRange: PdfArray; Contents: PdfString } {
  return {
    ByteRange: array([0, UNKNOWN_OFFSET, UNKNOWN_OFFSET, UNKNOWN_OFFSET]),
    Contents: new PdfString(new Uint8Array(PLACEHOLDER_BYTES), 'hex'),
  }
}

/** Opens a stored file for an update. Strict: a file that needs repair is refused at intake and must never be rewritten. */
export async function openForUpdate(sourcePath: string): Promise<Revision> {
  const bytes = await readFile(sourcePath)
  const pdf = await PDF.load(bytes, { lenient: false })
  if (pdf.recoveredViaBruteForce) throw new Error('the file needs repair')
  return new Revision({ pdf, bytes, path: sourcePath })
}

/** Offset in the last `startxref`, or null. */
export function lastXrefOffset(bytes: Buffer): number | null {
  const tail = bytes.subarray(Math.max(0, bytes.length - 2048)).toString('latin1')
  const found = [...tail.matchAll(/startxref\s+(\d+)\s+%%EOF/g)].at(-1)
  return found ? Number(found[1]) : null
}

/**
 * One incremental update: the earlier bytes stay as they are, new and changed objects follow with a cross-reference
 * section of the same kind as the last one (so linearized files and hybrid ones keep working).
 */
export class Revision {
  readonly #base: { pdf: PDF; bytes: Buffer; path: string } | null
  readonly #written = new Map<number, { ref: PdfRef; object: PdfObject }>()
  #next: number
  #signature: PdfRef | null = null

  constructor(base: { pdf: PDF; bytes: Buffer; path: string } | null) {
    this.#base = base
    const trailerSize = base?.pdf.context.info.trailer.getNumber('Size')?.value ?? 0
    this.#next = base ? Math.max(base.pdf.context.registry.nextObjectNumber, trailerSize) : 1
  }

  /** The file that is updated. */
  get pdf(): PDF {
    if (!this.#base) throw new Error('a new file has no earlier revision')
    return this.#base.pdf
  }

  /** Its bytes. */
  get bytes(): Buffer {
    if (!this.#base) throw new Error('a new file has no earlier revision')
    return this.#base.bytes
  }

  /** A reference to be filled later. */
  allocate(): PdfRef {
    this.#next += 1
    return PdfRef.of(this.#next - 1, 0)
  }

  /** Adds an object. */
  add(object: PdfObject): PdfRef {
    const ref = this.allocate()
    this.put(ref, object)
    return ref
  }

  /** Writes an object under a reference, new or old. */
  put(ref: PdfRef, object: PdfObject): void {
    this.#written.set(ref.objectNumber, { ref, object })
  }

  /** Adds the signature dictionary that closes this revision; it must hold `signaturePlaceholder()`. */
  addSignature(dictionary: PdfDict): PdfRef {
    this.#signature = this.add(dictionary)
    return this.#signature
  }

  /** Follows a reference, the objects of this revision first. */
  resolve(object: PdfObject | undefined | null): PdfObject | null {
    let value: PdfObject | null = object ?? null
    for (let hops = 0; value instanceof PdfRef && hops < 64; hops += 1) {
      value = this.#written.get(value.objectNumber)?.object ?? this.#base?.pdf.getObject(value) ?? null
    }
    return value instanceof PdfRef ? null : value
  }

  /** A dictionary behind a reference or given directly, or null. */
  dictionary(object: PdfObject | undefined | null): PdfDict | null {
    const value = this.resolve(object)
    return value instanceof PdfDict ? value : null
  }

  /** An array behind a reference or given directly, or null. */
  list(object: PdfObject | undefined | null): PdfArray | null {
    const value = this.resolve(object)
    return value instanceof PdfArray ? value : null
  }

  /** Writes the file. `created` is needed for a new file only. */
  async finish(targetPath: string, created?: NewFile): Promise<Prepared> {
    const start = this.#base?.bytes.length ?? 0
    const chunks: Buffer[] = [this.#opening()]
    let position = start + (chunks[0] as Buffer).length
    const entries: XrefEntry[] = []
    let signatureAt = 0
    for (const { ref, object } of this.#written.values()) {
      const head = Buffer.from(`${ref.objectNumber} ${ref.generation} obj\n`, 'latin1')
      const body = serialize(object)
      entries.push({ number: ref.objectNumber, generation: ref.generation, offset: position })
      if (ref === this.#signature) signatureAt = position - start + head.length
      chunks.push(head, body, Buffer.from('\nendobj\n', 'latin1'))
      position += head.length + body.length + 8
    }
    chunks.push(this.#crossReferences(entries, position, chunks, created))
    const appended = Buffer.concat(chunks)
    const byteRange = this.#signature
      ? fillByteRange(appended, start, signatureAt)
      : ([0, start + appended.length, start + appended.length, 0] satisfies Prepared['byteRange'])
    await this.#write(targetPath, appended)
    return { path: targetPath, byteRange }
  }

  async #write(targetPath: string, appended: Buffer): Promise<void> {
    if (!this.#base) return writeFile(targetPath, appended)
    await copyFile(this.#base.path, targetPath)
    const file = await open(targetPath, 'a')
    try {
      await file.writeFile(appended)
    } finally {
      await file.close()
    }
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
    if (this.#base?.pdf.usesXRefStreams) {
      const self = this.allocate()
      entries.push({ number: self.objectNumber, generation: 0, offset: at })
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
      const head = Buffer.from(`${self.objectNumber} 0 obj\n`, 'latin1')
      return Buffer.concat([head, serialize(stream(all, data)), Buffer.from(`\nendobj${end}`, 'latin1')])
    }
    const rows = this.#base ? [] : ['0 1\n0000000000 65535 f\r\n']
    for (const section of sections(entries)) {
      rows.push(`${(section[0] as XrefEntry).number} ${section.length}\n`)
      for (const { offset, generation } of section) {
        rows.push(`${String(offset).padStart(10, '0')} ${String(generation).padStart(5, '0')} n\r\n`)
      }
    }
    const text = serialize(dict({ ...trailer, Size: this.#next })).toString('latin1')
    return Buffer.from(`xref\n${rows.join('')}trailer\n${text}${end}`, 'latin1')
  }

  #trailer(body: Buffer[], created: NewFile | undefined): Record<string, PdfObject | number | undefined> {
    const hash = createHash('sha256')
    for (const chunk of body) hash.update(chunk)
    const fresh = new PdfString(hash.digest().subarray(0, 16), 'hex')
    if (!this.#base) return { Root: created?.root, Info: created?.info, ID: array([fresh, fresh]) }
    const before = this.#base.pdf.context.info.trailer
    const ids = this.resolve(before.get('ID'))
    const first = ids instanceof PdfArray ? ids.at(0) : undefined
    return {
      Root: before.get('Root'),
      Info: before.get('Info'),
      ID: array([first instanceof PdfString ? first : fresh, fresh]),
      Prev: lastXrefOffset(this.#base.bytes) ?? undefined,
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

function fillByteRange(appended: Buffer, start: number, signatureAt: number): Prepared['byteRange'] {
  const from = appended.indexOf('/Contents <', signatureAt) + '/Contents '.length
  const to = from + PLACEHOLDER_BYTES * 2 + 2
  const byteRange: Prepared['byteRange'] = [0, start + from, start + to, appended.length - to]
  const at = appended.indexOf(BYTE_RANGE_PLACEHOLDER, signatureAt)
  const text = `[${byteRange.join(' ')}`.padEnd(BYTE_RANGE_PLACEHOLDER.length - 1)
  appended.write(`${text}]`, at, 'latin1')
  return byteRange
}
