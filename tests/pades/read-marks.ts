import { readFileSync } from 'node:fs'
import * as harfbuzz from 'harfbuzzjs'
import { dataOf, entryOf, openPdf, type PdfFile, resolve } from '#server/pdf/format/pdf-file.ts'
import { isStream, type PdfDict, type PdfValue } from '#server/pdf/format/pdf-objects.ts'
import { pagesOf } from '#server/pdf/format/pdf-pages.ts'

/** A glyph as a reader of the file meets it: what it says it is, its outline, its size, and where its ink lies. */
export type ReadGlyph = {
  text: string
  outline: string
  size: number
  ink: { left: number; bottom: number; right: number; top: number } | null
}

type ReadFont = {
  font: harfbuzz.Font
  texts: Map<number, string>
  widths: number[]
  outlines: Map<number, string>
}

const LINE = /((?:-?[\d.]+ ){5}-?[\d.]+) Tm ((?:\/\w+ [\d.]+ Tf <[0-9a-f]*> Tj ?)+)/g
const RUN = /\/(\w+) ([\d.]+) Tf <([0-9a-f]*)> Tj/g

/** The outline of a glyph by HarfBuzz's own reading of the font, in whole units. */
export function outlineOf(font: harfbuzz.Font, glyph: number, dx = 0, dy = 0): string {
  let axis = 0
  return font.glyphToPath(glyph).replace(/[A-Z]|-?[\d.]+/g, (part) => {
    if (/[A-Z]/.test(part)) {
      axis = 0
      return part
    }
    const moved = Number(part) + (axis % 2 === 0 ? dx : dy)
    axis += 1
    return String(Math.round(moved))
  })
}

/** Opens a font for HarfBuzz, which knows nothing of the code that made the file. */
export function fontOf(bytes: Uint8Array): harfbuzz.Font {
  const copy = new Uint8Array(bytes)
  return new harfbuzz.Font(new harfbuzz.Face(new harfbuzz.Blob(copy.buffer)))
}

/** Every mark of a file made by `setMarks`, read from its appearance stream line by line. */
export function readMarks(path: string): ReadGlyph[][][] {
  const file = openPdf(readFileSync(path))
  const [page] = pagesOf(file)
  const resources = entryOf(file, page?.dict as PdfDict, 'Resources') as PdfDict
  const objects = resolve(file, entryOf(file, resources, 'XObject')) as PdfDict
  const known = new Map<unknown, ReadFont>()
  return [...objects.entries.values()].map((reference) => {
    const form = resolve(file, reference)
    if (!isStream(form)) throw new Error('a mark is no stream')
    const named = resolve(file, entryOf(file, entryOf(file, form.dict, 'Resources') as PdfDict, 'Font'))
    const fonts = (named as PdfDict | null)?.entries ?? new Map<string, PdfValue>()
    const fontNamed = (name: string): ReadFont => {
      const value = fonts.get(name) as { number: number }
      const font = known.get(value.number) ?? readFont(file, resolve(file, value as never) as PdfDict)
      known.set(value.number, font)
      return font
    }
    return [...dataOf(file, form).toString('latin1').matchAll(LINE)].map(([, matrix = '', runs = '']) =>
      readLine(matrix.split(' ').map(Number), runs, fontNamed),
    )
  })
}

function readLine(matrix: number[], runs: string, fontNamed: (name: string) => ReadFont): ReadGlyph[] {
  const [a = 1, , , d = 1, e = 0, f = 0] = matrix
  let x = 0
  const glyphs: ReadGlyph[] = []
  for (const [, name = '', points = '', codes = ''] of runs.matchAll(RUN)) {
    const { font, texts, widths, outlines } = fontNamed(name)
    const size = Number(points)
    for (const [hex] of codes.matchAll(/[0-9a-f]{4}/g)) {
      const code = Number.parseInt(hex, 16)
      const extents = font.glyphExtents(code)
      const outline = outlines.get(code) ?? outlineOf(font, code)
      outlines.set(code, outline)
      const scale = size / 1000
      const ink =
        extents === undefined || extents.width === 0
          ? null
          : {
              left: e + a * (x + extents.xBearing * scale),
              right: e + a * (x + (extents.xBearing + extents.width) * scale),
              top: f + d * extents.yBearing * scale,
              bottom: f + d * (extents.yBearing + extents.height) * scale,
            }
      glyphs.push({ text: texts.get(code) ?? '', outline, size: size * d, ink })
      x += ((widths[code] ?? 1000) / 1000) * size
    }
  }
  return glyphs
}

function readFont(file: PdfFile, dictionary: PdfDict): ReadFont {
  const at = (dict: PdfDict, key: string): PdfValue => resolve(file, entryOf(file, dict, key))
  const [first] = at(dictionary, 'DescendantFonts') as PdfValue[]
  const descendant = resolve(file, first) as PdfDict
  const program = at(at(descendant, 'FontDescriptor') as PdfDict, 'FontFile2')
  const map = at(dictionary, 'ToUnicode')
  if (!isStream(program) || !isStream(map)) throw new Error('a font is not embedded with its text')
  const [, widths] = at(descendant, 'W') as [number, number[]]
  const texts = new Map<number, string>()
  for (const [, code = '', units = ''] of dataOf(file, map)
    .toString('latin1')
    .matchAll(/^<([0-9a-f]{4})> <([0-9a-f]+)>$/gm)) {
    if (units !== 'ffff') texts.set(Number.parseInt(code, 16), fromUnits(units))
  }
  return { font: fontOf(dataOf(file, program)), texts, widths: widths.map(Number), outlines: new Map() }
}

function fromUnits(units: string): string {
  return Buffer.from(units, 'hex').swap16().toString('utf16le')
}
