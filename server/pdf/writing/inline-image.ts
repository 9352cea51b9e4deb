/** Where the data of an image within page content ends (ISO 32000-2, 8.9.7). It has no length, so this takes some care. */

const COMPONENTS: Record<string, number> = {
  G: 1,
  DeviceGray: 1,
  CalGray: 1,
  I: 1,
  Indexed: 1,
  RGB: 3,
  DeviceRGB: 3,
  CMYK: 4,
  DeviceCMYK: 4,
}
/** One run of blanks belongs to one part of each pattern: shared between two it would take the square of its length. */
const FILTERS = /\/(?:F|Filter)\s*(?:\[\s*)?\/(\w+)/
const COLOUR_SPACE = /\/(?:CS|ColorSpace)\s*(?:\[\s*)?\/(\w+)/
const END_MARKS: Record<string, number> = { A85: 0x7e, ASCII85Decode: 0x7e, AHx: 0x3e, ASCIIHexDecode: 0x3e }
/** Bytes after `EI` that must look like content; pdf.js looks at as many. */
const LOOKED_AT = 15

/** Position behind `EI`, or null when there is none. `described`: the source between `BI` and `ID`. */
export function inlineImageEnd(bytes: Uint8Array, start: number, described: string): number | null {
  const filter = FILTERS.exec(described)?.[1]
  if (filter === undefined) {
    const length = plainLength(described)
    const end = length === null ? null : endAt(bytes, start + length)
    if (end !== null) return end
  }
  // Text filters have an end mark of their own, and without it there is no end.
  const mark = filter === undefined ? undefined : END_MARKS[filter]
  const from = mark === undefined ? start : bytes.indexOf(mark, start)
  return from < 0 ? null : searched(bytes, from)
}

function plainLength(described: string): number | null {
  const number = (short: string, long: string): number | null => {
    const found = new RegExp(`/(?:${short}|${long})\\s+(\\d+)`).exec(described)
    return found ? Number(found[1]) : null
  }
  const [width, height] = [number('W', 'Width'), number('H', 'Height')]
  const mask = /\/(?:IM|ImageMask)\s+true/.test(described)
  const bits = mask ? 1 : number('BPC', 'BitsPerComponent')
  const space = COLOUR_SPACE.exec(described)?.[1] ?? ''
  const components = mask ? 1 : COMPONENTS[space]
  if (width === null || height === null || bits === null || components === undefined) return null
  return Math.ceil((width * bits * components) / 8) * height
}

function endAt(bytes: Uint8Array, at: number): number | null {
  let position = at
  while (position < bytes.length && position < at + 3 && isWhite(bytes[position])) position += 1
  const found = bytes[position] === 0x45 && bytes[position + 1] === 0x49 && !isText(bytes[position + 2])
  return found ? position + 2 : null
}

function searched(bytes: Uint8Array, start: number): number | null {
  for (let at = bytes.indexOf(0x45, start); at >= 0; at = bytes.indexOf(0x45, at + 1)) {
    if (bytes[at + 1] !== 0x49) continue
    const before = at === start || isWhite(bytes[at - 1]) || bytes[at - 1] === 0x3e
    if (before && (at + 2 >= bytes.length || (isWhite(bytes[at + 2]) && readsAsContent(bytes, at + 2)))) {
      return at + 2
    }
  }
  return null
}

function readsAsContent(bytes: Uint8Array, from: number): boolean {
  const end = Math.min(bytes.length, from + LOOKED_AT)
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at] as number
    if (!isWhite(byte) && !isText(byte)) return false
  }
  return true
}

function isWhite(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x0c || byte === 0
}

function isText(byte: number | undefined): boolean {
  return byte !== undefined && byte > 0x20 && byte < 0x7f
}
