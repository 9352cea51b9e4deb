/** A place in the bytes of a PDF, and the small steps that every reading is made of (ISO 32000-2 §7.2). */

import { MalformedPdf } from './pdf-objects.ts'

/**
 * What was not as ISO 32000 asks, and how it was read. `everyone`: whether all readers that we know read it so; where
 * they differ, nobody can say what was signed. `atUpload`: refused at upload only, because earlier releases accepted it
 * and what was accepted must be concluded.
 */
export type Tolerated = { what: string; at: number; everyone: boolean; atUpload?: true }

/** Takes note of something tolerated, or throws `MalformedPdf`. */
export type Tolerate = (tolerated: Tolerated) => void

/** A place in the bytes; reading moves it on. */
export type Cursor = { bytes: Buffer; at: number; tolerate: Tolerate }

/** 1: white space, 2: delimiter, 0: regular (ISO 32000-2 §7.2.3). */
const CLASS = new Uint8Array(256)
for (const byte of [0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]) CLASS[byte] = 1
for (const char of '()<>[]{}/%') CLASS[char.charCodeAt(0)] = 2

/** Moves past white space and comments. */
export function skipSpace(cursor: Cursor): void {
  const { bytes } = cursor
  for (;;) {
    const byte = bytes[cursor.at]
    if (byte === undefined) return
    if (byte === 0x25) while (cursor.at < bytes.length && !isLineEnd(bytes[cursor.at])) cursor.at += 1
    else if (CLASS[byte] === 1) cursor.at += 1
    else return
  }
}

/** Whether a byte ends a line. */
export function isLineEnd(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d
}

/** Where the run of regular characters that begins here ends. */
export function endOfWord(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && CLASS[bytes[at] ?? 0] === 0) at += 1
  return at
}

/** The next run of regular characters; empty at a delimiter or the end. */
export function readWord(cursor: Cursor): string {
  skipSpace(cursor)
  const start = cursor.at
  cursor.at = endOfWord(cursor.bytes, start)
  return cursor.bytes.toString('latin1', start, cursor.at)
}

/** Moves past this keyword, or throws. */
export function expectWord(cursor: Cursor, word: string): void {
  const found = readWord(cursor)
  if (found !== word) throw new MalformedPdf(`expected ${word} at ${cursor.at}, found ${found.slice(0, 20)}`)
}

/** The next word as a whole number of at most twelve digits, or throws. */
export function readWholeNumber(cursor: Cursor): number {
  const number = tryWholeNumber(cursor)
  if (number === null) throw new MalformedPdf(`a whole number is expected at ${cursor.at}`)
  return number
}

/** The next word as a whole number, or null with the cursor where it was. */
export function tryWholeNumber(cursor: Cursor): number | null {
  const before = cursor.at
  skipSpace(cursor)
  const { bytes } = cursor
  const start = cursor.at
  let value = 0
  for (;;) {
    const byte = bytes[cursor.at]
    if (byte === undefined || byte < 0x30 || byte > 0x39) break
    value = value * 10 + byte - 0x30
    cursor.at += 1
  }
  const next = bytes[cursor.at]
  const ended = next === undefined || CLASS[next] !== 0
  if (ended && cursor.at > start && cursor.at - start <= 12) return value
  cursor.at = before
  return null
}

/** Whether a word ends before this byte. */
export function endsWord(byte: number | undefined): boolean {
  return byte === undefined || CLASS[byte] !== 0
}
