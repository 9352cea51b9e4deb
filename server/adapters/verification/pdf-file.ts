import { inflateSync } from 'node:zlib'
import {
  type Cursor,
  expectWord,
  isDict,
  isRef,
  isStream,
  MalformedPdf,
  nameOf,
  type PdfDict,
  type PdfStream,
  type PdfValue,
  readValue,
  readWord,
  skipSpace,
} from './pdf-objects.ts'

/** Where an object lives: at an offset, or inside an object stream. */
export type Place =
  | { kind: 'free' }
  | { kind: 'offset'; offset: number; generation: number }
  | { kind: 'compressed'; container: number; index: number }

/** One cross-reference section: what one revision says. `offset`: where it begins. */
export type Section = { offset: number; places: Map<number, Place>; trailer: PdfDict }

/** A PDF as its newest revision shows it. */
export type PdfFile = {
  bytes: Uint8Array
  /** Newest first. */
  sections: Section[]
  trailer: PdfDict
  places: Map<number, Place>
  /** Object streams and objects read so far. */
  containers: Map<number, PdfValue[]>
  objects: Map<number, PdfValue>
}

const TAIL_BYTES = 1024
const MAX_SECTIONS = 10_000
const MAX_OBJECTS = 1_000_000
const MAX_INFLATED = 64 * 1024 * 1024

/** Reads the cross-reference chain. Throws `MalformedPdf`, also for an encrypted file; nothing is repaired here. */
export function openPdf(bytes: Uint8Array): PdfFile {
  const sections: Section[] = []
  const visited = new Set<number>()
  const pending = [startOfNewestSection(bytes)]
  for (let offset = pending.shift(); offset !== undefined; offset = pending.shift()) {
    if (visited.has(offset) || visited.size > MAX_SECTIONS) throw new MalformedPdf('sections in a circle')
    visited.add(offset)
    const section = readSection(bytes, offset)
    sections.push(section)
    const { entries } = section.trailer
    const hybrid = entries.get('XRefStm')
    // A hybrid file's stream fills gaps of its own table (ISO 32000-2 §7.5.8.4).
    if (typeof hybrid === 'number') addMissing(section.places, readSection(bytes, hybrid).places)
    const previous = entries.get('Prev')
    if (typeof previous === 'number') pending.push(previous)
  }
  const places = new Map<number, Place>()
  for (const section of sections) addMissing(places, section.places)
  const trailer = sections[0]?.trailer
  if (!trailer) throw new MalformedPdf('no trailer')
  if (trailer.entries.has('Encrypt')) throw new MalformedPdf('encrypted')
  return { bytes, sections, trailer, places, containers: new Map(), objects: new Map() }
}

function addMissing(target: Map<number, Place>, source: Map<number, Place>): void {
  for (const [number, place] of source) if (!target.has(number)) target.set(number, place)
}

function startOfNewestSection(bytes: Uint8Array): number {
  const from = Math.max(0, bytes.length - TAIL_BYTES)
  const found = Buffer.from(bytes.buffer, bytes.byteOffset + from, bytes.length - from).lastIndexOf(
    'startxref',
  )
  if (found < 0) throw new MalformedPdf('no startxref')
  const cursor = { bytes, at: from + found + 9 }
  return wholeNumber(readWord(cursor))
}

function wholeNumber(word: string): number {
  if (!/^\d{1,12}$/.test(word)) throw new MalformedPdf(`not a whole number: ${word.slice(0, 20)}`)
  return Number(word)
}

function readSection(bytes: Uint8Array, offset: number): Section {
  const cursor = { bytes, at: offset }
  skipSpace(cursor)
  return bytes[cursor.at] === 0x78 ? readTable(cursor, offset) : readXrefStream(cursor, offset)
}

