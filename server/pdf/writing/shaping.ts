import bidiFactory from 'bidi-js'
import * as harfbuzz from 'harfbuzzjs'
import { lettersOf } from '#domain/letters.ts'
import { BoundedCache } from '#server/caching/bounded-cache.ts'
import { faceOf, familyOf } from './font-faces.ts'
import { type FontFamily, type FontWeight, fontFamilies } from './font-families.ts'
import type { LetterGlyph } from './truetype.ts'

/** One letter of a line, from left to right: how it is drawn, and what it stands for. */
export type SetLetter = LetterGlyph & { family: FontFamily; text: string }

/** Neighbouring letters of one family and direction, in the order in which they are read. */
type Segment = { family: FontFamily; letters: string[]; level: number; shaped: boolean }

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u
const bidi = bidiFactory()
/** Single letters that are set without their neighbours; letters only, so that no document's text outlives its job. */
const plainLetters = {
  regular: new BoundedCache<string, SetLetter>({ entries: 4_000 }),
  strong: new BoundedCache<string, SetLetter>({ entries: 4_000 }),
}
const fonts = new Map<string, harfbuzz.Font>()

/** Whether a text begins at the right: its first letter with a direction decides (UAX #9, P2 and P3). */
export function isRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text) && bidi.getEmbeddingLevels(text).paragraphs[0]?.level === 1
}

/** Width of a set line, for a size of one. */
export function lineWidth(letters: readonly SetLetter[], weight: FontWeight): number {
  let width = 0
  let last: FontFamily | null = null
  let unitsPerEm = 1
  for (const { advance, family } of letters) {
    // Neighbours are nearly always of one family.
    if (family !== last) unitsPerEm = faceOf(family, weight).unitsPerEm
    last = family
    width += advance / unitsPerEm
  }
  return width
}

/** Sets a line of text: Arabic joined, marks on their letters, words from right to left where they are read so. */
export function setLine(text: string, weight: FontWeight, rightToLeft = false): SetLetter[] {
  if (!RIGHT_TO_LEFT.test(text)) {
    const plain = setEachAlone(lettersOf(text), weight)
    if (plain !== null) return plain
  }
  const segments = segmentsOf(text, weight, rightToLeft)
  return inVisualOrder(segments).flatMap((segment) =>
    segment.shaped ? shape(segment, weight) : setPlainly(segment, weight),
  )
}

/** Null when a letter changes with its neighbours. */
function setEachAlone(letters: string[], weight: FontWeight): SetLetter[] | null {
  const known = plainLetters[weight]
  const set: SetLetter[] = []
  for (const letter of letters) {
    let plain = known.get(letter)
    if (plain === undefined) {
      const [segment] = segmentsOf(letter, weight, false)
      if (segment === undefined || segment.shaped) return null
      plain = setPlainly(segment, weight)[0]
      if (plain === undefined) return null
      known.set(letter, plain)
    }
    set.push(plain)
  }
  return set
}

function segmentsOf(text: string, weight: FontWeight, rightToLeft: boolean): Segment[] {
  const levels = RIGHT_TO_LEFT.test(text)
    ? bidi.getEmbeddingLevels(text, rightToLeft ? 'rtl' : 'ltr').levels
    : null
  const segments: Segment[] = []
  let at = 0
  for (const letter of lettersOf(text)) {
    const level = levels?.[at] ?? 0
    at += letter.length
    const family = familyOf(letter, weight) ?? (fontFamilies[0] as FontFamily)
    const shaped = family.shaped || hasFreeMark(letter)
    const last = segments.at(-1)
    if (last && last.family === family && last.level === level && last.shaped === shaped)
      last.letters.push(letter)
    else segments.push({ family, letters: [letter], level, shaped })
  }
  return segments
}

/** A mark that is no variation selector: those are told by the character map. */
function hasFreeMark(letter: string): boolean {
  return /(?![\ufe00-\ufe0f\u{e0100}-\u{e01ef}])\p{M}/u.test(letter)
}

/** From the highest level down, every stretch of at least that level is turned round (UAX #9, L2). */
function inVisualOrder(segments: Segment[]): Segment[] {
  const ordered = [...segments]
  const highest = Math.max(...segments.map(({ level }) => level), 0)
  for (let level = highest; level > 0; level -= 1) {
    for (let start = 0; start < ordered.length; start += 1) {
      if ((ordered[start]?.level ?? 0) < level) continue
      let end = start
      while ((ordered[end]?.level ?? 0) >= level) end += 1
      ordered.splice(start, end - start, ...ordered.slice(start, end).reverse())
      start = end
    }
  }
  return ordered
}

function setPlainly({ family, letters, level }: Segment, weight: FontWeight): SetLetter[] {
  const face = faceOf(family, weight)
  const glyphs = letters.map((text) => {
    const [base = ' ', selector] = text
    const turned = level % 2 === 1 ? (bidi.getMirroredCharacter(base) ?? base) : base
    const glyph = face.glyphOf(turned.codePointAt(0) ?? 0, selector?.codePointAt(0))
    // Readers take a turned bracket for what it looks like, and turn it back themselves.
    return {
      family,
      text: turned === base ? text : turned,
      parts: [{ glyph, dx: 0, dy: 0 }],
      advance: face.advanceOf(glyph),
    }
  })
  return level % 2 === 1 ? glyphs.reverse() : glyphs
}

function shape({ family, letters, level }: Segment, weight: FontWeight): SetLetter[] {
  const text = letters.join('')
  const buffer = new harfbuzz.Buffer()
  buffer.addText(text)
  buffer.guessSegmentProperties()
  buffer.setDirection(level % 2 === 1 ? harfbuzz.Direction.RTL : harfbuzz.Direction.LTR)
  harfbuzz.shape(fontOf(family, weight), buffer)
  const positions = buffer.getGlyphPositions()
  const starts = [...new Set(buffer.getGlyphInfos().map(({ cluster }) => cluster))].sort((a, b) => a - b)
  const ends = new Map(starts.map((start, index) => [start, starts[index + 1]]))
  const set: (SetLetter & { parts: { glyph: number; dx: number; dy: number }[]; cluster: number })[] = []
  for (const [index, { codepoint: glyph, cluster }] of buffer.getGlyphInfos().entries()) {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {}
    let letter = set.at(-1)
    if (letter?.cluster !== cluster) {
      letter = { family, text: text.slice(cluster, ends.get(cluster)), parts: [], advance: 0, cluster }
      set.push(letter)
    }
    letter.parts.push({ glyph, dx: letter.advance + xOffset, dy: yOffset })
    letter.advance += xAdvance
  }
  return set
}

function fontOf(family: FontFamily, weight: FontWeight): harfbuzz.Font {
  const file = family.files[weight]
  const known = fonts.get(file)
  if (known) return known
  const bytes = faceOf(family, weight).bytes
  const copy = new Uint8Array(bytes).buffer
  const font = new harfbuzz.Font(new harfbuzz.Face(new harfbuzz.Blob(copy)))
  fonts.set(file, font)
  return font
}
