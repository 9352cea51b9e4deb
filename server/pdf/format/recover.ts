/**
 * Reads a file whose cross-references are damaged: every object that stands in the bytes is found by looking for it, the
 * last of each number counts (as in pdf.js, qpdf and mupdf). For repair only: what is found so is never signed as it is,
 * but rebuilt and compared (`server/pdf/intake/repair.ts`).
 */

import type { Place } from './cross-references.ts'
import { type Cursor, endsWord, expectWord, readWholeNumber, readWord } from './cursor.ts'
import { newBudget, spendParsed } from './decode-stream.ts'
import { dataOf, EncryptedPdf, fileOf, objectOf, type PdfFile } from './pdf-file.ts'
import {
  dictOf,
  isDict,
  isRef,
  isStream,
  MalformedPdf,
  nameOf,
  type PdfDict,
  type PdfStream,
  type PdfValue,
  TooCostlyPdf,
} from './pdf-objects.ts'
import { readValue } from './read-value.ts'

type Found = {
  number: number
  generation: number
  at: number
  dict: PdfDict | null
  stream: PdfStream | null
}

const MOST_OBJECTS = 1_000_000

/** All objects that stand in the bytes, and the newest trailer that names a catalog. Throws `MalformedPdf` where there is none. */
export function recoverPdf(bytes: Buffer): PdfFile {
  const budget = newBudget(bytes.length)
  const places = new Map<number, Place>()
  const file = fileOf({
    bytes,
    sections: [],
    trailer: { kind: 'dict', entries: new Map(), source: null },
    places,
    tolerated: [{ what: 'damaged cross-references', at: 0, everyone: false }],
    strictness: 'lenient',
    budget,
  })
  const found = objectsIn(file)
  const order = new Map<number, number>()
  for (const { number, generation, at } of found) {
    places.set(number, { kind: 'offset', offset: at, generation })
    order.set(number, at)
  }
  for (const one of found) {
    if (one.stream && nameOf(one.dict?.entries.get('Type')) === 'ObjStm' && order.get(one.number) === one.at)
      addCompressed(file, one, order)
  }
  file.trailer = trailerOf(file, found)
  return file
}

function objectsIn(file: PdfFile): Found[] {
  const { bytes } = file
  const found: Found[] = []
  for (let at = bytes.indexOf('obj'); at !== -1; ) {
    const start = startOfHeader(bytes, at)
    let next = at + 3
    if (start !== null) {
      const one = readObject(file, start)
      if (one) {
        found.push(one)
        next = Math.max(next, one.end)
      }
      if (found.length > MOST_OBJECTS) throw new TooCostlyPdf('too many objects')
    }
    at = bytes.indexOf('obj', next)
  }
  return found
}

/** Where `n g obj` begins, for an `obj` at this place; null when it is part of another word. */
function startOfHeader(bytes: Buffer, at: number): number | null {
  if (!endsWord(bytes[at + 3])) return null
  const match = /(?:^|\D)(\d{1,10})[\s\0]+\d{1,5}[\s\0]*$/.exec(
    bytes.toString('latin1', Math.max(0, at - 40), at),
  )
  if (!match) return null
  const [whole, number = ''] = match
  return at - whole.length + whole.indexOf(number)
}

/** The object at this place, and where looking goes on: behind it, so that what a stream holds is not taken for objects. */
function readObject(file: PdfFile, at: number): (Found & { end: number }) | null {
  const { bytes, budget } = file
  const cursor: Cursor = { bytes, at, tolerate: () => undefined }
  try {
    const number = readWholeNumber(cursor)
    const generation = readWholeNumber(cursor)
    expectWord(cursor, 'obj')
    const value = readValue(cursor, true)
    const stream = isStream(value) ? value : null
    return {
      number,
      generation,
      at,
      dict: dictOf(value),
      stream,
      end: stream ? endOf(file, stream) : cursor.at,
    }
  } catch (error) {
    if (!(error instanceof MalformedPdf)) throw error
    return null
  } finally {
    spendParsed(budget, cursor.at - at)
  }
}

function endOf({ bytes, budget }: PdfFile, stream: PdfStream): number {
  const length = stream.dict.entries.get('Length')
  if (typeof length === 'number' && length >= 0 && stream.start + length < bytes.length) {
    const cursor: Cursor = { bytes, at: stream.start + length, tolerate: () => undefined }
    const word = readWord(cursor)
    spendParsed(budget, cursor.at - stream.start - length)
    if (word === 'endstream') return cursor.at
  }
  const end = bytes.indexOf('endstream', stream.start)
  return end < 0 ? bytes.length : end
}

/** Objects of an object stream, unless one of the same number stands further behind in the file. */
function addCompressed(
  file: PdfFile,
  { number: container, at, stream }: Found,
  order: Map<number, number>,
): void {
  if (!stream) return
  const count = stream.dict.entries.get('N')
  const header: Cursor = { bytes: dataOf(file, stream), at: 0, tolerate: () => undefined }
  for (let index = 0; index < (typeof count === 'number' ? count : 0); index += 1) {
    const number = readWholeNumber(header)
    readWholeNumber(header)
    if ((order.get(number) ?? -1) > at) continue
    order.set(number, at)
    file.places.set(number, { kind: 'compressed', container, index })
  }
}

/** The last trailer that names a catalog; where there is none, the last catalog. */
function trailerOf(file: PdfFile, found: Found[]): PdfDict {
  const trailers: { at: number; dict: PdfDict }[] = found.flatMap(({ at, dict }) =>
    dict && nameOf(dict.entries.get('Type')) === 'XRef' ? [{ at, dict }] : [],
  )
  const { bytes } = file
  for (let at = bytes.indexOf('trailer'); at !== -1; at = bytes.indexOf('trailer', at + 7)) {
    const dict = dictionaryAt(file, at + 7)
    if (dict) trailers.push({ at, dict })
  }
  if (trailers.some(({ dict }) => dict.entries.has('Encrypt'))) throw new EncryptedPdf('encrypted')
  trailers.sort((a, b) => b.at - a.at)
  const named = trailers.find(({ dict }) => isCatalog(targetOf(file, dict.entries.get('Root'))))
  if (named) return named.dict
  const catalog = found.findLast(({ dict }) => isCatalog(dict))
  if (!catalog) throw new MalformedPdf('no catalog')
  const root: PdfValue = { kind: 'ref', number: catalog.number, generation: catalog.generation }
  return { kind: 'dict', entries: new Map([['Root', root]]), source: null }
}

function dictionaryAt(file: PdfFile, at: number): PdfDict | null {
  const cursor: Cursor = { bytes: file.bytes, at, tolerate: () => undefined }
  try {
    const value = readValue(cursor)
    return isDict(value) ? value : null
  } catch (error) {
    if (!(error instanceof MalformedPdf)) throw error
    return null
  } finally {
    spendParsed(file.budget, cursor.at - at)
  }
}

function targetOf(file: PdfFile, value: PdfValue | undefined): PdfValue {
  return isRef(value) ? objectOf(file, value.number) : null
}

function isCatalog(value: PdfValue): boolean {
  return isDict(value) && nameOf(value.entries.get('Type')) === 'Catalog'
}
