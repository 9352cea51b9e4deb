import { constants, inflateSync } from 'node:zlib'

/** One filter of a stream with what its parameters say (ISO 32000-2, 7.4). */
export type Filter = { name: string; parameters: Record<string, number> }

const ABBREVIATED: Record<string, string> = {
  AHx: 'ASCIIHexDecode',
  A85: 'ASCII85Decode',
  LZW: 'LZWDecode',
  Fl: 'FlateDecode',
  RL: 'RunLengthDecode',
}

/**
 * The data of a stream of page content, or null when it cannot be decoded: a filter for images, or damage. Throws
 * RangeError beyond `limit` bytes.
 */
export function decoded(data: Uint8Array, filters: Filter[], limit: number): Uint8Array | null {
  let bytes: Uint8Array | null = data
  for (const { name, parameters } of filters) {
    if (bytes === null) return null
    bytes = decodedOnce(bytes, ABBREVIATED[name] ?? name, parameters, limit)
    if (bytes && bytes.length > limit) throw new RangeError('the content is too long')
  }
  return bytes
}

function decodedOnce(
  data: Uint8Array,
  name: string,
  parameters: Record<string, number>,
  limit: number,
): Uint8Array | null {
  if (name === 'FlateDecode') {
    const bytes = inflated(data, limit)
    return bytes && unpredicted(bytes, parameters)
  }
  if (name === 'LZWDecode') {
    const bytes = unpackedLzw(data, parameters.EarlyChange ?? 1, limit)
    return bytes && unpredicted(bytes, parameters)
  }
  if (name === 'ASCIIHexDecode') return fromHex(data)
  if (name === 'ASCII85Decode') return fromAscii85(data)
  if (name === 'RunLengthDecode') return fromRunLength(data, limit)
  return null
}

/** A stream that was cut short, or that lacks its checksum, gives what is there, as in every viewer. */
function inflated(data: Uint8Array, limit: number): Uint8Array | null {
  try {
    return inflateSync(data, { maxOutputLength: limit, finishFlush: constants.Z_SYNC_FLUSH })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new RangeError('the content is too long')
    }
    return null
  }
}

/** PNG and TIFF predictors (7.4.4.4). */
function unpredicted(data: Uint8Array, parameters: Record<string, number>): Uint8Array | null {
  const { Predictor = 1, Colors = 1, BitsPerComponent = 8, Columns = 1 } = parameters
  if (Predictor === 1) return data
  const pixel = Math.max(1, (Colors * BitsPerComponent) >> 3)
  const row = Math.ceil((Colors * BitsPerComponent * Columns) / 8)
  if (!(row > 0 && row < 1e6)) return null
  if (Predictor < 10) return BitsPerComponent === 8 ? untiff(data, pixel, row) : null
  const rows = Math.ceil(data.length / (row + 1))
  const out = new Uint8Array(Math.max(0, data.length - rows))
  let to = 0
  for (let from = 0; from < data.length; ) {
    const type = data[from] as number
    const begin = to
    const end = Math.min(data.length, from + row + 1)
    for (from += 1; from < end; from += 1, to += 1) {
      const left = to - begin >= pixel ? (out[to - pixel] as number) : 0
      const up = begin > 0 ? (out[to - row] as number) : 0
      const corner = begin > 0 && to - begin >= pixel ? (out[to - row - pixel] as number) : 0
      out[to] = (data[from] as number) + predicted(type, left, up, corner)
    }
  }
  return out
}

function predicted(type: number, left: number, up: number, corner: number): number {
  if (type === 1) return left
  if (type === 2) return up
  if (type === 3) return (left + up) >> 1
  if (type !== 4) return 0
  const estimate = left + up - corner
  const [toLeft, toUp, toCorner] = [left, up, corner].map((value) => Math.abs(estimate - value)) as [
    number,
    number,
    number,
  ]
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}

