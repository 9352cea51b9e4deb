/**
 * Writes PDF objects. What was read and did not change is written in its own characters, whatever they are; what was made
 * is written plainly. A number keeps its whole precision, so that reading it again gives the very same number.
 */

import { MalformedPdf, type PdfDict, type PdfStream, type PdfString, type PdfValue } from './pdf-objects.ts'
import { readDict, type Span } from './read-value.ts'

const ESCAPED_IN_NAMES = new Set([...'()<>[]{}/%#'].map((char) => char.charCodeAt(0)))

/** Text (Latin-1) and bytes, in their order. */
type Parts = (string | Buffer)[]

/** The bytes of an object. A stream must carry its data (`makeStream`, or `data` set from `rawDataOf`). */
export function writeValue(value: PdfValue): Buffer {
  const parts: Parts = []
  write(parts, value)
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)))
}

/** The value without its source, so that it is written plainly: for a repair, which keeps no odd spelling. */
export function withoutSource(value: PdfValue): PdfValue {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(withoutSource)
  if (value.kind === 'stream') return { ...value, dict: plainDict(value.dict) }
  return value.kind === 'dict' ? plainDict(value) : value
}

function plainDict({ entries }: PdfDict): PdfDict {
  const plain = new Map([...entries].map(([key, value]) => [key, withoutSource(value)]))
  return { kind: 'dict', entries: plain, source: null }
}

function write(parts: Parts, value: PdfValue): void {
  if (value === null) text(parts, 'null')
  else if (typeof value === 'number') text(parts, numberText(value))
  else if (typeof value === 'boolean') text(parts, String(value))
  else if (Array.isArray(value)) writeArray(parts, value)
  else if (value.kind === 'name') text(parts, nameText(value.name))
  else if (value.kind === 'ref') text(parts, `${value.number} ${value.generation} R`)
  else if (value.kind === 'string') text(parts, stringText(value))
  else if (value.kind === 'dict') writeDict(parts, value)
  else writeStream(parts, value)
}

function text(parts: Parts, characters: string): void {
  const last = parts.length - 1
  // A buffer for each token costs more than all else.
  if (typeof parts[last] === 'string') parts[last] += characters
  else parts.push(characters)
}

function writeArray(parts: Parts, items: PdfValue[]): void {
  text(parts, '[')
  items.forEach((item, index) => {
    if (index > 0) text(parts, ' ')
    write(parts, item)
  })
  text(parts, ']')
}

function writeDict(parts: Parts, dict: PdfDict, length: number | null = null): void {
  const { source } = dict
  const spans = source ? spansOf(source) : null
  text(parts, '<<')
  for (const [key, value] of dict.entries) {
    if (length !== null && key === 'Length') continue
    const span = source?.entries.get(key) === value ? spans?.get(key) : undefined
    if (span && source) parts.push(sourceBytes(source.bytes, span.key, span.end))
    else {
      text(parts, `${nameText(key)} `)
      write(parts, value)
    }
    text(parts, '\n')
  }
  if (length !== null) text(parts, `/Length ${length}`)
  text(parts, '>>')
}

function sourceBytes(bytes: Uint8Array, start: number, end: number): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
}

/** Found by reading the dictionary once more: only few of a file's dictionaries are ever written again. */
function spansOf({ bytes, start }: NonNullable<PdfDict['source']>): Map<string, Span> {
  const spans = new Map<string, Span>()
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  readDict({ bytes: buffer, at: start, tolerate: () => undefined }, 0, spans)
  return spans
}

function writeStream(parts: Parts, { dict, data }: PdfStream): void {
  if (!data) throw new MalformedPdf('a stream without its data cannot be written')
  writeDict(parts, dict, data.length)
  text(parts, '\nstream\n')
  parts.push(Buffer.from(data.buffer, data.byteOffset, data.length))
  text(parts, '\nendstream')
}

/** A number as PDF writes it: all its digits, no exponent. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new MalformedPdf(`${value} is no number of a PDF`)
  const plain = String(value)
  if (!plain.includes('e')) return plain === '-0' ? '0' : plain
  if (Math.abs(value) >= 1) return BigInt(value).toString()
  return value.toFixed(30).replace(/0+$/, '').replace(/\.$/, '').replace(/^-0$/, '0')
}

/** A name; each character is one byte. */
export function nameText(name: string): string {
  let out = '/'
  for (let index = 0; index < name.length; index += 1) {
    const code = name.charCodeAt(index)
    if (code > 0xff) throw new MalformedPdf('a name is made of bytes')
    const plain = code > 32 && code < 127 && !ESCAPED_IN_NAMES.has(code)
    out += plain ? name[index] : `#${code.toString(16).padStart(2, '0')}`
  }
  return out
}

function stringText({ bytes, hex }: PdfString): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (hex) return `<${buffer.toString('hex')}>`
  return `(${buffer.toString('latin1').replace(/[\\()\r\n]/g, escaped)})`
}

function escaped(character: string): string {
  if (character === '\r') return '\\r'
  return character === '\n' ? '\\n' : `\\${character}`
}
