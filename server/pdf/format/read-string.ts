/** Reads strings (ISO 32000-2 §7.3.4). */

import { type Cursor, isLineEnd } from './cursor.ts'
import { MalformedPdf, type PdfString } from './pdf-objects.ts'

/** `<48656c6c6f>` */
export function readHex(cursor: Cursor): PdfString {
  const { bytes } = cursor
  const start = cursor.at
  const close = bytes.indexOf(0x3e, start)
  if (close < 0) {
    // Looked through to the end: the budget of the reading must know.
    cursor.at = bytes.length
    throw new MalformedPdf('hex string without end')
  }
  const written = bytes.toString('latin1', start + 1, close).replace(/[\0\t\n\f\r ]/g, '')
  const digits = written.replace(/[^0-9a-fA-F]/g, '')
  if (digits !== written) cursor.tolerate({ what: 'letters in a hex string', at: start, everyone: false })
  cursor.at = close + 1
  const decoded = Buffer.from(digits.length % 2 ? `${digits}0` : digits, 'hex')
  return { kind: 'string', bytes: decoded, hex: true, start, end: close + 1 }
}

const ESCAPES: Record<string, number> = { n: 10, r: 13, t: 9, b: 8, f: 12 }

/** `(Hello)` */
export function readLiteral(cursor: Cursor): PdfString {
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
  const octal = /^[0-7]{1,3}/.exec(bytes.toString('latin1', cursor.at, cursor.at + 3))
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
