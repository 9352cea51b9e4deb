/**
 * The one reader of PDF files: intake, drawing and verification all stand on it, so that what one accepts the others
 * accept. It reads nothing twice, repairs nothing, and notes what it tolerated.
 */

import { mergePlaces, type Place, type Reading, readSections, type Section } from './cross-references.ts'
import { type Cursor, expectWord, readWholeNumber, readWord, type Tolerated } from './cursor.ts'
import { type Budget, decode, newBudget, spendParsed } from './decode-stream.ts'
import {
  dictOf,
  isRef,
  isStream,
  MalformedPdf,
  type PdfDict,
  type PdfRef,
  type PdfStream,
  type PdfValue,
  TooCostlyPdf,
} from './pdf-objects.ts'
import { readValue } from './read-value.ts'

export type { Place, Section } from './cross-references.ts'

/** A PDF as its newest revision shows it. */
export type PdfFile = {
  bytes: Buffer
  /** Newest first. */
  sections: Section[]
  trailer: PdfDict
  places: Map<number, Place>
  /** What was not as ISO 32000 asks, among what was read so far. */
  tolerated: Tolerated[]
  strictness: Strictness
  budget: Budget
  /** Object streams, objects and bytes of streams read so far. */
  containers: Map<number, Held[] | MalformedPdf>
  objects: Map<number, PdfValue>
  stored: Map<PdfStream, Uint8Array>
}

/** Whether what readers read differently ends the reading: never, always but for what earlier releases accepted, always. */
type Strictness = 'lenient' | 'strict' | 'upload'

/** What an object stream holds at one of its places, and the number that the stream itself gives it. */
type Held = { number: number; value: PdfValue }

/** Only so many notes are kept. */
const MOST_NOTES = 1000
const DEEPEST_REFERENCE = 20

/**
 * Reads the cross-reference chain. Throws `MalformedPdf`, also for an encrypted file. Strict unless told otherwise: what
 * readers are known to read differently (`Tolerated.everyone` false) throws too.
 */
export function openPdf(
  bytes: Uint8Array,
  { lenient = false, upload = false }: { lenient?: boolean; upload?: boolean } = {},
): PdfFile {
  const strictness = lenient ? 'lenient' : upload ? 'upload' : 'strict'
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const tolerated: Tolerated[] = []
  const budget = newBudget(buffer.length)
  const reading: Reading = { bytes: buffer, budget, tolerate: noter(tolerated, strictness) }
  const sections = readSections(reading)
  const trailer = sections[0]?.trailer
  if (!trailer) throw new MalformedPdf('no trailer')
  if (sections.some((section) => section.trailer.entries.has('Encrypt'))) throw new EncryptedPdf('encrypted')
  const places = mergePlaces(sections)
  return fileOf({ bytes: buffer, sections, trailer, places, tolerated, strictness, budget })
}

/** The file is encrypted: nothing in it can be read without its password. */
export class EncryptedPdf extends MalformedPdf {
  override readonly name = 'EncryptedPdf'
}

/** A file with nothing read from it yet. */
export function fileOf(known: Omit<PdfFile, 'containers' | 'objects' | 'stored'>): PdfFile {
  return { ...known, containers: new Map(), objects: new Map(), stored: new Map() }
}

function noter(tolerated: Tolerated[], strictness: Strictness): (one: Tolerated) => void {
  return (one) => {
    const bears = one.everyone || strictness === 'lenient' || (strictness === 'strict' && one.atUpload)
    if (!bears) throw new MalformedPdf(`${one.what} at ${one.at}`)
    if (tolerated.length < MOST_NOTES) tolerated.push(one)
  }
}

function note(file: PdfFile, one: Tolerated): void {
  noter(file.tolerated, file.strictness)(one)
}

function cursorIn(file: PdfFile, bytes: Buffer, at: number): Cursor {
  return { bytes, at, tolerate: noter(file.tolerated, file.strictness) }
}