/** ISO 32000-2 §7.5.4. */
function readTable(cursor: Cursor, offset: number): Section {
  expectWord(cursor, 'xref')
  const places = new Map<number, Place>()
  for (let word = readWord(cursor); word !== 'trailer'; word = readWord(cursor)) {
    const first = wholeNumber(word)
    const count = wholeNumber(readWord(cursor))
    if (first + count > MAX_OBJECTS) throw new MalformedPdf('too many objects')
    for (let number = first; number < first + count; number += 1) {
      const position = wholeNumber(readWord(cursor))
      const generation = wholeNumber(readWord(cursor))
      const used = readWord(cursor) === 'n'
      places.set(number, used ? { kind: 'offset', offset: position, generation } : { kind: 'free' })
    }
  }
  const trailer = readValue(cursor)
  if (!isDict(trailer)) throw new MalformedPdf('no trailer')
  return { offset, places, trailer }
}

/** ISO 32000-2 §7.5.8. */
function readXrefStream(cursor: Cursor, offset: number): Section {
  const stream = readIndirect(cursor).value
  if (!isStream(stream) || nameOf(stream.dict.entries.get('Type')) !== 'XRef') {
    throw new MalformedPdf(`no cross-reference section at ${offset}`)
  }
  const { entries } = stream.dict
  const widths = numbers(entries.get('W'))
  const [typeWidth = 0, secondWidth = 0, thirdWidth = 0] = widths
  const rowWidth = typeWidth + secondWidth + thirdWidth
  if (widths.length !== 3 || rowWidth < 1 || widths.some((width) => width > 8))
    throw new MalformedPdf('bad W')
  const data = decodeStream(cursor.bytes, stream, numberIn(entries.get('Length')))
  const index = entries.has('Index') ? numbers(entries.get('Index')) : [0, numberIn(entries.get('Size'))]
  const places = new Map<number, Place>()
  let at = 0
  for (let pair = 0; pair + 1 < index.length; pair += 2) {
    const first = index[pair] ?? 0
    const end = first + (index[pair + 1] ?? 0)
    if (end > MAX_OBJECTS) throw new MalformedPdf('too many objects')
    for (let number = first; number < end && at + rowWidth <= data.length; number += 1, at += rowWidth) {
      const type = typeWidth === 0 ? 1 : bigEndian(data, at, typeWidth)
      const second = bigEndian(data, at + typeWidth, secondWidth)
      const third = bigEndian(data, at + typeWidth + secondWidth, thirdWidth)
      if (type === 1) places.set(number, { kind: 'offset', offset: second, generation: third })
      else if (type === 2) places.set(number, { kind: 'compressed', container: second, index: third })
      else places.set(number, { kind: 'free' })
    }
  }
  return { offset, places, trailer: stream.dict }
}

function bigEndian(data: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let index = at; index < at + width; index += 1) value = value * 256 + (data[index] ?? 0)
  return value
}

function numbers(value: PdfValue | undefined): number[] {
  if (!Array.isArray(value)) throw new MalformedPdf('array of numbers expected')
  return value.map(numberIn)
}

function numberIn(value: PdfValue | undefined): number {
  if (typeof value !== 'number') throw new MalformedPdf('number expected')
  return value
}

function readIndirect(cursor: Cursor): { number: number; value: PdfValue } {
  const number = wholeNumber(readWord(cursor))
  wholeNumber(readWord(cursor))
  expectWord(cursor, 'obj')
  return { number, value: readValue(cursor, true) }
}

/** The value behind a reference, followed to its end; null when the object is free or missing. */
export function resolve(file: PdfFile, value: PdfValue | undefined): PdfValue {
  let current = value ?? null
  for (let step = 0; isRef(current); step += 1) {
    if (step > 20) throw new MalformedPdf('references in a circle')
    current = objectOf(file, current.number)
  }
  return current
}

/** An entry of a dictionary, resolved. */
export function entryOf(file: PdfFile, dict: PdfDict, key: string): PdfValue {
  return resolve(file, dict.entries.get(key))
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
  if (place.kind === 'compressed') return containerOf(file, place.container)[place.index] ?? null
  const found = readIndirect({ bytes: file.bytes, at: place.offset })
  if (found.number !== number) throw new MalformedPdf(`object ${number} is not at ${place.offset}`)
  return found.value
}

