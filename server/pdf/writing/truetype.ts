/**
 * The part of TrueType (ISO/IEC 14496-22) that embedding needs: which glyph a character has, how wide it is, and a font
 * with just the glyphs used. Our own because a whole parse of a 5 MB font per document would cost more than all the rest.
 */

type Table = { offset: number; length: number }

/** One letter as it is drawn: glyphs of the font, each moved, and how far the next letter stands. In units per em. */
export type LetterGlyph = { parts: readonly { glyph: number; dx: number; dy: number }[]; advance: number }

const COMPONENT_XY_VALUES = 0x0002

const COMPONENT_WORDS = 0x0001
const COMPONENT_SCALE = 0x0008
const COMPONENT_MORE = 0x0020
const COMPONENT_TWO_SCALES = 0x0040
const COMPONENT_TWO_BY_TWO = 0x0080

/** A TrueType font with `glyf` outlines, read from its bytes. */
export class TrueTypeFace {
  readonly unitsPerEm: number
  readonly ascent: number
  readonly descent: number
  readonly bbox: [number, number, number, number]
  readonly #data: Buffer
  readonly #variations: number | null
  readonly #tables = new Map<string, Table>()
  readonly #cmap: { offset: number; format: 4 | 12 }
  readonly #longLoca: boolean
  readonly #metrics: number
  readonly #glyphs: number

  constructor(data: Buffer) {
    this.#data = data
    const count = data.readUInt16BE(4)
    for (let index = 0; index < count; index += 1) {
      const at = 12 + index * 16
      const tag = data.toString('latin1', at, at + 4)
      this.#tables.set(tag, { offset: data.readUInt32BE(at + 8), length: data.readUInt32BE(at + 12) })
    }
    const head = this.#table('head').offset
    const hhea = this.#table('hhea').offset
    this.unitsPerEm = data.readUInt16BE(head + 18)
    this.bbox = [36, 38, 40, 42].map((at) => data.readInt16BE(head + at)) as [number, number, number, number]
    this.#longLoca = data.readInt16BE(head + 50) === 1
    this.ascent = data.readInt16BE(hhea + 4)
    this.descent = data.readInt16BE(hhea + 6)
    this.#metrics = data.readUInt16BE(hhea + 34)
    this.#glyphs = data.readUInt16BE(this.#table('maxp').offset + 4)
    this.#cmap = this.#findCmap()
    this.#variations = this.#subtable(14)
  }

  /** The font file. */
  get bytes(): Buffer {
    return this.#data
  }

  /** Glyph of a code point, before a variation selector if one is given; 0 when the font lacks it. */
  glyphOf(codePoint: number, selector?: number): number {
    const variant = selector === undefined ? 0 : this.#variant(codePoint, selector)
    if (variant !== 0) return variant
    return this.#cmap.format === 12 ? this.#lookUp12(codePoint) : this.#lookUp4(codePoint)
  }

