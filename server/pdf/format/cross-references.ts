/** Reads cross-reference sections (ISO 32000-2 §7.5.4, §7.5.8): tables, streams and the hybrid of both. */

import {
  type Cursor,
  expectWord,
  readWholeNumber,
  skipSpace,
  type Tolerate,
  tryWholeNumber,
} from './cursor.ts'
import { type Budget, decode, spendParsed } from './decode-stream.ts'
import {
  isDict,
  isStream,
  MalformedPdf,
  nameOf,
  type PdfDict,
  type PdfStream,
  type PdfValue,
  TooCostlyPdf,
} from './pdf-objects.ts'
import { readValue } from './read-value.ts'

/** Where an object lives: at an offset, or inside an object stream. */
export type Place =
  | { kind: 'free' }
  | { kind: 'offset'; offset: number; generation: number }
  | { kind: 'compressed'; container: number; index: number }

/** One cross-reference section: what one revision says. `offset`: where it begins. */
export type Section = {
  kind: 'table' | 'stream'
  offset: number
  places: Map<number, Place>
  trailer: PdfDict
}

/** What is read while the sections are: their streams are plain or Flate, and refer to nothing. */
export type Reading = { bytes: Buffer; budget: Budget; tolerate: Tolerate }

const TAIL_BYTES = 1024
const MAX_SECTIONS = 10_000
const MAX_OBJECTS = 1_000_000
const MOST_ENTRIES = 4_000_000

/** All sections, newest first. */
export function readSections(reading: Reading): Section[] {
  const { bytes, tolerate } = reading
  const sections: Section[] = []
  const visited = new Set<number>()
  let entries = 0
  let next: number | null = startOfNewestSection(bytes, tolerate)
  while (next !== null) {
    const at = startOf(reading, next)
    if (visited.has(at) || visited.size > MAX_SECTIONS) throw new MalformedPdf('sections in a circle')
    visited.add(at)
    const section = readSection(reading, next)
    sections.push(section)
    // A hybrid file's stream fills gaps of its own table (ISO 32000-2 §7.5.8.4).
    const hybrid = section.trailer.entries.get('XRefStm')
    if (section.kind === 'table' && typeof hybrid === 'number') {
      addHybrid(section, readSection(reading, hybrid).places, tolerate)
    }
    entries += section.places.size
    if (entries > MOST_ENTRIES) throw new TooCostlyPdf('too many objects')
    next = previousOf(section, tolerate)
  }
  return sections
}

/** What the sections say together: the newest word on each object. */
export function mergePlaces(sections: Section[]): Map<number, Place> {
  const places = new Map<number, Place>()
  for (const section of sections) addMissing(places, section.places)
  return places
}

function addMissing(target: Map<number, Place>, source: Map<number, Place>): void {
  for (const [number, place] of source) if (!target.has(number)) target.set(number, place)
}

/**
 * The stream of a hybrid file beside its table. Where both know an object and differ, pdf.js goes by the table, PDFium by
 * the stream, and qpdf by the stream where the table says that the object is free.
 */
function addHybrid({ places, offset }: Section, stream: Map<number, Place>, tolerate: Tolerate): void {
  for (const [number, place] of stream) {
    const known = places.get(number)
    if (known && JSON.stringify(known) !== JSON.stringify(place)) {
      const what = `table and stream differ about object ${number}`
      tolerate({ what, at: offset, everyone: false, atUpload: true })
    }
    if (known === undefined || known.kind === 'free') places.set(number, place)
  }
}

function previousOf({ trailer, offset }: Section, tolerate: Tolerate): number | null {
  const previous = trailer.entries.get('Prev')
  if (previous === undefined || previous === null) return null
  if (typeof previous !== 'number' || !Number.isSafeInteger(previous) || previous < 0) {
    throw new MalformedPdf('/Prev is no offset')
  }
  if (previous > 0) return previous
  tolerate({ what: '/Prev 0', at: offset, everyone: true })
  return null
}

/** Offset in the last `startxref`. */
function startOfNewestSection(bytes: Buffer, tolerate: Tolerate): number {
  const from = Math.max(0, bytes.length - TAIL_BYTES)
  const found = bytes.subarray(from).lastIndexOf('startxref')
  if (found < 0) throw new MalformedPdf('no startxref')
  return readWholeNumber({ bytes, at: from + found + 9, tolerate })
}

/** The first character of a section; what points at the white space before it is read alike by all. */
function startOf({ bytes, tolerate }: Reading, offset: number): number {
  const cursor = { bytes, at: offset, tolerate }
  skipSpace(cursor)
  if (cursor.at > offset)
    tolerate({ what: 'a section is pointed at by its white space', at: offset, everyone: true })
  return cursor.at
}

function readSection(reading: Reading, offset: number): Section {
  const { bytes, tolerate } = reading
  const cursor = { bytes, at: offset, tolerate }
  try {
    skipSpace(cursor)
    return bytes[cursor.at] === 0x78
      ? readTable(cursor, offset)
      : readXrefStream(cursor, reading.budget, offset)
  } finally {
    // One section may lie within a string of another.
    spendParsed(reading.budget, Math.max(0, cursor.at - offset))
  }
}