/** Objects of an object stream (ISO 32000-2 §7.5.7). */
function containerOf(file: PdfFile, number: number): PdfValue[] {
  const before = file.containers.get(number)
  if (before) return before
  const place = file.places.get(number)
  // An object stream inside another would never end.
  const stream = place?.kind === 'offset' ? objectOf(file, number) : null
  if (!isStream(stream)) throw new MalformedPdf(`object stream ${number} is missing`)
  const data = dataOf(file, stream)
  const first = numberIn(entryOf(file, stream.dict, 'First'))
  const count = numberIn(entryOf(file, stream.dict, 'N'))
  const header = { bytes: data, at: 0 }
  const objects: PdfValue[] = []
  for (let index = 0; index < count; index += 1) {
    readWord(header)
    const at = first + wholeNumber(readWord(header))
    objects.push(readValue({ bytes: data, at }))
  }
  file.containers.set(number, objects)
  return objects
}

/** Bytes of a stream as stored. */
export function rawDataOf(file: PdfFile, stream: PdfStream): Uint8Array {
  return sliceData(file.bytes, stream, numberIn(entryOf(file, stream.dict, 'Length')))
}

function dataOf(file: PdfFile, stream: PdfStream): Uint8Array {
  return decodeStream(file.bytes, stream, numberIn(entryOf(file, stream.dict, 'Length')))
}

function sliceData(bytes: Uint8Array, stream: PdfStream, length: number): Uint8Array {
  const end = stream.start + length
  if (length < 0 || end > bytes.length) throw new MalformedPdf('stream too long')
  expectWord({ bytes, at: end }, 'endstream')
  return bytes.subarray(stream.start, end)
}

/** Structure streams are Flate with a PNG predictor, or plain; nothing else is read here. */
function decodeStream(bytes: Uint8Array, { dict, start }: PdfStream, length: number): Uint8Array {
  const raw = sliceData(bytes, { kind: 'stream', dict, start }, length)
  const filter = dict.entries.get('Filter') ?? null
  const names = (Array.isArray(filter) ? filter : [filter]).filter((one) => one !== null).map(nameOf)
  if (names.length === 0) return raw
  if (names.length > 1 || names[0] !== 'FlateDecode') throw new MalformedPdf(`filter ${names.join(' ')}`)
  const parameters = dict.entries.get('DecodeParms') ?? null
  const options = Array.isArray(parameters) ? parameters[0] : parameters
  return unpredict(inflate(raw), isDict(options) ? options : null)
}

function inflate(raw: Uint8Array): Uint8Array {
  try {
    return inflateSync(raw, { maxOutputLength: MAX_INFLATED })
  } catch (cause) {
    throw new MalformedPdf('the stream does not inflate', { cause })
  }
}

/** PNG predictors (ISO 32000-2 §7.4.4.4): each row says how it was predicted. */
function unpredict(data: Uint8Array, options: PdfDict | null): Uint8Array {
  const predictor = options?.entries.get('Predictor') ?? 1
  if (predictor === 1) return data
  const columns = options?.entries.get('Columns') ?? 1
  const plain = ['Colors', 'BitsPerComponent'].every(
    (key) => !options?.entries.has(key) || key === 'BitsPerComponent',
  )
  if (typeof predictor !== 'number' || predictor < 10 || typeof columns !== 'number' || !plain) {
    throw new MalformedPdf('predictor')
  }
  const rows = Math.floor(data.length / (columns + 1))
  const out = new Uint8Array(rows * columns)
  for (let row = 0; row < rows; row += 1) {
    const type = data[row * (columns + 1)] ?? 0
    for (let column = 0; column < columns; column += 1) {
      const at = row * columns + column
      const left = column > 0 ? (out[at - 1] ?? 0) : 0
      const up = row > 0 ? (out[at - columns] ?? 0) : 0
      const corner = column > 0 && row > 0 ? (out[at - columns - 1] ?? 0) : 0
      out[at] = (data[row * (columns + 1) + 1 + column] ?? 0) + prediction(type, left, up, corner)
    }
  }
  return out
}

function prediction(type: number, left: number, up: number, corner: number): number {
  if (type === 1) return left
  if (type === 2) return up
  if (type === 3) return (left + up) >> 1
  if (type !== 4) return 0
  const estimate = left + up - corner
  const distances = [left, up, corner].map((value) => Math.abs(estimate - value))
  const nearest = Math.min(...distances)
  return [left, up, corner][distances.indexOf(nearest)] ?? 0
}