  /** Advance width of a glyph in units per em. */
  advanceOf(glyph: number): number {
    const row = Math.min(glyph, this.#metrics - 1)
    return this.#data.readUInt16BE(this.#table('hmtx').offset + row * 4)
  }

  /**
   * A font file in which glyph `i` is `letters[i]`: a letter with its marks is one glyph there, so that every reader gets
   * its text right. Parts of composite glyphs are added after them.
   */
  subset(letters: readonly LetterGlyph[]): Buffer {
    const order: LetterGlyph[] = [...letters]
    const place = new Map<number, number>()
    const placeOf = (part: number): number => {
      const known = place.get(part)
      if (known !== undefined) return known
      const glyph = { parts: [{ glyph: part, dx: 0, dy: 0 }], advance: this.advanceOf(part) }
      place.set(part, order.push(glyph) - 1)
      return order.length - 1
    }
    const outlines: Buffer[] = []
    for (let index = 0; index < order.length; index += 1) {
      const outline = this.#letterOutline(order[index] as LetterGlyph)
      renumberComponents(outline, placeOf)
      outlines.push(
        outline.length % 4 ? Buffer.concat([outline, Buffer.alloc(4 - (outline.length % 4))]) : outline,
      )
    }
    const loca = Buffer.alloc((order.length + 1) * 4)
    const hmtx = Buffer.alloc(order.length * 4)
    let position = 0
    outlines.forEach((outline, index) => {
      hmtx.writeUInt16BE(Math.max(0, (order[index] as LetterGlyph).advance), index * 4)
      hmtx.writeInt16BE(outline.length ? outline.readInt16BE(2) : 0, index * 4 + 2)
      position += outline.length
      loca.writeUInt32BE(position, (index + 1) * 4)
    })
    const head = this.#copy('head')
    head.writeUInt32BE(0, 8)
    head.writeInt16BE(1, 50)
    const hhea = this.#copy('hhea')
    hhea.writeUInt16BE(order.length, 34)
    const maxp = this.#copy('maxp')
    maxp.writeUInt16BE(order.length, 4)
    // Letters made of parts go one level deeper, and may have more points.
    for (const at of [10, 12, 28, 30]) maxp.writeUInt16BE(maxp.readUInt16BE(at) * 4 + 4, at)
    const tables: [string, Buffer][] = [
      ['glyf', Buffer.concat(outlines)],
      ['head', head],
      ['hhea', hhea],
      ['hmtx', hmtx],
      ['loca', loca],
      ['maxp', maxp],
    ]
    for (const tag of ['cvt ', 'fpgm', 'prep']) if (this.#tables.has(tag)) tables.push([tag, this.#copy(tag)])
    return assemble(tables)
  }

  #letterOutline({ parts }: LetterGlyph): Buffer {
    const [first] = parts
    if (first === undefined) return Buffer.alloc(0)
    if (parts.length === 1 && first.dx === 0 && first.dy === 0) return Buffer.from(this.#outline(first.glyph))
    const inked = parts.filter(({ glyph }) => this.#outline(glyph).length > 0)
    if (inked.length === 0) return Buffer.alloc(0)
    const boxes = inked.map(({ glyph, dx, dy }) => {
      const outline = this.#outline(glyph)
      return [2, 4, 6, 8].map((at, index) => outline.readInt16BE(at) + (index % 2 === 0 ? dx : dy))
    })
    const edge = (index: number, choose: (...values: number[]) => number): number =>
      choose(...boxes.map((box) => box[index] ?? 0))
    const head = Buffer.alloc(10)
    const edges = [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)]
    for (const [index, value] of [-1, ...edges].entries()) head.writeInt16BE(value, index * 2)
    const components = inked.map(({ glyph, dx, dy }, index) => {
      const more = index < inked.length - 1 ? COMPONENT_MORE : 0
      const component = Buffer.alloc(8)
      component.writeUInt16BE(COMPONENT_WORDS | COMPONENT_XY_VALUES | more, 0)
      component.writeUInt16BE(glyph, 2)
      component.writeInt16BE(dx, 4)
      component.writeInt16BE(dy, 6)
      return component
    })
    return Buffer.concat([head, ...components])
  }

  #outline(glyph: number): Buffer {
    if (glyph >= this.#glyphs) return Buffer.alloc(0)
    const loca = this.#table('loca').offset
    const at = (index: number): number =>
      this.#longLoca
        ? this.#data.readUInt32BE(loca + index * 4)
        : this.#data.readUInt16BE(loca + index * 2) * 2
    const glyf = this.#table('glyf').offset
    return this.#data.subarray(glyf + at(glyph), glyf + at(glyph + 1))
  }

  #table(tag: string): Table {
    const table = this.#tables.get(tag)
    if (!table) throw new Error(`the font has no table ${tag}`)
    return table
  }

  #copy(tag: string): Buffer {
    const { offset, length } = this.#table(tag)
    return Buffer.from(this.#data.subarray(offset, offset + length))
  }

  #subtable(format: number): number | null {
    const start = this.#table('cmap').offset
    for (let index = 0; index < this.#data.readUInt16BE(start + 2); index += 1) {
      const offset = start + this.#data.readUInt32BE(start + 4 + index * 8 + 4)
      if (this.#data.readUInt16BE(offset) === format) return offset
    }
    return null
  }

  /** Variation sequences with a glyph of their own (cmap format 14); the others look as without the selector. */
  #variant(codePoint: number, selector: number): number {
    const start = this.#variations
    if (start === null) return 0
    for (let index = 0; index < this.#data.readUInt32BE(start + 6); index += 1) {
      const record = start + 10 + index * 11
      if (this.#data.readUIntBE(record, 3) !== selector) continue
      const list = this.#data.readUInt32BE(record + 7)
      const count = list === 0 ? 0 : this.#data.readUInt32BE(start + list)
      for (let each = 0; each < count; each += 1) {
        const at = start + list + 4 + each * 5
        if (this.#data.readUIntBE(at, 3) === codePoint) return this.#data.readUInt16BE(at + 3)
      }
    }
    return 0
  }

  #findCmap(): { offset: number; format: 4 | 12 } {
    const start = this.#table('cmap').offset
    let best: { offset: number; format: 4 | 12 } | null = null
    for (let index = 0; index < this.#data.readUInt16BE(start + 2); index += 1) {
      const offset = start + this.#data.readUInt32BE(start + 4 + index * 8 + 4)
      const format = this.#data.readUInt16BE(offset)
      if (format === 12 || (format === 4 && !best)) best = { offset, format }
    }
    if (!best) throw new Error('the font has no Unicode character map')
    return best
  }

  #lookUp12(codePoint: number): number {
    const { offset } = this.#cmap
    let low = 0
    let high = this.#data.readUInt32BE(offset + 12) - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const at = offset + 16 + middle * 12
      const first = this.#data.readUInt32BE(at)
      if (codePoint < first) high = middle - 1
      else if (codePoint > this.#data.readUInt32BE(at + 4)) low = middle + 1
      else return this.#data.readUInt32BE(at + 8) + codePoint - first
    }
    return 0
  }

