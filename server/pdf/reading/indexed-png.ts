import { crc32, deflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
/** Levels of each of red, green and blue where a page has colours. */
const LEVELS = 4
/** Channels of a pixel may lie this far apart and it still looks grey. */
const GREY = 24

type Picture = {
  width: number
  height: number
  /** Bytes a row. */
  stride: number
  /** Where the page has no colours. */
  greys: 4 | 16
}

/**
 * A small PNG (ISO/IEC 15948) of a page: so many greys where it has no colours, else sixty-four colours. For the first glance
 * over a slow line: a page of text takes about 20 KB, a third of what a photograph's format takes.
 *
 * @param pixels blue, green, red and a byte that is not read
 */
export function indexedPng(pixels: Uint8Array, { width, height, stride, greys }: Picture): Buffer {
  const colours = hasColours(pixels, width, height, stride)
  const bits = colours ? 8 : greys === 16 ? 4 : 2
  const inAByte = 8 / bits
  const rowBytes = Math.ceil(width / inAByte)
  const rows = Buffer.alloc((rowBytes + 1) * height)
  for (let y = 0; y < height; y += 1) {
    const row = y * (rowBytes + 1) + 1
    for (let x = 0; x < width; x += 1) {
      const at = y * stride + x * 4
      const blue = pixels[at] ?? 0
      const green = pixels[at + 1] ?? 0
      const red = pixels[at + 2] ?? 0
      if (colours) rows[row + x] = (level(red) * LEVELS + level(green)) * LEVELS + level(blue)
      else {
        const shade = level((red * 77 + green * 150 + blue * 29) >> 8, greys)
        const place = row + Math.floor(x / inAByte)
        rows[place] = (rows[place] ?? 0) | (shade << (8 - bits * ((x % inAByte) + 1)))
      }
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = bits
  header[9] = colours ? 3 : 0
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    ...(colours ? [chunk('PLTE', palette())] : []),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function hasColours(pixels: Uint8Array, width: number, height: number, stride: number): boolean {
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * stride + x * 4
      const blue = pixels[at] ?? 0
      const green = pixels[at + 1] ?? 0
      const red = pixels[at + 2] ?? 0
      if (Math.max(red, green, blue) - Math.min(red, green, blue) > GREY) return true
    }
  }
  return false
}

function level(value: number, levels = LEVELS): number {
  return Math.round((value * (levels - 1)) / 255)
}

function palette(): Buffer {
  const shades = Array.from({ length: LEVELS }, (_, index) => Math.round((index * 255) / (LEVELS - 1)))
  return Buffer.from(
    shades.flatMap((red) => shades.flatMap((green) => shades.flatMap((blue) => [red, green, blue]))),
  )
}

function chunk(type: string, data: Buffer): Buffer {
  const whole = Buffer.alloc(12 + data.length)
  whole.writeUInt32BE(data.length, 0)
  whole.write(type, 4, 'latin1')
  data.copy(whole, 8)
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + data.length)), 8 + data.length)
  return whole
}
