import type { Run } from './runs.ts'

/** Marks of a list that symbol fonts keep in the private area; they come first in their line. */
const SYMBOL_BULLET = /^[\uf0a7\uf0b7\uf06c\uf06e\uf076\uf0d8\uf0fc]/

/** No glyph's meaning: replacement, private use, controls, and what was never assigned. */
const MEANINGLESS = /[\ufffd\p{Co}\p{Cn}\p{Cs}]|(?![\t\n\r])\p{Cc}/u

/** UTF-8 that was read as Latin-1 or Windows-1252. */
const AS_LATIN = /[ÂÃâãä][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/g

/** UTF-8 Japanese that was read as Shift_JIS shows these again and again. */
const AS_SHIFT_JIS = /[縺繧繝蜊蜿譁譛]/g

const FULL_WIDTH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

/**
 * Whether the characters of a text layer can be what the page shows: all of them mapped, none of the known patterns of a
 * wrong mapping, and as wide as such characters are. A layer that names other, sensible characters of the same width
 * passes: nobody can tell without reading the picture.
 */
export function encodingFits(runs: readonly Run[]): boolean {
  const texts = runs.map(({ text }) => text.replace(SYMBOL_BULLET, ''))
  const all = texts.join('').replace(/\s/g, '')
  if (MEANINGLESS.test(all)) return false
  const countOf = (pattern: RegExp): number => all.match(pattern)?.length ?? 0
  if (countOf(AS_LATIN) > 2 && countOf(AS_LATIN) > all.length / 50) return false
  if (countOf(AS_SHIFT_JIS) > all.length / 12) return false
  // Lines to write on and leaders count once: a form has many.
  const kinds = all.replace(/(.)\1+/gu, '$1')
  const letters = kinds.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  return letters >= kinds.length * 0.4 && widthsFit(runs)
}

/** Glyph numbers taken for characters are Kanji as narrow as Latin letters, or letters as wide as Kanji. */
function widthsFit(runs: readonly Run[]): boolean {
  let counted = 0
  let odd = 0
  for (const { text, left, right, size } of runs) {
    const letters = [...text.replace(/\s/g, '')].filter((letter) => LETTER_OR_DIGIT.test(letter))
    if (letters.length < 3 || letters.length < [...text].length * 0.6) continue
    const advance = (right - left) / size / [...text].length
    const full = letters.filter((letter) => FULL_WIDTH.test(letter)).length / letters.length
    counted += letters.length
    if ((full > 0.9 && advance < 0.4) || (full < 0.1 && advance > 1.3)) odd += letters.length
  }
  return odd <= counted * 0.1
}
