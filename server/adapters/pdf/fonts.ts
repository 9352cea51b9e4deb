import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { deflateSync } from 'node:zlib'
import { type PdfObject, type PdfRef, PdfString } from '@libpdf/core'
import { array, dict, name, stream } from './pdf-syntax.ts'
import type { Revision } from './revision.ts'
import { TrueTypeFace } from './truetype.ts'

/** Regular for running text, strong for headings and seals. */
export type FontWeight = 'regular' | 'strong'

/** A stretch of text set in one font: the PDF resource name and the codes to show. */
export type TextRun = { resource: string; codes: string; width: number }

/**
 * Fonts in the order in which a character is looked for. Noto Sans SC and KR belong after JP; they are added here when
 * they are to be had as packages.
 */
const FAMILIES: { key: string; files: Record<FontWeight, string> }[] = [
  {
    key: 'NotoSansJP',
    files: {
      regular: '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
      strong: '@expo-google-fonts/noto-sans-jp/600SemiBold/NotoSansJP_600SemiBold.ttf',
    },
  },
]

const VARIATION_SELECTORS = /[\u180b-\u180d\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu
const KEPT_SUBSETS = 16

const faces = new Map<string, TrueTypeFace>()
const subsets = new Map<string, Buffer>()
const { resolve } = createRequire(import.meta.url)

/** Text as it is printed: no variation selectors (the fonts lack them), marks composed with their letter, no control characters. */
export function printable(text: string): string {
  return text
    .replace(VARIATION_SELECTORS, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/\P{M}\p{Mn}/gu, (pair) => pair.normalize('NFC'))
    .replace(/(?!\n)[\p{Cc}\p{Cf}]/gu, '')
}

/** The characters of `text` that none of the fonts has, each once. */
export function unprintable(text: string): string[] {
  const missing = new Set<string>()
  for (const char of printable(text)) if (char !== '\n' && !hasGlyph(char)) missing.add(char)
  return [...missing]
}

/** Width of a line of text in points. */
export function widthOf(text: string, size: number, weight: FontWeight = 'regular'): number {
  let width = 0
  for (const char of text) {
    const { face, glyph } = lookUp(char, weight)
    width += (face.advanceOf(glyph) / face.unitsPerEm) * size
  }
  return width
}

/** The fonts used in one revision. Only what is shown is embedded; nothing is embedded when nothing is shown. */
export class FontsInUse {
  readonly #revision: Revision
  readonly #used = new Map<
    string,
    { face: TrueTypeFace; ref: PdfRef; glyphs: number[]; chars: Map<string, number> }
  >()

  constructor(revision: Revision) {
    this.#revision = revision
  }

  /** Codes of a line of text, font by font; the text is then part of the embedded subset. */
  show(text: string, size: number, weight: FontWeight = 'regular'): TextRun[] {
    const runs: TextRun[] = []
    for (const char of text) {
      const { key, face, glyph } = lookUp(char, weight)
      const resource = `${key}${weight === 'strong' ? 'S' : 'R'}`
      const code = this.#codeOf(resource, face, glyph, char)
      const width = (face.advanceOf(glyph) / face.unitsPerEm) * size
      const last = runs.at(-1)
      const hex = code.toString(16).padStart(4, '0')
      if (last?.resource === resource) {
        last.codes += hex
        last.width += width
      } else runs.push({ resource, codes: hex, width })
    }
    return runs
  }

  /** Font resources for whatever has been shown so far. */
  resources(): Record<string, PdfObject> {
    return Object.fromEntries([...this.#used].map(([resource, { ref }]) => [resource, ref]))
  }

  /** Writes the fonts into the revision. To be called once, last. */
  embed(): void {
    for (const [resource, { face, ref, glyphs, chars }] of this.#used) {
      writeFont(this.#revision, ref, resource, face, glyphs, chars)
    }
  }

  #codeOf(resource: string, face: TrueTypeFace, glyph: number, char: string): number {
    let used = this.#used.get(resource)
    if (!used) {
      used = { face, ref: this.#revision.allocate(), glyphs: [0], chars: new Map() }
      this.#used.set(resource, used)
    }
    const known = used.chars.get(char)
    if (known !== undefined) return known
    const code = used.glyphs.push(glyph) - 1
    used.chars.set(char, code)
    return code
  }
}

function writeFont(
  revision: Revision,
  ref: PdfRef,
  resource: string,
  face: TrueTypeFace,
  glyphs: number[],
  chars: Map<string, number>,
): void {
  const key = `${resource} ${glyphs.join(' ')}`
  const digest = createHash('sha256').update(key).digest()
  const tag = [...digest.subarray(0, 6)].map((byte) => String.fromCharCode(65 + (byte % 26))).join('')
  const baseFont = name(`${tag}+${resource}`)
  const scale = 1000 / face.unitsPerEm
  const fontFile = stream({ Filter: name('FlateDecode') }, deflatedSubset(key, face, glyphs))
  const descriptor = dict({
    Type: name('FontDescriptor'),
    FontName: baseFont,
    Flags: 4,
    FontBBox: array(face.bbox.map((value) => Math.round(value * scale))),
    ItalicAngle: 0,
    Ascent: Math.round(face.ascent * scale),
    Descent: Math.round(face.descent * scale),
    CapHeight: 733,
    StemV: 80,
    FontFile2: revision.add(fontFile),
  })
  const descendant = dict({
    Type: name('Font'),
    Subtype: name('CIDFontType2'),
    BaseFont: baseFont,
    CIDSystemInfo: dict({ Registry: ascii('Adobe'), Ordering: ascii('Identity'), Supplement: 0 }),
    FontDescriptor: revision.add(descriptor),
    DW: 1000,
    W: array([0, array(glyphs.map((glyph) => Math.round(face.advanceOf(glyph) * scale)))]),
    CIDToGIDMap: name('Identity'),
  })
  const font = dict({
    Type: name('Font'),
    Subtype: name('Type0'),
    BaseFont: baseFont,
    Encoding: name('Identity-H'),
    DescendantFonts: array([revision.add(descendant)]),
    ToUnicode: revision.add(stream({}, toUnicode(chars))),
  })
  revision.put(ref, font)
}

/** The same words (foot, 評価用) come again and again, so the last few subsets are kept. */
function deflatedSubset(key: string, face: TrueTypeFace, glyphs: number[]): Buffer {
  const kept = subsets.get(key)
  if (kept) return kept
  const made = deflateSync(face.subset(glyphs), { level: 6 })
  subsets.set(key, made)
  if (subsets.size > KEPT_SUBSETS) subsets.delete(subsets.keys().next().value as string)
  return made
}

function toUnicode(chars: Map<string, number>): Buffer {
  const rows = [...chars].map(([char, code]) => {
    const units = Buffer.from(char, 'utf16le').swap16().toString('hex')
    return `<${code.toString(16).padStart(4, '0')}> <${units}>`
  })
  const blocks: string[] = []
  for (let at = 0; at < rows.length; at += 100) {
    const block = rows.slice(at, at + 100)
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`)
  }
  return Buffer.from(
    `/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n${blocks.join('\n')}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n`,
    'latin1',
  )
}

function ascii(text: string): PdfObject {
  return new PdfString(Buffer.from(text, 'latin1'), 'literal')
}

function hasGlyph(char: string): boolean {
  const codePoint = char.codePointAt(0) as number
  return FAMILIES.some((family) => faceOf(family.files.regular).glyphOf(codePoint) !== 0)
}

function lookUp(char: string, weight: FontWeight): { key: string; face: TrueTypeFace; glyph: number } {
  const codePoint = char.codePointAt(0) as number
  for (const family of FAMILIES) {
    const face = faceOf(family.files[weight])
    const glyph = face.glyphOf(codePoint)
    if (glyph !== 0) return { key: family.key, face, glyph }
  }
  const first = FAMILIES[0] as (typeof FAMILIES)[number]
  // 〓 says that a character is missing; people are told by `unprintable` before it comes to this.
  const face = faceOf(first.files[weight])
  return { key: first.key, face, glyph: face.glyphOf(0x3013) }
}

function faceOf(file: string): TrueTypeFace {
  const known = faces.get(file)
  if (known) return known
  const face = new TrueTypeFace(readFileSync(resolve(file)))
  faces.set(file, face)
  return face
}
