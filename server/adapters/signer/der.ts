/**
 * Writes DER (X.690) for the few structures we sign. Hand-written because a seal is on the hot path: a general ASN.1
 * library costs more than the signature itself. The certificates of evaluation mode use it, too: @peculiar/x509 2.2
 * brings 29 packages (9 MB) and a polyfill that changes the global `Reflect`, and pkijs 4 writes a whole name as one
 * relative name of several values.
 */

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  printable: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

function header(tag: number, length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(tag, length)
  if (length < 0x100) return Uint8Array.of(tag, 0x81, length)
  if (length < 0x10000) return Uint8Array.of(tag, 0x82, length >> 8, length & 0xff)
  return Uint8Array.of(tag, 0x83, length >> 16, (length >> 8) & 0xff, length & 0xff)
}

/** One element with this tag, holding the parts one after the other. At most 16 MB. */
export function element(tag: number, ...parts: Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  return Buffer.concat([header(tag, length), ...parts])
}

/** SEQUENCE. */
export function sequence(...parts: Uint8Array[]): Uint8Array {
  return element(TAG.sequence, ...parts)
}

/** SET OF, in the order DER demands: by encoding (X.690 §11.6). */
export function setOf(...parts: Uint8Array[]): Uint8Array {
  return element(TAG.set, ...parts.toSorted(Buffer.compare))
}

/** Context tag `[n]`, constructed: EXPLICIT around one element, or IMPLICIT in place of a SEQUENCE or SET. */
export function context(n: number, ...parts: Uint8Array[]): Uint8Array {
  return element(0xa0 | n, ...parts)
}

/** Context tag `[n]`, primitive: IMPLICIT in place of a string. */
export function contextPrimitive(n: number, content: Uint8Array): Uint8Array {
  return element(0x80 | n, content)
}

/** INTEGER, not negative, from a number or big-endian bytes. */
export function integer(value: number | Uint8Array): Uint8Array {
  const bytes = typeof value === 'number' ? numberBytes(value) : trimZeros(value)
  const padded = (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Uint8Array.of(0), bytes]) : bytes
  return element(TAG.integer, padded)
}

function numberBytes(value: number): Uint8Array {
  const hex = value.toString(16)
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')
}

function trimZeros(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0)
  return first < 0 ? Uint8Array.of(0) : bytes.subarray(first)
}

/** BOOLEAN. */
export function boolean(value: boolean): Uint8Array {
  return element(TAG.boolean, Uint8Array.of(value ? 0xff : 0))
}

/** NULL. */
export function nothing(): Uint8Array {
  return element(TAG.null)
}

/** OBJECT IDENTIFIER in dotted form; arcs of any size, so that `2.25.<uuid>` works. */
export function oid(dotted: string): Uint8Array {
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt)
  const arcs = [first * 40n + second, ...rest]
  return element(TAG.oid, Uint8Array.from(arcs.flatMap(base128)))
}

function base128(arc: bigint): number[] {
  const digits = [Number(arc & 0x7fn)]
  for (let left = arc >> 7n; left > 0n; left >>= 7n) digits.unshift(Number(left & 0x7fn) | 0x80)
  return digits
}

/** OCTET STRING. */
export function octets(bytes: Uint8Array): Uint8Array {
  return element(TAG.octetString, bytes)
}

/** BIT STRING; `unused`: bits at the end that do not count. */
export function bits(bytes: Uint8Array, unused = 0): Uint8Array {
  return element(TAG.bitString, Uint8Array.of(unused), bytes)
}

/** UTF8String. */
export function utf8(text: string): Uint8Array {
  return element(TAG.utf8, Buffer.from(text, 'utf8'))
}

/** PrintableString. */
export function printable(text: string): Uint8Array {
  return element(TAG.printable, Buffer.from(text, 'ascii'))
}

/** GeneralizedTime in UTC; a fraction of a second only when there is one, without trailing zeros (RFC 3161 §2.4.2). */
export function generalizedTime(at: Date): Uint8Array {
  const [seconds = '', fraction = ''] = at
    .toISOString()
    .replace(/[-:TZ]/g, '')
    .split('.')
  const tail = fraction.replace(/0+$/, '')
  return element(TAG.generalizedTime, Buffer.from(`${seconds}${tail && `.${tail}`}Z`, 'ascii'))
}

/** Time of a certificate: UTCTime up to 2049, GeneralizedTime after it (RFC 5280 §4.1.2.5). Whole seconds. */
export function certificateTime(at: Date): Uint8Array {
  const digits = at
    .toISOString()
    .replace(/[-:TZ]/g, '')
    .slice(0, 14)
  if (at.getUTCFullYear() >= 2050) return element(TAG.generalizedTime, Buffer.from(`${digits}Z`, 'ascii'))
  return element(TAG.utcTime, Buffer.from(`${digits.slice(2)}Z`, 'ascii'))
}

/** The elements one after the other inside our own well-formed DER (a certificate we were configured with). */
export function partsOf(der: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = []
  for (let at = contentStart(der); at < der.length; ) {
    const part = der.subarray(at)
    const length = contentStart(part) + contentLength(part)
    parts.push(part.subarray(0, length))
    at += length
  }
  return parts
}

/** What an element holds, without tag and length. */
export function contentOf(der: Uint8Array): Uint8Array {
  return der.subarray(contentStart(der), contentStart(der) + contentLength(der))
}

function contentStart(der: Uint8Array): number {
  const length = der[1] ?? 0
  return length < 0x80 ? 2 : 2 + (length & 0x7f)
}

function contentLength(der: Uint8Array): number {
  const first = der[1] ?? 0
  if (first < 0x80) return first
  return der.subarray(2, 2 + (first & 0x7f)).reduce((sum, byte) => sum * 256 + byte, 0)
}
