/**
 * Reads PDF objects (ISO 32000-2 §7.3) from bytes that strangers wrote. Our own, so that the gate shares no line with
 * the library that wrote the file, and because a signature is judged by where its bytes lie.
 */

export type PdfName = { kind: 'name'; name: string }
/** `start` and `end`: the token with its delimiters, in the bytes it was read from. */
export type PdfString = { kind: 'string'; bytes: Uint8Array; hex: boolean; start: number; end: number }
export type PdfRef = { kind: 'ref'; number: number; generation: number }
export type PdfDict = { kind: 'dict'; entries: Map<string, PdfValue> }
/** `start`: first byte of the data. */
export type PdfStream = { kind: 'stream'; dict: PdfDict; start: number }
export type PdfValue =
  | null
  | boolean
  | number
  | PdfName
  | PdfString
  | PdfRef
  | PdfDict
  | PdfStream
  | PdfValue[]

/** Bytes that are not the PDF they should be. */
export class MalformedPdf extends Error {
  override readonly name = 'MalformedPdf'
}

/** A place in the bytes; reading moves it on. */
export type Cursor = { bytes: Uint8Array; at: number }

const MAX_DEPTH = 100
const WHITE = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20])
const DELIMITERS = new Set([...'()<>[]{}/%'].map((char) => char.charCodeAt(0)))
const isRegular = (byte: number | undefined) =>
  byte !== undefined && !WHITE.has(byte) && !DELIMITERS.has(byte)

/** Moves past white space and comments. */
export function skipSpace(cursor: Cursor): void {
  const { bytes } = cursor
  for (;;) {
    const byte = bytes[cursor.at]
    if (byte === undefined) return
    if (byte === 0x25) while (cursor.at < bytes.length && !isLineEnd(bytes[cursor.at])) cursor.at += 1
    else if (WHITE.has(byte)) cursor.at += 1
    else return
  }
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d
}

/** The next run of regular characters; empty at a delimiter or the end. */
export function readWord(cursor: Cursor): string {
  skipSpace(cursor)
  const start = cursor.at
  while (isRegular(cursor.bytes[cursor.at])) cursor.at += 1
  return latin1(cursor.bytes, start, cursor.at)
}

/** Moves past this keyword, or throws. */
export function expectWord(cursor: Cursor, word: string): void {
  const found = readWord(cursor)
  if (found !== word) throw new MalformedPdf(`expected ${word} at ${cursor.at}, found ${found.slice(0, 20)}`)
}

/** The next object; a stream only when `streams` allows it (an indirect object, not inside another). */
export function readValue(cursor: Cursor, streams = false, depth = 0): PdfValue {
  if (depth > MAX_DEPTH) throw new MalformedPdf('nested too deeply')
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
  const word = readWord(cursor)
  if (word === 'true') return true
  if (word === 'false') return false
  if (word === 'null') return null
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word)) {
    throw new MalformedPdf(`unexpected ${word.slice(0, 20)} at ${start}`)
  }
  if (/^\d+$/.test(word)) return readReference(cursor, Number(word)) ?? Number(word)
  return Number(word)
}

/** `n g R`, or null and the cursor where it was. */
function readReference(cursor: Cursor, number: number): PdfRef | null {
  const { at } = cursor
  const generation = readWord(cursor)
  if (/^\d{1,5}$/.test(generation) && readWord(cursor) === 'R') {
    return { kind: 'ref', number, generation: Number(generation) }
  }
  cursor.at = at
  return null
}