function readTable(cursor: Cursor, offset: number): Section {
  expectWord(cursor, 'xref')
  const places = new Map<number, Place>()
  for (let first = tryWholeNumber(cursor); first !== null; first = tryWholeNumber(cursor)) {
    const count = readWholeNumber(cursor)
    if (first + count > MAX_OBJECTS) throw new TooCostlyPdf('too many objects')
    let row = Number.NaN
    for (let number = first; number < first + count; number += 1) {
      skipSpace(cursor)
      checkRow(cursor, row)
      row = cursor.at
      places.set(number, readRow(cursor))
    }
  }
  expectWord(cursor, 'trailer')
  const trailer = readValue(cursor)
  if (!isDict(trailer)) throw new MalformedPdf('no trailer')
  return { kind: 'table', offset, places, trailer }
}

const ROW_BYTES = 20

/**
 * Rows have 20 bytes (ISO 32000-2 §7.5.4). PDFium counts them out; where they are longer or shorter it takes the last
 * object of each number in the file, others go by the row (seen: one sum in pdf.js, another in PDFium).
 */
function checkRow({ bytes, at, tolerate }: Cursor, before: number): void {
  const row = bytes.toString('latin1', at, at + ROW_BYTES)
  const follows = Number.isNaN(before) || at === before + ROW_BYTES
  if (follows && /^\d{10} \d{5} [nf][\r\n ]{2}$/.test(row)) return
  tolerate({
    what: 'a row of the cross-references that has not 20 bytes',
    at,
    everyone: false,
    atUpload: true,
  })
}

function readRow(cursor: Cursor): Place {
  const at = cursor.at
  const offset = readWholeNumber(cursor)
  const generation = readWholeNumber(cursor)
  skipSpace(cursor)
  const letter = cursor.bytes[cursor.at]
  cursor.at += 1
  if (letter === 0x66) return { kind: 'free' }
  if (letter !== 0x6e) throw new MalformedPdf(`an entry of the cross-references is neither n nor f at ${at}`)
  if (offset > 0) return { kind: 'offset', offset, generation }
  // Google Docs and macOS write free objects so; nothing can begin where the header does.
  cursor.tolerate({ what: 'an object in use at offset 0', at, everyone: true })
  return { kind: 'free' }
}

function readXrefStream(cursor: Cursor, budget: Budget, offset: number): Section {
  readWholeNumber(cursor)
  readWholeNumber(cursor)
  expectWord(cursor, 'obj')
  const stream = readValue(cursor, true)
  if (!isStream(stream) || nameOf(stream.dict.entries.get('Type')) !== 'XRef') {
    throw new MalformedPdf(`no cross-reference section at ${offset}`)
  }
  const { entries } = stream.dict
  const raw = storedBytes(cursor, stream)
  spendParsed(budget, raw.length)
  const data = decode(stream.dict, raw, budget, (value) => value ?? null)
  const size = entries.get('Size')
  const index = entries.has('Index') ? wholes(entries.get('Index')) : wholes([size ?? null])
  const places = placesIn(data, wholes(entries.get('W')), entries.has('Index') ? index : [0, ...index])
  return { kind: 'stream', offset, places, trailer: stream.dict }
}

function storedBytes(cursor: Cursor, { dict, start }: PdfStream): Uint8Array {
  const length = dict.entries.get('Length')
  const end = start + (typeof length === 'number' ? length : Number.NaN)
  if (!(end >= start && end <= cursor.bytes.length)) throw new MalformedPdf('a stream without its length')
  expectWord({ ...cursor, at: end }, 'endstream')
  return cursor.bytes.subarray(start, end)
}

function placesIn(data: Buffer, widths: number[], index: number[]): Map<number, Place> {
  const [typeWidth = 0, secondWidth = 0, thirdWidth = 0] = widths
  const rowWidth = typeWidth + secondWidth + thirdWidth
  if (widths.length !== 3 || rowWidth < 1 || widths.some((width) => width > 8))
    throw new MalformedPdf('bad W')
  if (data.length / rowWidth > MOST_ENTRIES) throw new TooCostlyPdf('too many objects')
  const places = new Map<number, Place>()
  let at = 0
  for (let pair = 0; pair + 1 < index.length; pair += 2) {
    const first = index[pair] ?? 0
    const end = first + (index[pair + 1] ?? 0)
    if (end > MAX_OBJECTS) throw new TooCostlyPdf('too many objects')
    for (let number = first; number < end && at + rowWidth <= data.length; number += 1, at += rowWidth) {
      const type = typeWidth === 0 ? 1 : bigEndian(data, at, typeWidth)
      const second = bigEndian(data, at + typeWidth, secondWidth)
      const third = bigEndian(data, at + typeWidth + secondWidth, thirdWidth)
      if (type === 1 && second > 0) places.set(number, { kind: 'offset', offset: second, generation: third })
      else if (type === 2) places.set(number, { kind: 'compressed', container: second, index: third })
      else places.set(number, { kind: 'free' })
    }
  }
  return places
}

function bigEndian(data: Buffer, at: number, width: number): number {
  let value = 0
  for (let index = at; index < at + width; index += 1) value = value * 256 + (data[index] ?? 0)
  return value
}

function wholes(value: PdfValue | undefined): number[] {
  if (!Array.isArray(value)) throw new MalformedPdf('an array of numbers is expected')
  return value.map((item) => {
    if (typeof item !== 'number' || !Number.isSafeInteger(item) || item < 0)
      throw new MalformedPdf('a whole number is expected')
    return item
  })
}
