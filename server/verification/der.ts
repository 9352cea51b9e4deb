/** Reads BER and DER (X.690) that strangers wrote: every length is checked, nothing is copied. */

/** One element: its tag byte, all of its bytes, and what it holds. */
export type Der = { tag: number; bytes: Uint8Array; content: Uint8Array }

/** Bytes that are not the ASN.1 they should be. */
export class MalformedAsn1 extends Error {
  override readonly name = 'MalformedAsn1'
}

const MAX_DEPTH = 40
/** Bytes of an object identifier; the longest in use have about thirty. */
const LONGEST_OID = 128

/** The element at `offset`; bytes after it are left alone. Throws `MalformedAsn1`. */
export function readDer(bytes: Uint8Array, offset = 0, depth = 0): Der {
  const tag = bytes[offset]
  const first = bytes[offset + 1]
  if (tag === undefined || first === undefined) throw new MalformedAsn1('ended early')
  if (depth > MAX_DEPTH) throw new MalformedAsn1('nested too deeply')
  // No structure of ours has tags above 30.
  if ((tag & 0x1f) === 0x1f) throw new MalformedAsn1('long tag')
  if (first === 0x80) return readIndefinite(bytes, offset, tag, depth)
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  if (lengthBytes > 4) throw new MalformedAsn1('too long')
  const start = offset + 2 + lengthBytes
  const length =
    first < 0x80 ? first : bytes.subarray(offset + 2, start).reduce((sum, byte) => sum * 256 + byte, 0)
  if (start + length > bytes.length) throw new MalformedAsn1('ended early')
  return {
    tag,
    bytes: bytes.subarray(offset, start + length),
    content: bytes.subarray(start, start + length),
  }
}

/** BER's "until two zero bytes", which old signers write (X.690 §8.1.3.6). */
function readIndefinite(bytes: Uint8Array, offset: number, tag: number, depth: number): Der {
  let at = offset + 2
  while (bytes[at] !== 0 || bytes[at + 1] !== 0) at += readDer(bytes, at, depth + 1).bytes.length
  return { tag, bytes: bytes.subarray(offset, at + 2), content: bytes.subarray(offset + 2, at) }
}

/** The elements that an element holds. */
export function childrenOf(der: Der): Der[] {
  const children: Der[] = []
  for (let at = 0; at < der.content.length; ) {
    const child = readDer(der.content, at)
    children.push(child)
    at += child.bytes.length
  }
  return children
}

/** The child with this tag, or undefined. */
export function childTagged(children: Der[], tag: number): Der | undefined {
  return children.find((child) => child.tag === tag)
}

/** The element, which must exist and have this tag. */
export function expectTag(der: Der | undefined, tag: number): Der {
  if (der?.tag !== tag)
    throw new MalformedAsn1(`expected tag ${tag.toString(16)}, found ${der?.tag.toString(16)}`)
  return der
}

/** Dotted form of an OBJECT IDENTIFIER. */
export function oidOf(der: Der | undefined): string {
  const { content } = expectTag(der, 0x06)
  // A long arc would be copied for each of its bytes.
  if (content.length > LONGEST_OID) throw new MalformedAsn1('object identifier too long')
  const arcs: bigint[] = []
  let arc = 0n
  for (const byte of content) {
    arc = (arc << 7n) | BigInt(byte & 0x7f)
    if (byte & 0x80) continue
    arcs.push(arc)
    arc = 0n
  }
  const [head = 0n, ...rest] = arcs
  const first = head < 80n ? head / 40n : 2n
  return [first, head - first * 40n, ...rest].join('.')
}

/** A small non-negative INTEGER. */
export function numberOf(der: Der | undefined): number {
  const { content } = expectTag(der, 0x02)
  if (content.length > 6) throw new MalformedAsn1('number too large')
  return content.reduce((sum, byte) => sum * 256 + byte, 0)
}

/** Bytes of an OCTET STRING, put together when BER cut it into pieces. */
export function octetsOf(der: Der | undefined, depth = 0): Uint8Array {
  if (depth > MAX_DEPTH) throw new MalformedAsn1('nested too deeply')
  if (der?.tag === 0x24) return Buffer.concat(childrenOf(der).map((piece) => octetsOf(piece, depth + 1)))
  return expectTag(der, 0x04).content
}

/** Time of a UTCTime or GeneralizedTime, as certificates and CRLs write theirs (RFC 5280 §4.1.2.5). */
export function certificateTimeOf(der: Der | undefined): Date {
  if (der?.tag !== 0x17) return timeOf(der)
  const text = Buffer.from(der.content).toString('latin1')
  const century = Number(text.slice(0, 2)) >= 50 ? '19' : '20'
  const content = Buffer.from(`${century}${text}`, 'latin1')
  return timeOf({ tag: 0x18, bytes: content, content })
}

/** Time of a GeneralizedTime in UTC, fraction included. */
export function timeOf(der: Der | undefined): Date {
  const text = Buffer.from(expectTag(der, 0x18).content).toString('latin1')
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d+))?Z$/.exec(text)
  if (!match) throw new MalformedAsn1('not a UTC time')
  const [, year, month, day, hour, minute, second, fraction = '0'] = match
  const at = new Date(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`,
  )
  if (Number.isNaN(at.getTime())) throw new MalformedAsn1('not a time')
  return at
}
