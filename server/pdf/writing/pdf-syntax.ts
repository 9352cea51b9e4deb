/** How new objects are put together. What of an upload is written again comes from `format/` and keeps its own characters. */

import {
  makeDict,
  makeName,
  makeStream,
  makeString,
  type PdfDict,
  type PdfName,
  type PdfStream,
  type PdfString,
  type PdfValue,
} from '#server/pdf/format/pdf-objects.ts'

/** A name object. */
export function name(value: string): PdfName {
  return makeName(value)
}

/** A new dictionary; undefined entries are left out, numbers get at most five decimals. */
export function dict(entries: Record<string, PdfValue | undefined>): PdfDict {
  return makeDict(shortened(entries))
}

/** A new array; numbers get at most five decimals. */
export function array(items: Iterable<PdfValue>): PdfValue[] {
  return [...items].map(short)
}

/** A new stream with its bytes as they are; say `Filter` yourself when they are deflated. */
export function stream(entries: Record<string, PdfValue | undefined>, data: Uint8Array): PdfStream {
  return makeStream(shortened(entries), data)
}

/** A PDF text string (ISO 32000-2, 7.9.2.2): plain ASCII, or UTF-16BE with its mark. */
export function textString(text: string): PdfString {
  if (/^[\x20-\x7e]*$/.test(text)) return ascii(text)
  return makeString(Buffer.from(`\ufeff${text}`, 'utf16le').swap16())
}

/** A string of plain characters. */
export function ascii(text: string): PdfString {
  return makeString(Buffer.from(text, 'latin1'), false)
}

/** A PDF date string in UTC (ISO 32000-2, 7.9.4). */
export function dateString(at: Date): PdfString {
  const digits = at
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/\D/g, '')
  return ascii(`D:${digits}Z`)
}

/** A number as page content writes it: no exponent, at most five decimals. */
export function decimal(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e15 ? String(value) : value.toFixed(0)
  const text = value.toFixed(5).replace(/0+$/, '').replace(/\.$/, '')
  return text === '-0' ? '0' : text
}

function short(value: PdfValue): PdfValue {
  return typeof value === 'number' ? Number(decimal(value)) : value
}

function shortened(entries: Record<string, PdfValue | undefined>): Record<string, PdfValue | undefined> {
  return Object.fromEntries(
    Object.entries(entries).map(([key, value]) => [key, value === undefined ? value : short(value)]),
  )
}
