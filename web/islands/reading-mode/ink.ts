import { type Brightness, brightnessOf, inkOf, type Picture } from './picture.ts'
import type { PageView, Run } from './runs.ts'

/** Least difference in brightness, of 255, by which text stands out from what lies beneath. */
const leastContrast = 32
/** A dot this far from the paper's brightness is ink. */
const inkDifference = 48
/** Points: longer strokes are rules, borders and fills, not glyphs. */
const longestStroke = 28
/** Points: the grid in which ink beside the text is counted. */
const cell = 6
/** Share of a page that may be covered by glyph-like ink beside the text: seals, a signature, a logo. */
const mostStray = 0.03
/** A seal or two; more may not be more than the text itself. */
const littleStray = 0.012

/**
 * Whether a page's picture shows its text layer: under every word is something to see (not white on white, not blackened,
 * not covered), and beside the words there is not so much fine ink that it may be text of its own (outlines, pictures).
 */
export function inkFits(runs: readonly Run[], view: PageView, picture: Picture): boolean {
  const scale = picture.width / view.width
  const brightness = brightnessOf(picture)
  const seen = runs.every(
    (run) => !/[\p{L}\p{N}]/u.test(run.text) || stands(run, brightness.light, picture, scale),
  )
  return seen && strayFits(runs, brightness, picture, scale)
}

/** A bold face leaves so much more ink than the one in which most of the page is set. */
const heavier = 1.25

/**
 * The fonts that stand out as bold. pdf.js tells no weights of embedded fonts, and their names are not reliable; their ink
 * is.
 */
export function heavyFonts(runs: readonly Run[], view: PageView, picture: Picture): Set<string> {
  const scale = picture.width / view.width
  const { light, paper } = brightnessOf(picture)
  const fonts = new Map<string, { ink: number; area: number }>()
  for (const run of runs) {
    const { left, right, top, bottom } = boxOf(run, picture, scale)
    const font = fonts.get(run.font) ?? { ink: 0, area: 0 }
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) font.ink += Math.abs((light[y * picture.width + x] ?? 0) - paper)
    }
    font.area += (right - left) * (bottom - top)
    fonts.set(run.font, font)
  }
  const [usual] = [...fonts.values()].sort((a, b) => b.area - a.area)
  const least = usual === undefined ? 0 : (usual.ink / usual.area) * heavier
  return new Set([...fonts].filter(([, { ink, area }]) => ink / area > least).map(([name]) => name))
}

/** Dots of the picture under a word. */
function boxOf({ left, right, baseline, size }: Run, { width, height }: Picture, scale: number) {
  return {
    left: Math.max(0, Math.floor(left * scale)),
    right: Math.min(width, Math.ceil(right * scale)),
    top: Math.max(0, Math.floor((baseline - size * 0.8) * scale)),
    bottom: Math.min(height, Math.ceil((baseline + size * 0.08) * scale)),
  }
}

function stands(run: Run, light: Uint8Array, picture: Picture, scale: number): boolean {
  const { left, right, top, bottom } = boxOf(run, picture, scale)
  let darkest = 255
  let lightest = 0
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const here = light[y * picture.width + x] ?? 0
      if (here < darkest) darkest = here
      if (here > lightest) lightest = here
    }
  }
  return lightest - darkest >= leastContrast
}

function strayFits(
  runs: readonly Run[],
  brightness: Brightness,
  { width, height }: Picture,
  scale: number,
): boolean {
  const ink = inkOf(brightness, inkDifference)
  const rules = longStrokes(ink, width, height, Math.round(longestStroke * scale))
  const text = new Uint8Array(ink.length)
  let covered = 0
  for (const { left, right, baseline, size } of runs) {
    const from = Math.max(0, Math.floor((left - size * 0.4) * scale))
    const to = Math.min(width, Math.ceil((right + size * 0.4) * scale))
    const last = Math.min(height, Math.ceil((baseline + size * 0.5) * scale))
    for (let y = Math.max(0, Math.floor((baseline - size * 1.2) * scale)); y < last; y++) {
      text.fill(1, y * width + from, y * width + Math.max(from, to))
    }
  }
  for (const one of text) covered += one
  const side = Math.max(2, Math.round(cell * scale))
  let stray = 0
  for (let top = 0; top < height; top += side) {
    for (let left = 0; left < width; left += side) {
      let dots = 0
      for (let y = top; y < Math.min(top + side, height); y++) {
        for (let x = left; x < Math.min(left + side, width); x++) {
          const at = y * width + x
          if (ink[at] === 1 && rules[at] === 0 && text[at] === 0) dots++
        }
      }
      if (dots > side / 3) stray += side * side
    }
  }
  const share = stray / ink.length
  return share <= mostStray && (share < littleStray || stray <= covered)
}

/** Dots of strokes of this length and more, across or down. */
function longStrokes(ink: Uint8Array, width: number, height: number, length: number): Uint8Array {
  const long = new Uint8Array(ink.length)
  const mark = (start: number, step: number, count: number): void => {
    let run = 0
    for (let at = 0; at <= count; at++) {
      if (at < count && ink[start + at * step] === 1) run++
      else {
        if (run >= length) for (let back = 1; back <= run; back++) long[start + (at - back) * step] = 1
        run = 0
      }
    }
  }
  for (let y = 0; y < height; y++) mark(y * width, 1, width)
  for (let x = 0; x < width; x++) mark(x, width, height)
  return long
}