/** The value behind a reference, followed to its end; null when the object is free or missing. */
export function resolve(file: PdfFile, value: PdfValue | undefined): PdfValue {
  let current = value ?? null
  for (let step = 0; isRef(current); step += 1) {
    if (step > DEEPEST_REFERENCE) throw new MalformedPdf('references in a circle')
    noteOtherGeneration(file, current)
    current = objectOf(file, current.number)
  }
  return current
}

/** Such a reference names an object that is not there (ISO 32000-2 §7.3.10); many readers, PDFium among them, show it. */
function noteOtherGeneration(file: PdfFile, { number, generation }: PdfRef): void {
  const place = file.places.get(number)
  if (!place || place.kind === 'free') return
  if (generation === (place.kind === 'offset' ? place.generation : 0)) return
  const at = place.kind === 'offset' ? place.offset : 0
  const what = `a reference to another generation of object ${number}`
  note(file, { what, at, everyone: false, atUpload: true })
}

/** An entry of a dictionary, resolved. */
export function entryOf(file: PdfFile, dict: PdfDict, key: string): PdfValue {
  return resolve(file, dict.entries.get(key))
}

/** The items of an array, each resolved; empty where there is none. Many places may name one array: each time is charged. */
export function listOf(file: PdfFile, value: PdfValue): PdfValue[] {
  return rawListOf(file, value).map((item) => resolve(file, item))
}

/** The same, as they stand there. */
export function rawListOf(file: PdfFile, value: PdfValue): PdfValue[] {
  if (!Array.isArray(value)) return []
  spendParsed(file.budget, value.length)
  return value
}

/** Ancestors of a form field that are asked; a circle ends here. */
const DEEPEST_FIELD = 64

/** An entry of a form field, or of the nearest field above it that has one (ISO 32000-2, 12.7.4.1); null where none has. */
export function inheritedOf(file: PdfFile, field: PdfDict, key: string): PdfValue {
  let node: PdfDict | null = field
  for (let depth = 0; node && depth < DEEPEST_FIELD; depth += 1) {
    const value = entryOf(file, node, key)
    if (value !== null) return value
    node = dictOf(entryOf(file, node, 'Parent'))
  }
  return null
}

/** The object with this number; null when there is none. */
export function objectOf(file: PdfFile, number: number): PdfValue {
  const before = file.objects.get(number)
  if (before !== undefined) return before
  const value = loadObject(file, number)
  file.objects.set(number, value)
  return value
}

function loadObject(file: PdfFile, number: number): PdfValue {
  const place = file.places.get(number)
  if (!place || place.kind === 'free') return null
  if (place.kind === 'compressed') return heldAt(file, number, place)
  const cursor = cursorIn(file, file.bytes, place.offset)
  try {
    const found = readWholeNumber(cursor)
    const generation = readWholeNumber(cursor)
    expectWord(cursor, 'obj')
    if (found !== number || generation !== place.generation) throw new MalformedPdf('another object')
    return readValue(cursor, true)
  } catch (cause) {
    if (!(cause instanceof MalformedPdf) || cause instanceof TooCostlyPdf) throw cause
    throw new MalformedPdf(`object ${number} at ${place.offset}: ${cause.message}`, { cause })
  } finally {
    spendParsed(file.budget, cursor.at - place.offset)
  }
}

/** Some readers go by the place in the object stream, others by the number that it gives: both must be the same. */
function heldAt(
  file: PdfFile,
  number: number,
  { container, index }: { container: number; index: number },
): PdfValue {
  const held = containerOf(file, container)[index]
  if (held?.number !== number) {
    const what = `object stream ${container} holds no object ${number} at place ${index}`
    note(file, { what, at: 0, everyone: false, atUpload: true })
  }
  return held?.value ?? null
}

/** Objects of an object stream (ISO 32000-2 §7.5.7), by their index. */
function containerOf(file: PdfFile, number: number): Held[] {
  let objects = file.containers.get(number)
  if (!objects) {
    objects = readContainer(file, number)
    file.containers.set(number, objects)
  }
  if (objects instanceof MalformedPdf) throw objects
  return objects
}

