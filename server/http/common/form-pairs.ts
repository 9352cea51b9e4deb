import { isUtf8 } from 'node:buffer'
import { type BodyProblem, BodyRefused } from './body-refused.ts'

/** No call of the Web API and no form of ours has a tenth of this, but those that hold the fields of a document. */
export const mostPairs = 1_000

/** The pairs of a form or a query: of repeated names the first value. */
export type Pairs = Map<string, string>

export type PairsReading = { ok: true; pairs: Pairs } | { ok: false; problem: BodyProblem }

const ampersand = 0x26
const equals = 0x3d
const percent = 0x25
const plus = 0x2b

/**
 * Reads `a=1&b=2` as browsers write it (application/x-www-form-urlencoded, URL Standard §5.1), in time that grows with
 * the bytes alone: Node's `URLSearchParams` takes the square of the number of pairs. Never throws. A `%` without two
 * hexadecimal digits stands for itself, as everywhere; what is not UTF-8, and U+0000, is told and never replaced.
 */
export function readPairs(bytes: Buffer, most = mostPairs): PairsReading {
  const pairs: Pairs = new Map()
  let pieces = 0
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(ampersand, start)
    const end = found === -1 ? bytes.length : found
    pieces += 1
    if (pieces > most) return malformed(`it has more than ${most} parameters`)
    if (end > start) {
      const middle = bytes.subarray(start, end).indexOf(equals)
      const name = decoded(bytes.subarray(start, middle === -1 ? end : start + middle))
      if (name === null || name.includes('\0')) {
        return malformed('the name of a parameter is not UTF-8, or has a NUL character in it')
      }
      const value = middle === -1 ? '' : decoded(bytes.subarray(start + middle + 1, end))
      if (value === null) return brokenField(name, 'UTF-8')
      if (value.includes('\0')) return brokenField(name, 'text without NUL characters')
      if (!pairs.has(name)) pairs.set(name, value)
    }
    start = end + 1
  }
  return { ok: true, pairs }
}

/** The same, and throws. */
export function pairsOf(bytes: Buffer, most = mostPairs): Pairs {
  const reading = readPairs(bytes, most)
  if (!reading.ok) throw new BodyRefused(reading.problem)
  return reading.pairs
}

function malformed(why: string): PairsReading {
  return { ok: false, problem: { kind: 'malformed', why } }
}

/** A name that a stranger chose is repeated only where it can be the name of a field. */
function brokenField(field: string, expected: string): PairsReading {
  return /^[A-Za-z0-9_.-]{1,64}$/.test(field)
    ? { ok: false, problem: { kind: 'field', field, expected } }
    : malformed(`the value of a parameter must be ${expected}`)
}

/** Null: not UTF-8. */
function decoded(bytes: Buffer): string | null {
  const plain = bytes.includes(percent) || bytes.includes(plus) ? unescaped(bytes) : bytes
  return isUtf8(plain) ? plain.toString('utf8') : null
}

function unescaped(bytes: Buffer): Buffer {
  const plain = Buffer.allocUnsafe(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    const high = byte === percent ? digit(bytes[at + 1]) : -1
    const low = high === -1 ? -1 : digit(bytes[at + 2])
    if (low === -1) {
      plain[length++] = byte === plus ? 0x20 : byte
    } else {
      plain[length++] = high * 16 + low
      at += 2
    }
  }
  return plain.subarray(0, length)
}

/** The value of a hexadecimal digit; -1 when it is none. */
function digit(code: number | undefined): number {
  if (code === undefined) return -1
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const letter = code | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}
