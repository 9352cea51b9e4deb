/** Reads PDF objects (ISO 32000-2 §7.3) from bytes that strangers wrote, in time proportional to their length. */

import { type Cursor, endOfWord, endsWord, isLineEnd, readWord, skipSpace, tryWholeNumber } from './cursor.ts'
import { MalformedPdf, type PdfDict, type PdfName, type PdfValue, TooCostlyPdf } from './pdf-objects.ts'
import { readHex, readLiteral } from './read-string.ts'

const MAX_DEPTH = 100

/** The next object; a stream only when `streams` allows it (an indirect object, not inside another). */
export function readValue(cursor: Cursor, streams = false, depth = 0): PdfValue {
  if (depth > MAX_DEPTH) throw new TooCostlyPdf('nested too deeply')
  skipSpace(cursor)
  const { bytes } = cursor
  const byte = bytes[cursor.at]
  switch (byte) {
    case 0x2f:
      return readName(cursor)
    case 0x28:
      return readLiteral(cursor)
    case 0x5b:
      return readArray(cursor, depth)
    case 0x3c:
      if (bytes[cursor.at + 1] !== 0x3c) return readHex(cursor)
      return readDictOrStream(cursor, streams, depth)
    default:
      return readAtom(cursor)
  }
}

function readAtom(cursor: Cursor): PdfValue {
  const start = cursor.at
  const whole = tryWholeNumber(cursor)
  if (whole !== null) return readReference(cursor, whole) ?? whole
  const word = readWord(cursor)
  if (word === 'true') return true
  if (word === 'false') return false
  if (word === 'null') return null
  if (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(word)) return Number(word)
  return readOddNumber(cursor, word, start)
}

/** Numbers that are none: `--5` and `5-3` (as Adobe reads them: the second sign is not there), `-`, `.`, `1.2.3`. */
function readOddNumber(cursor: Cursor, word: string, start: number): number {
  // The length first: the pattern may try every way to divide the word.
  const match = word.length > 40 ? null : /^([+-]*)(\d*(?:\.\d*)?)([-.]?)[\d.-]*$/.exec(word)
  if (!match || word === '') {
    throw new MalformedPdf(`unexpected ${word.slice(0, 20)} at ${start}`)
  }
  cursor.tolerate({ what: 'a number that is none', at: start, everyone: false })
  const [, signs = '', digits = ''] = match
  const value = Number.parseFloat(digits)
  if (Number.isNaN(value)) return 0
  return signs.startsWith('-') ? -value : value
}

/** `n g R`, or null and the cursor where it was. */
function readReference(cursor: Cursor, number: number): PdfValue {
  const { at, bytes } = cursor
  const generation = tryWholeNumber(cursor)
  if (generation !== null && generation <= 99_999) {
    skipSpace(cursor)
    const next = bytes[cursor.at + 1]
    if (bytes[cursor.at] === 0x52 && endsWord(next)) {
      cursor.at += 1
      return { kind: 'ref', number, generation }
    }
  }
  cursor.at = at
  return null
}

function readName(cursor: Cursor): PdfName {
  const start = cursor.at + 1
  cursor.at = endOfWord(cursor.bytes, start)
  const raw = cursor.bytes.toString('latin1', start, cursor.at)
  const name = raw.includes('#') ? raw.replace(/#([0-9a-fA-F]{2})/g, (_, hex) => fromHex(hex)) : raw
  return { kind: 'name', name }
}

function fromHex(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16))
}

function readArray(cursor: Cursor, depth: number): PdfValue[] {
  cursor.at += 1
  const items: PdfValue[] = []
  for (;;) {
    skipSpace(cursor)
    if (cursor.at >= cursor.bytes.length) throw new MalformedPdf('array without end')
    if (cursor.bytes[cursor.at] === 0x5d) break
    items.push(readValue(cursor, false, depth + 1))
  }
  cursor.at += 1
  return items
}

function readDictOrStream(cursor: Cursor, streams: boolean, depth: number): PdfValue {
  const dict = readDict(cursor, depth)
  if (!streams) return dict
  const { at } = cursor
  if (readWord(cursor) !== 'stream') {
    cursor.at = at
    return dict
  }
  skipToData(cursor)
  return { kind: 'stream', dict, start: cursor.at, data: null }
}

/** Where the characters of one entry's key and value lie. */
export type Span = { key: number; value: number; end: number }

/** Reads a dictionary; `spans` gets where each entry's characters are. */
export function readDict(cursor: Cursor, depth = 0, spans?: Map<string, Span>): PdfDict {
  const { bytes } = cursor
  const start = cursor.at
  cursor.at += 2
  const entries = new Map<string, PdfValue>()
  const places: number[] = []
  let seen: Map<string, string> | null = null
  for (;;) {
    skipSpace(cursor)
    const byte = bytes[cursor.at]
    if (byte === 0x3e && bytes[cursor.at + 1] === 0x3e) break
    if (byte !== 0x2f) throw new MalformedPdf(`a dictionary key is expected at ${cursor.at}`)
    const key = cursor.at
    const { name } = readName(cursor)
    skipSpace(cursor)
    const value = cursor.at
    const read = readValue(cursor, false, depth + 1)
    const end = cursor.at
    if (entries.has(name)) {
      seen ??= valuesAsText(bytes, entries, places)
      // The last one wins, as in pdf.js, pdfium, qpdf and mupdf; poppler takes the first.
      const everyone = seen.get(name) === bytes.toString('latin1', value, end)
      cursor.tolerate({ what: `the key ${name} stands twice in one dictionary`, at: key, everyone })
      entries.delete(name)
      spans?.delete(name)
    }
    entries.set(name, read)
    if (seen) seen.set(name, bytes.toString('latin1', value, end))
    else places.push(value, end)
    spans?.set(name, { key, value, end })
  }
  cursor.at += 2
  return { kind: 'dict', entries, source: { bytes, start, end: cursor.at, entries } }
}

/** The characters of each value, once a key was met twice. */
function valuesAsText(
  bytes: Buffer,
  entries: ReadonlyMap<string, PdfValue>,
  places: number[],
): Map<string, string> {
  const names = [...entries.keys()]
  return new Map(
    names.map((name, index) => [name, bytes.toString('latin1', places[2 * index], places[2 * index + 1])]),
  )
}

/** Data begin after CR LF or LF. A lone CR, and blanks before the line end, are read alike by all. */
function skipToData(cursor: Cursor): void {
  const { bytes } = cursor
  let at = cursor.at
  while (bytes[at] === 0x20 || bytes[at] === 0x09) at += 1
  if (at > cursor.at && isLineEnd(bytes[at])) cursor.at = at
  if (bytes[cursor.at] === 0x0d) cursor.at += 1
  if (bytes[cursor.at] === 0x0a) cursor.at += 1
}