function readContainer(file: PdfFile, number: number): Held[] | MalformedPdf {
  const place = file.places.get(number)
  try {
    // An object stream inside another would never end.
    const stream = place?.kind === 'offset' ? objectOf(file, number) : null
    if (!isStream(stream)) throw new MalformedPdf(`object stream ${number} is missing`)
    const data = dataOf(file, stream)
    return objectsIn(file, stream, data)
  } catch (error) {
    if (error instanceof MalformedPdf) return error
    throw error
  }
}

/** Each object ends before the next begins, so that nothing is read twice. */
function objectsIn(file: PdfFile, stream: PdfStream, data: Buffer): Held[] {
  const first = countIn(file, stream, 'First')
  const count = countIn(file, stream, 'N')
  const note = noter(file.tolerated, file.strictness)
  // Notes are told where the stream lies: places in unfolded bytes mean nothing outside.
  const tolerate = (one: Tolerated) => note({ ...one, at: stream.start })
  const header = { bytes: data, at: 0, tolerate }
  const numbers: number[] = []
  const starts: number[] = []
  for (let index = 0; index < count; index += 1) {
    numbers.push(readWholeNumber(header))
    starts.push(first + readWholeNumber(header))
  }
  const ordered = [...starts].sort((a, b) => a - b)
  const ends = new Map(ordered.map((start, index) => [start, ordered[index + 1] ?? data.length]))
  if (ends.size !== starts.length) throw new MalformedPdf('two objects of an object stream begin as one')
  return starts.map((start, index) => ({
    number: numbers[index] ?? 0,
    value: readValue({ bytes: data.subarray(0, ends.get(start)), at: start, tolerate }),
  }))
}

function countIn(file: PdfFile, stream: PdfStream, key: string): number {
  const value = entryOf(file, stream.dict, key)
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new MalformedPdf(`/${key} is no whole number`)
  return value
}

/** Bytes of a stream as stored. A wrong `/Length` is malformed; read leniently, the data end before `endstream`. */
export function rawDataOf(file: PdfFile, stream: PdfStream): Uint8Array {
  const known = stream.data ?? file.stored.get(stream)
  if (known) return known
  const data = storedBytes(file, stream)
  // Streams may lie within each other: together they are no longer than a file may be read over.
  spendParsed(file.budget, data.length)
  file.stored.set(stream, data)
  return data
}

function storedBytes(file: PdfFile, stream: PdfStream): Uint8Array {
  const { bytes } = file
  const length = entryOf(file, stream.dict, 'Length')
  const end = stream.start + (typeof length === 'number' ? length : Number.NaN)
  if (end >= stream.start && end <= bytes.length && endsAt(file, end))
    return bytes.subarray(stream.start, end)
  note(file, { what: 'a stream of another length', at: stream.start, everyone: false })
  const found = bytes.indexOf('endstream', stream.start)
  if (found < 0) throw new MalformedPdf('a stream without end')
  spendParsed(file.budget, found - stream.start)
  const feed = bytes[found - 1] === 0x0a ? 1 : 0
  const before = feed + (bytes[found - 1 - feed] === 0x0d ? 1 : 0)
  return bytes.subarray(stream.start, Math.max(stream.start, found - before))
}

function endsAt(file: PdfFile, at: number): boolean {
  const cursor = cursorIn(file, file.bytes, at)
  const word = readWord(cursor)
  spendParsed(file.budget, cursor.at - at)
  return word === 'endstream'
}

/** Bytes of a structure stream, unfolded. Throws for filters other than Flate. */
export function dataOf(file: PdfFile, stream: PdfStream): Buffer {
  return decode(stream.dict, rawDataOf(file, stream), file.budget, (value) => resolve(file, value))
}

/** Offset that the file's last `startxref` names, with the white space that may stand before the section. */
export function newestSectionOffset(file: PdfFile): number {
  return file.sections[0]?.offset ?? 0
}

/** A number that no object of the file has. */
export function nextObjectNumber(file: PdfFile): number {
  let next = 1
  for (const number of file.places.keys()) if (number >= next) next = number + 1
  const size = file.trailer.entries.get('Size')
  return typeof size === 'number' && size > next && size <= 8_388_607 ? size : next
}
