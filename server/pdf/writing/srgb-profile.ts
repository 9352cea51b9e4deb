/**
 * The smallest ICC profile that says sRGB (ICC.1:2004-10, version 4.2): its primaries adapted to D50 and the curve of IEC
 * 61966-2-1. Made here, because a profile from elsewhere is larger than the rest of a page and has a licence of its own.
 */
export function srgbProfile(): Uint8Array {
  made ??= build()
  return made
}

let made: Uint8Array | null = null

const HEADER_BYTES = 128
/** s15Fixed16Number: XYZ of white and of the primaries. */
const WHITE = [0.9642, 1, 0.8249]
const RED = [0.43607, 0.22249, 0.01392]
const GREEN = [0.38515, 0.71687, 0.09708]
const BLUE = [0.14307, 0.06061, 0.7141]
/** g, a, b, c, d of the parametric curve of type 3. */
const CURVE = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045]

function build(): Buffer {
  const curve = Buffer.concat([Buffer.from('para\0\0\0\0\0\x03\0\0', 'latin1'), fixed(CURVE)])
  const tags: [string, Buffer][] = [
    ['desc', localized('sRGB')],
    ['cprt', localized('No copyright')],
    ['wtpt', xyz(WHITE)],
    ['rXYZ', xyz(RED)],
    ['gXYZ', xyz(GREEN)],
    ['bXYZ', xyz(BLUE)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ]
  const table = Buffer.alloc(4 + tags.length * 12)
  table.writeUInt32BE(tags.length, 0)
  const places = new Map<Buffer, number>()
  const data: Buffer[] = []
  let at = HEADER_BYTES + table.length
  tags.forEach(([signature, bytes], index) => {
    // Equal curves are one.
    const place = places.get(bytes) ?? at
    if (!places.has(bytes)) {
      const padded = Buffer.alloc(Math.ceil(bytes.length / 4) * 4)
      bytes.copy(padded)
      data.push(padded)
      places.set(bytes, at)
      at += padded.length
    }
    table.write(signature, 4 + index * 12, 'latin1')
    table.writeUInt32BE(place, 8 + index * 12)
    table.writeUInt32BE(bytes.length, 12 + index * 12)
  })
  return Buffer.concat([header(at), table, ...data])
}

function header(length: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES)
  bytes.writeUInt32BE(length, 0)
  bytes.writeUInt32BE(0x04200000, 8)
  bytes.write('mntrRGB XYZ ', 12, 'latin1')
  for (const [index, part] of [2026, 1, 1, 0, 0, 0].entries()) bytes.writeUInt16BE(part, 24 + index * 2)
  bytes.write('acsp', 36, 'latin1')
  fixed(WHITE).copy(bytes, 68)
  return bytes
}

function xyz(values: number[]): Buffer {
  return Buffer.concat([Buffer.from('XYZ \0\0\0\0', 'latin1'), fixed(values)])
}

function fixed(values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => {
    bytes.writeInt32BE(Math.round(value * 65_536), index * 4)
  })
  return bytes
}

/** A text in one language (multiLocalizedUnicodeType). */
function localized(text: string): Buffer {
  const units = Buffer.from(text, 'utf16le').swap16()
  const bytes = Buffer.alloc(28)
  bytes.write('mluc', 0, 'latin1')
  bytes.writeUInt32BE(1, 8)
  bytes.writeUInt32BE(12, 12)
  bytes.write('enUS', 16, 'latin1')
  bytes.writeUInt32BE(units.length, 20)
  bytes.writeUInt32BE(28, 24)
  return Buffer.concat([bytes, units])
}
