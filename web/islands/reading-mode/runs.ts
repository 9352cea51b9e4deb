/** Upright text at one place of a page, in points from the page's upper left corner as it is shown. */
export type Run = {
  text: string
  left: number
  right: number
  baseline: number
  size: number
  /** Name of its font, of no meaning but to tell one from another. */
  font: string
  bold: boolean
}

/** A page of small print has a few thousand pieces, glyph by glyph; each is compared with the others. */
const mostItems = 6000

type Matrix = readonly number[]

/** What pdf.js tells of a piece of text (`TextItem`), as far as it is used. */
export type TextItem = {
  str: string
  dir: string
  /** From the item's text space to the page's user space. */
  transform: Matrix
  /** In user space. */
  width: number
  fontName: string
}

export type PageView = {
  /** From the page's user space to the page as it is shown, at 1 CSS pixel per point. */
  transform: Matrix
  width: number
  height: number
}

/**
 * The text of a page with its places, without blanks and without what was printed twice to look bold. Null where
 * something stands upright in a column, turned, or from right to left: its order would be a guess.
 */
export function runsOf(
  items: readonly TextItem[],
  view: PageView,
  isVertical: (fontName: string) => boolean,
): Run[] | null {
  const [a = 1, b = 0, c = 0, d = -1, e = 0, f = 0] = view.transform
  const pointsPerUnit = Math.hypot(a, b)
  const runs: Run[] = []
  if (items.length > mostItems) return null
  for (const { str, dir, transform, width, fontName } of items) {
    const text = unified(str)
    if (text.trim() === '') continue
    const [ta = 0, tb = 0, tc = 0, td = 0, te = 0, tf = 0] = transform
    const along = [a * ta + c * tb, b * ta + d * tb] as const
    const up = [a * tc + c * td, b * tc + d * td] as const
    const upright = along[0] > 0 && Math.abs(along[1]) < along[0] * 0.03 && up[1] < 0
    if (!upright || dir !== 'ltr' || isVertical(fontName)) return null
    const left = a * te + c * tf + e
    const run = {
      text,
      left,
      right: left + width * pointsPerUnit,
      baseline: b * te + d * tf + f,
      size: -up[1],
      font: fontName,
      bold: false,
    }
    if (!runs.some((other) => isSame(other, run))) runs.push(run)
  }
  return runs
}

/** Printed again in the same place, or a hair beside it, as some programs embolden. */
function isSame(a: Run, b: Run): boolean {
  const near = b.size * 0.15
  return a.text === b.text && Math.abs(a.left - b.left) < near && Math.abs(a.baseline - b.baseline) < near
}

/**
 * Some producers' text layers name the radicals of the Kangxi dictionary (U+2F00…) for the characters that look like
 * them: a reader's voice cannot say these.
 */
function unified(text: string): string {
  return text.replace(/[\u2e80-\u2fdf]/g, (radical) => radical.normalize('NFKC'))
}
