import type { PdfDict, PdfObject, PdfRef } from '@libpdf/core'
import type { FontsInUse, FontWeight } from './fonts.ts'
import type { Matrix } from './page-geometry.ts'
import { array, decimal, dict, name, stream } from './pdf-syntax.ts'
import type { Revision } from './revision.ts'

/** Red, green, blue, each 0 to 1. */
export type Colour = readonly [number, number, number]

/** Colours of `look.md`. */
export const INK: Colour = [0.118, 0.141, 0.157]
export const SECONDARY_INK: Colour = [0.357, 0.392, 0.42]
export const HAIRLINE: Colour = [0.83, 0.816, 0.78]
export const INDIGO: Colour = [0.122, 0.306, 0.475]
export const VERMILION: Colour = [0.78, 0.243, 0.173]
export const AMBER: Colour = [0.541, 0.353, 0]

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
  },
): string {
  const runs = fonts.show(line.text, line.size, line.weight ?? 'regular')
  const shown = runs.map((run) => `/${run.resource} ${numbers(line.size)} Tf <${run.codes}> Tj`).join(' ')
  const spacing = line.spacing ? `${numbers(line.spacing)} Tc ` : ''
  const open = `BT ${numbers(...line.colour)} rg ${spacing}`
  return `${open}${numbers(1, 0, 0, 1, line.x, line.y)} Tm ${shown}${line.spacing ? ' 0 Tc' : ''} ET\n`
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
  const fonts: [string, PdfObject][] = form.fonts ? Object.entries(form.fonts.resources()) : []
  const shown = fonts.filter(([resource]) => form.content.includes(`/${resource} `))
  const resources: PdfDict = shown.length > 0 ? dict({ Font: dict(Object.fromEntries(shown)) }) : dict({})
  const entries: Record<string, PdfObject> = {
    Type: name('XObject'),
    Subtype: name('Form'),
    BBox: array([0, 0, form.w, form.h]),
    Resources: resources,
  }
  if (form.matrix) entries.Matrix = array(form.matrix)
  return revision.add(stream(entries, Buffer.from(form.content, 'latin1')))
}