function untiff(data: Uint8Array, pixel: number, row: number): Uint8Array {
  const out = Uint8Array.from(data)
  for (let at = 0; at < out.length; at += 1) {
    if (at % row >= pixel) out[at] = (out[at] as number) + (out[at - pixel] as number)
  }
  return out
}

/** LZW with codes of 9 to 12 bits (7.4.4.2). */
function unpackedLzw(data: Uint8Array, early: number, limit: number): Uint8Array | null {
  const out = new Grown(limit)
  let table: Uint8Array[] = []
  let previous: Uint8Array | null = null
  let [bits, held, width] = [0, 0, 9]
  for (const byte of data) {
    bits = ((bits << 8) | byte) & 0xffffff
    held += 8
    if (held < width) continue
    held -= width
    const code = (bits >> held) & ((1 << width) - 1)
    if (code === 257) break
    if (code === 256) {
      table = []
      previous = null
      width = 9
      continue
    }
    const known: Uint8Array | undefined = code < 256 ? Uint8Array.of(code) : table[code - 258]
    if (!known && (!previous || code !== 258 + table.length)) return null
    const entry: Uint8Array = known ?? joined(previous as Uint8Array, (previous as Uint8Array)[0] as number)
    if (previous && table.length < 4096 - 258) table.push(joined(previous, entry[0] as number))
    out.add(entry)
    previous = entry
    const size = 258 + table.length + early
    width = size >= 2048 ? 12 : size >= 1024 ? 11 : size >= 512 ? 10 : 9
  }
  return out.bytes()
}

function joined(bytes: Uint8Array, last: number): Uint8Array {
  const out = new Uint8Array(bytes.length + 1)
  out.set(bytes)
  out[bytes.length] = last
  return out
}

function fromHex(data: Uint8Array): Uint8Array | null {
  const text = Buffer.from(data).toString('latin1')
  const end = text.indexOf('>')
  const digits = (end < 0 ? text : text.slice(0, end)).replace(/[\0\t\n\f\r ]/g, '')
  if (!/^[0-9A-Fa-f]*$/.test(digits)) return null
  return Buffer.from(digits.length % 2 ? `${digits}0` : digits, 'hex')
}

function fromAscii85(data: Uint8Array): Uint8Array | null {
  const out = new Uint8Array(data.length * 4)
  let to = 0
  let group: number[] = []
  const flush = (count: number): void => {
    let value = group.reduce((sum, digit) => sum * 85 + digit, 0) % 0x100000000
    for (let index = 3; index >= 0; index -= 1) {
      if (index < count) out[to + index] = value % 256
      value = Math.floor(value / 256)
    }
    to += count
    group = []
  }
  for (const byte of data) {
    if (byte <= 0x20) continue
    if (byte === 0x7e) break
    if (byte === 0x7a && group.length === 0) to += 4
    else if (byte < 0x21 || byte > 0x75) return null
    else if (group.push(byte - 0x21) === 5) flush(4)
  }
  const rest = group.length
  if (rest === 1) return null
  if (rest > 1) {
    while (group.length < 5) group.push(84)
    flush(rest - 1)
  }
  return out.subarray(0, to)
}

function fromRunLength(data: Uint8Array, limit: number): Uint8Array {
  const out = new Grown(limit)
  for (let at = 0; at < data.length; ) {
    const length = data[at] as number
    if (length === 128) break
    if (length < 128) {
      out.add(data.subarray(at + 1, at + 2 + length))
      at += length + 2
    } else {
      out.add(new Uint8Array(257 - length).fill(data[at + 1] ?? 0))
      at += 2
    }
  }
  return out.bytes()
}

/** Bytes that come piece by piece, up to a limit. */
class Grown {
  readonly #limit: number
  #bytes = new Uint8Array(4096)
  #length = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  add(piece: Uint8Array): void {
    const length = this.#length + piece.length
    if (length > this.#limit) throw new RangeError('the content is too long')
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(length, this.#bytes.length * 2))
      larger.set(this.#bytes.subarray(0, this.#length))
      this.#bytes = larger
    }
    this.#bytes.set(piece, this.#length)
    this.#length = length
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }
}
