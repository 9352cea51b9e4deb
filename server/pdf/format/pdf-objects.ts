/**
 * The objects of a PDF (ISO 32000-2 §7.3), as the one reader of this server gives them. A dictionary knows the bytes
 * that it came from, so that whoever writes it again can leave what did not change in its own characters
 * (`write-value.ts`): office programs write `595.303937007874`, and a signature is judged by where its bytes lie.
 */

export type PdfName = { kind: 'name'; name: string }
/** `start` and `end`: the token with its delimiters, in the bytes it was read from. */
export type PdfString = { kind: 'string'; bytes: Uint8Array; hex: boolean; start: number; end: number }
export type PdfRef = { kind: 'ref'; number: number; generation: number }
/** Where a dictionary was read: `bytes` from `start` to `end`, and what stood there. */
type Source = { bytes: Uint8Array; start: number; end: number; entries: ReadonlyMap<string, PdfValue> }
/** `source`: null for a dictionary that was made, not read. Never changed in place: see `withEntries`. */
export type PdfDict = { kind: 'dict'; entries: ReadonlyMap<string, PdfValue>; source: Source | null }
/** `start`: first byte of the data in the file; `data`: the bytes as stored, for a stream that was made, not read. */
export type PdfStream = { kind: 'stream'; dict: PdfDict; start: number; data: Uint8Array | null }
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

/** Bytes that are not the PDF they should be. `at`: where in the file, when that is known. */
export class MalformedPdf extends Error {
  override readonly name: string = 'MalformedPdf'
}

/** Reading would cost more than any honest file asks for. */
export class TooCostlyPdf extends MalformedPdf {
  override readonly name: string = 'TooCostlyPdf'
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

/** The name's text, or undefined when it is not a name. Each character is one byte of the name. */
export function nameOf(value: PdfValue | undefined): string | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && value.kind === 'name'
    ? value.name
    : undefined
}

/** The dictionary of a dictionary or stream, or null. */
export function dictOf(value: PdfValue | undefined): PdfDict | null {
  if (isDict(value)) return value
  return isStream(value) ? value.dict : null
}

/** A name. */
export function makeName(name: string): PdfName {
  return { kind: 'name', name }
}

/** A reference. */
export function makeRef(number: number, generation = 0): PdfRef {
  return { kind: 'ref', number, generation }
}

/** A dictionary; undefined entries are left out. */
export function makeDict(entries: Record<string, PdfValue | undefined>): PdfDict {
  const made = new Map<string, PdfValue>()
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) made.set(key, value)
  return { kind: 'dict', entries: made, source: null }
}

/** A stream with its bytes as stored; say `Filter` yourself when they are deflated. `Length` is written for you. */
export function makeStream(entries: Record<string, PdfValue | undefined>, data: Uint8Array): PdfStream {
  return { kind: 'stream', dict: makeDict(entries), start: 0, data }
}

/** A string from bytes. */
export function makeString(bytes: Uint8Array, hex = true): PdfString {
  return { kind: 'string', bytes, hex, start: 0, end: 0 }
}

/** A copy with some entries replaced (undefined: taken away). What is not named keeps its source characters when written. */
export function withEntries(dict: PdfDict, changes: Record<string, PdfValue | undefined>): PdfDict {
  const entries = new Map(dict.entries)
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) entries.delete(key)
    else entries.set(key, value)
  }
  return { kind: 'dict', entries, source: dict.source }
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