  #lookUp4(codePoint: number): number {
    if (codePoint > 0xffff) return 0
    const { offset } = this.#cmap
    const doubled = this.#data.readUInt16BE(offset + 6)
    for (let at = 0; at < doubled; at += 2) {
      if (this.#data.readUInt16BE(offset + 14 + at) < codePoint) continue
      const first = this.#data.readUInt16BE(offset + 16 + doubled + at)
      if (first > codePoint) return 0
      const delta = this.#data.readUInt16BE(offset + 16 + 2 * doubled + at)
      const rangeAt = offset + 16 + 3 * doubled + at
      const range = this.#data.readUInt16BE(rangeAt)
      if (range === 0) return (codePoint + delta) & 0xffff
      const glyph = this.#data.readUInt16BE(rangeAt + range + (codePoint - first) * 2)
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff
    }
    return 0
  }
}

function renumberComponents(outline: Buffer, renumber: (glyph: number) => number): void {
  if (outline.length < 10 || outline.readInt16BE(0) >= 0) return
  let at = 10
  for (let flags = COMPONENT_MORE; flags & COMPONENT_MORE; ) {
    flags = outline.readUInt16BE(at)
    outline.writeUInt16BE(renumber(outline.readUInt16BE(at + 2)), at + 2)
    at += flags & COMPONENT_WORDS ? 8 : 6
    if (flags & COMPONENT_SCALE) at += 2
    else if (flags & COMPONENT_TWO_SCALES) at += 4
    else if (flags & COMPONENT_TWO_BY_TWO) at += 8
  }
}

function assemble(tables: [string, Buffer][]): Buffer {
  tables.sort(([one], [other]) => (one < other ? -1 : 1))
  const power = Math.floor(Math.log2(tables.length))
  const head = Buffer.alloc(12 + tables.length * 16)
  head.writeUInt32BE(0x00010000, 0)
  head.writeUInt16BE(tables.length, 4)
  head.writeUInt16BE(2 ** power * 16, 6)
  head.writeUInt16BE(power, 8)
  head.writeUInt16BE(tables.length * 16 - 2 ** power * 16, 10)
  const chunks: Buffer[] = [head]
  let position = head.length
  tables.forEach(([tag, body], index) => {
    const padded = body.length % 4 ? Buffer.concat([body, Buffer.alloc(4 - (body.length % 4))]) : body
    const at = 12 + index * 16
    head.write(tag, at, 'latin1')
    head.writeUInt32BE(checksum(padded), at + 4)
    head.writeUInt32BE(position, at + 8)
    head.writeUInt32BE(body.length, at + 12)
    chunks.push(padded)
    position += padded.length
  })
  return Buffer.concat(chunks)
}

function checksum(padded: Buffer): number {
  let sum = 0
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0
  return sum
}