function readName(cursor: Cursor): PdfName {
  cursor.at += 1
  const start = cursor.at
  while (isRegular(cursor.bytes[cursor.at])) cursor.at += 1
  const raw = latin1(cursor.bytes, start, cursor.at)
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

function readDictOrStream(cursor: Cursor, streams: boolean, depth: number): PdfDict | PdfStream {
  cursor.at += 2
  const entries = new Map<string, PdfValue>()
  for (;;) {
    skipSpace(cursor)
    const byte = cursor.bytes[cursor.at]
    if (byte === 0x3e && cursor.bytes[cursor.at + 1] === 0x3e) break
    if (byte !== 0x2f) throw new MalformedPdf(`dictionary key expected at ${cursor.at}`)
    const { name } = readName(cursor)
    // Readers disagree on which of two wins, so nobody can say what was signed.
    if (entries.has(name)) throw new MalformedPdf(`key ${name} twice in one dictionary`)
    entries.set(name, readValue(cursor, false, depth + 1))
  }
  cursor.at += 2
  const dict: PdfDict = { kind: 'dict', entries }
  return (streams && readStreamStart(cursor, dict)) || dict
}

function readStreamStart(cursor: Cursor, dict: PdfDict): PdfStream | null {
  const { at } = cursor
  if (readWord(cursor) !== 'stream') {
    cursor.at = at
    return null
  }
  if (cursor.bytes[cursor.at] === 0x0d) cursor.at += 1
  if (cursor.bytes[cursor.at] === 0x0a) cursor.at += 1
  return { kind: 'stream', dict, start: cursor.at }
}

function readHex(cursor: Cursor): PdfString {
  const start = cursor.at
  const close = cursor.bytes.indexOf(0x3e, start)
  if (close < 0) throw new MalformedPdf('hex string without end')
  const digits = latin1(cursor.bytes, start + 1, close).replace(/[\0\t\n\f\r ]/g, '')
  cursor.at = close + 1
  const bytes = Buffer.from(digits.length % 2 ? `${digits}0` : digits, 'hex')
  // Node stops at the first character that is not hex.
  if (bytes.length !== Math.ceil(digits.length / 2)) throw new MalformedPdf(`not hex at ${start}`)
  return { kind: 'string', bytes, hex: true, start, end: close + 1 }
}

const ESCAPES: Record<string, number> = { n: 10, r: 13, t: 9, b: 8, f: 12 }

function readLiteral(cursor: Cursor): PdfString {
  const { bytes } = cursor
  const start = cursor.at
  const out: number[] = []
  cursor.at += 1
  for (let open = 1; open > 0; ) {
    const byte = bytes[cursor.at]
    if (byte === undefined) throw new MalformedPdf('string without end')
    cursor.at += 1
    if (byte === 0x5c) {
      readEscape(cursor, out)
      continue
    }
    if (byte === 0x28) open += 1
    if (byte === 0x29) open -= 1
    if (open > 0) out.push(byte)
  }
  return { kind: 'string', bytes: Uint8Array.from(out), hex: false, start, end: cursor.at }
}

function readEscape(cursor: Cursor, out: number[]): void {
  const { bytes } = cursor
  const octal = /^[0-7]{1,3}/.exec(latin1(bytes, cursor.at, cursor.at + 3))
  if (octal) {
    cursor.at += octal[0].length
    out.push(Number.parseInt(octal[0], 8) & 0xff)
    return
  }
  const byte = bytes[cursor.at] ?? 0
  cursor.at += 1
  if (byte === 0x0d && bytes[cursor.at] === 0x0a) cursor.at += 1
  // A line end after a backslash is not part of the string.
  if (!isLineEnd(byte)) out.push(ESCAPES[String.fromCharCode(byte)] ?? byte)
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1', start, end)
}

/** Whether a value is a dictionary. */
export function isDict(value: PdfValue | undefined): value is PdfDict {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && value.kind === 'dict'
}

/** Whether a value is a reference. */
export function isRef(value: PdfValue | undefined): value is PdfRef {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && value.kind === 'ref'
}

/** Whether a value is a stream. */
export function isStream(value: PdfValue | undefined): value is PdfStream {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && value.kind === 'stream'
}

/** Whether a value is a string. */
export function isString(value: PdfValue | undefined): value is PdfString {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && value.kind === 'string'
}

/** The name's text, or undefined when it is not a name. */
export function nameOf(value: PdfValue | undefined): string | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && value.kind === 'name'
    ? value.name
    : undefined
}

/** Text of a text string: UTF-16BE or UTF-8 with its mark, else read as Latin-1 (ISO 32000-2 §7.9.2.2). */
export function textOf(value: PdfValue | undefined): string {
  if (!isString(value)) return ''
  const bytes = Buffer.from(value.bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3).toString('utf8')
  return bytes.toString('latin1')
}

/** Time of a PDF date, `D:YYYYMMDDHHmmSSOHH'mm` (ISO 32000-2 §7.9.4); null when it is none. */
export function dateOf(value: PdfValue | undefined): Date | null {
  const match = /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z|([+-])(\d\d)'?(\d\d)?)?/.exec(
    textOf(value),
  )
  if (!match) return null
  const [
    ,
    year,
    month = '01',
    day = '01',
    hour = '00',
    minute = '00',
    second = '00',
    sign,
    zoneHour,
    zoneMinute,
  ] = match
  const zone = sign ? `${sign}${zoneHour}:${zoneMinute ?? '00'}` : 'Z'
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`)
  return Number.isNaN(at.getTime()) ? null : at
}
