import type { PdfRef, PdfValue } from '#server/pdf/format/pdf-objects.ts'
import type { FontsInUse, FontWeight, TextRun } from './fonts.ts'
import type { Matrix } from './page-geometry.ts'
import { array, decimal, dict, name, stream } from './pdf-syntax.ts'
import type { Revision } from './revision.ts'
import { isRightToLeft, type SetLetter, setLine } from './shaping.ts'

/** Red, green, blue, each 0 to 1. */
export type Colour = readonly [number, number, number]

/** Colours of `look.md`. */
export const INK: Colour = [0.118, 0.141, 0.157]
export const SECONDARY_INK: Colour = [0.357, 0.392, 0.42]
export const HAIRLINE: Colour = [0.83, 0.816, 0.78]
export const INDIGO: Colour = [0.122, 0.306, 0.475]
export const VERMILION: Colour = [0.78, 0.243, 0.173]

/** Numbers as content operators write them. */
export function numbers(...values: number[]): string {
  return values.map((value) => decimal(Math.round(value * 1000) / 1000)).join(' ')
}

/** One line of text with its baseline at x, y. */
export function textLine(
  fonts: FontsInUse,
  line: {
    text: string
    x: number
    y: number
    size: number
    colour: Colour
    weight?: FontWeight
    spacing?: number
    /** The area to which a halo must be kept, where the text may stand on something dark. */
    haloIn?: { w: number; h: number }
  },
): string {
  const { text: said, weight = 'regular' } = line
  return lettersLine(fonts, { ...line, letters: setLine(said, weight, isRightToLeft(said)) })
}

/** The same of letters that are set already. */
export function lettersLine(
  fonts: FontsInUse,
  line: Omit<Parameters<typeof textLine>[1], 'text'> & { letters: readonly SetLetter[] },
): string {
  const runs = fonts.showLetters(line.letters, line.size, line.weight ?? 'regular')
  const spacing = line.spacing ? `${numbers(line.spacing)} Tc ` : ''
  const place = numbers(1, 0, 0, 1, line.x, line.y)
  const text = `${spacing}${place} Tm ${shown(runs, line.size)}${line.spacing ? ' 0 Tc' : ''}`
  if (line.haloIn) return haloed(text, line.size, line.colour, line.haloIn)
  return `BT ${numbers(...line.colour)} rg ${text} ET\n`
}

/** Operators that show what is set, within a text object. */
export function shown(runs: readonly TextRun[], size: number): string {
  return runs.map((run) => `/${run.resource} ${numbers(size)} Tf <${run.codes}> Tj`).join(' ')
}

/** The halo's share of a letter's size, on each side. */
const HALO = 0.12

/**
 * Text with a quiet white halo, so that it can be read on a dark scan and is unchanged on white paper. The letters are
 * shown once (text extraction must not find them twice): their outline is stroked white and kept as a clip, which is
 * then filled with the ink. All letters of a mark belong into one call, or one's halo lies on the other. `text` is what stands between BT and ET without a colour; the area must cover the letters.
 */
export function haloed(text: string, size: number, colour: Colour, area: { w: number; h: number }): string {
  const halo = `1 G ${numbers(size * HALO * 2)} w 1 j 1 J`
  const [spare, w, h] = [size, area.w + 2 * size, area.h + 2 * size]
  return `q ${halo} BT 5 Tr ${text} ET ${numbers(...colour)} rg ${numbers(-spare, -spare, w, h)} re f Q\n`
}

/** A straight line. */
export function rule(x: number, y: number, toX: number, toY: number, width: number, colour: Colour): string {
  return `q ${numbers(...colour)} RG ${numbers(width)} w ${numbers(x, y)} m ${numbers(toX, toY)} l S Q\n`
}

/** A form XObject, as appearance or as content of a page. The resources hold whatever fonts are in use by now. */
export function formXObject(
  revision: Revision,
  form: { content: string; w: number; h: number; matrix?: Matrix; fonts?: FontsInUse },
): PdfRef {
  const fonts: [string, PdfValue][] = form.fonts ? Object.entries(form.fonts.resources()) : []
  const shown = fonts.filter(([resource]) => form.content.includes(`/${resource} `))
  const resources = shown.length > 0 ? dict({ Font: dict(Object.fromEntries(shown)) }) : dict({})
  const entries: Record<string, PdfValue> = {
    Type: name('XObject'),
    Subtype: name('Form'),
    BBox: array([0, 0, form.w, form.h]),
    Resources: resources,
  }
  if (form.matrix) entries.Matrix = array(form.matrix)
  return revision.add(stream(entries, Buffer.from(form.content, 'latin1')))
}
