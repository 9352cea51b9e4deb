import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type FontFamily, type FontWeight, familiesFor } from './font-families.ts'
import { TrueTypeFace } from './truetype.ts'

const faces = new Map<string, TrueTypeFace>()
const { resolve } = createRequire(import.meta.url)
/** Shown by no glyph of their own: the letter beside them is. */
const WITHOUT_GLYPH = /\u200c|\u200d|[\u180b-\u180d\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u

/** The font of a family in one weight, read when it is first asked for. */
export function faceOf(family: FontFamily, weight: FontWeight): TrueTypeFace {
  const file = family.files[weight]
  const open = faces.get(file)
  if (open) return open
  const face = new TrueTypeFace(readFileSync(resolve(file)))
  faces.set(file, face)
  return face
}

const known = { regular: new Map<string, FontFamily | null>(), strong: new Map<string, FontFamily | null>() }

/** The first family that has the letter with all its marks; null when none has. */
export function familyOf(letter: string, weight: FontWeight): FontFamily | null {
  const found = known[weight].get(letter)
  if (found !== undefined) return found
  const family = firstThatHas(letter, weight)
  // Letters with marks come in endless combinations.
  if (letter.length === 1) known[weight].set(letter, family)
  return family
}

function firstThatHas(letter: string, weight: FontWeight): FontFamily | null {
  const chars = [...letter].filter((char) => !WITHOUT_GLYPH.test(char))
  const [first = ' '] = chars
  for (const family of familiesFor(first.codePointAt(0) ?? 0)) {
    const face = faceOf(family, weight)
    if (chars.every((char) => face.glyphOf(char.codePointAt(0) ?? 0) !== 0)) return family
  }
  return null
}
