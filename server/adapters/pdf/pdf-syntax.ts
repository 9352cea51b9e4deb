import {
  PdfArray,
  PdfBool,
  PdfDict,
  PdfName,
  PdfNull,
  PdfNumber,
  type PdfObject,
  PdfRef,
  PdfStream,
  PdfString,
} from '@libpdf/core'

/** Thrown when an object of the upload cannot be written back exactly as it was read. */
export class NotRoundTrip extends Error {}

const ESCAPED_IN_NAMES = new Set([...'()<>[]{}/%#'].map((char) => char.charCodeAt(0)))

/** A name object. */
export function name(value: string): PdfName {
  return PdfName.of(value)
}

/** A dictionary; numbers become number objects, undefined entries are left out. */
export function dict(entries: Record<string, PdfObject | number | undefined>): PdfDict {
  const out = new PdfDict()
  for (const [key, value] of Object.entries(entries)) {
    if (value !== undefined) out.set(key, typeof value === 'number' ? new PdfNumber(value) : value)
  }
  return out
}

/** An array; numbers become number objects. */
export function array(items: Iterable<PdfObject | number>): PdfArray {
  return new PdfArray([...items].map((item) => (typeof item === 'number' ? new PdfNumber(item) : item)))
}

/** A stream with its bytes as they are; say `Filter` yourself when they are deflated. */
export function stream(entries: Record<string, PdfObject | number | undefined>, data: Uint8Array): PdfStream {
  return new PdfStream(dict(entries), data)
}

/** A shallow copy whose changes do not touch what the parser keeps. */
export function copyOf(source: PdfDict): PdfDict {
  return new PdfDict([...source])
}

/** A PDF text string (ISO 32000-2, 7.9.2.2): plain ASCII, or UTF-16BE with its mark. */
export function textString(text: string): PdfString {
  if (/^[\x20-\x7e]*$/.test(text)) return new PdfString(Buffer.from(text, 'latin1'), 'literal')
  return new PdfString(Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'hex')
}

/** A PDF date string in UTC (ISO 32000-2, 7.9.4). */
export function dateString(at: Date): PdfString {
  const digits = at
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/\D/g, '')
  return new PdfString(Buffer.from(`D:${digits}Z`, 'latin1'), 'literal')
}

/** A number as PDF writes it: no exponent, at most five decimals. */
export function decimal(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e15 ? String(value) : value.toFixed(0)
  const text = value.toFixed(5).replace(/0+$/, '').replace(/\.$/, '')
  return text === '-0' ? '0' : text
}

/** The bytes of an object. Our own writer, because libpdf's is not exported and appends to a copy of the whole file. */
export function serialize(object: PdfObject): Buffer {
  const parts: Buffer[] = []
  let text = ''
  const write = (value: PdfObject): void => {
    if (value instanceof PdfStream) {
      flushDictionary(value, value.data.length)
      text += '\nstream\n'
      parts.push(Buffer.from(text, 'latin1'), Buffer.from(value.data))
      text = '\nendstream'
    } else if (value instanceof PdfDict) flushDictionary(value, null)
    else if (value instanceof PdfArray) {
      text += '['
      let first = true
      for (const item of value) {
        if (!first) text += ' '
        first = false
        write(item)
      }
      text += ']'
    } else if (value instanceof PdfName) text += `/${escapedName(value.value)}`
    else if (value instanceof PdfNumber) text += decimal(value.value)
    else if (value instanceof PdfRef) text += `${value.objectNumber} ${value.generation} R`
    else if (value instanceof PdfBool) text += value.value ? 'true' : 'false'
    else if (value instanceof PdfString) text += `<${Buffer.from(value.bytes).toString('hex')}>`
    else if (value instanceof PdfNull) text += 'null'
  }
  const flushDictionary = (value: PdfDict, length: number | null): void => {
    text += '<<'
    for (const [key, entry] of value) {
      if (length !== null && key.value === 'Length') continue
      text += `/${escapedName(key.value)} `
      write(entry)
      text += '\n'
    }
    if (length !== null) text += `/Length ${length}`
    text += '>>'
  }
  write(object)
  parts.push(Buffer.from(text, 'latin1'))
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)
}

/**
 * libpdf decodes `#xx` in names as UTF-8 and plain bytes as Latin-1, so a name beyond ASCII (Shift-JIS is seen in old
 * Japanese files) cannot be told apart any more and is never written back.
 */
function escapedName(value: string): string {
  let out = ''
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index)
    if (code > 126 || code === 0) throw new NotRoundTrip(`name beyond ASCII: ${value}`)
    out += code < 33 || ESCAPED_IN_NAMES.has(code) ? `#${code.toString(16).padStart(2, '0')}` : value[index]
  }
  return out
}
