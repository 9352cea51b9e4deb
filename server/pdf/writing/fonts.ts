import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { isInvisible } from '#domain/invisible-text.ts'
import { composed, lettersOf } from '#domain/letters.ts'
import { unprintable, withoutUnknownVariations } from '#domain/printed-text.ts'
import { codePointName } from '#domain/text-rules.ts'
import { BoundedCache } from '#server/caching/bounded-cache.ts'
import type { PdfRef, PdfValue } from '#server/pdf/format/pdf-objects.ts'
import { faceOf } from './font-faces.ts'
import type { FontWeight } from './font-families.ts'
import { array, ascii, dict, name, stream } from './pdf-syntax.ts'
import type { Revision } from './revision.ts'
import { lineWidth, type SetLetter, setLine } from './shaping.ts'
import type { LetterGlyph, TrueTypeFace } from './truetype.ts'

export type { FontWeight }
export { unprintable }

/** A stretch of text set in one font: the PDF resource name and the codes to show. */
export type TextRun = { resource: string; codes: string; width: number }

/** Where a letter is in the embedded fonts, and its width for a size of one. */
type Place = { resource: string; code: string; width: number }

/** Letters by weight that every page of a kind shows. */
export type FixedLetters = Record<FontWeight, string>

/** The letters of one embedded font, in the order of their codes. */
type Letters = { letters: LetterGlyph[]; codes: Map<string, number>; texts: string[] }
type UsedFont = Letters & { face: TrueTypeFace; ref: PdfRef }

/** What is written of a subset, whichever document it is for. */
type Subset = { tag: string; file: Buffer; toUnicode: Buffer; widths: PdfValue[] }

/** The same words (foot, 評価用, the certificate's own) come again and again, so the last few subsets are kept. */
const subsets = new BoundedCache<string, Subset>({
  entries: 32,
  bytes: 4 * 1024 * 1024,
  weigh: ({ file, toUnicode, widths }) => file.length + toUnicode.length + widths.length * 8,
})
const fixedFonts = new WeakMap<FixedLetters, Map<string, Letters>>()

/**
 * Text as it is printed. What nobody sees and what the fonts lack was refused where it was entered; of texts that are
 * older than that rule such a character is spelled out, never left out and never replaced by a mark that hides it.
 */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text
  const lines = composed(withoutUnknownVariations(text)).replace(/\r\n?/g, '\n').replace(/\t/g, ' ')
  const cleaned = lines.replace(STANDS_ALONE, (char) => (isInvisible(char) ? spelledOut(char) : char))
  const missing = new Set(unprintable(cleaned))
  if (missing.size === 0) return cleaned
  return lettersOf(cleaned)
    .map((letter) => (missing.has(letter) ? [...letter].map(spelledOut).join('') : letter))
    .join('')
}

/** Every font has these, and nothing about them is to be looked at. */
const PLAIN = /^[\x20-\x7e]*$/

/** All but line ends, and joiners and variation selectors, which belong to the letters beside them. */
const STANDS_ALONE = /(?!\n|\u200c|\u200d|\p{Variation_Selector})./gsu

function spelledOut(char: string): string {
  return `[${codePointName(char)}]`
}

/** Width of a line of text in points. */
export function widthOf(text: string, size: number, weight: FontWeight = 'regular'): number {
  return lineWidth(setLine(text, weight), weight) * size
}

/**
 * The fonts used in one revision. Only what is shown is embedded, and `fixed`: those letters are a subset of their own
 * in each weight that is shown, the same in every document, so that it is made once; what else is shown goes into others.
 */
export class FontsInUse {
  readonly #revision: Revision
  readonly #used = new Map<string, UsedFont>()
  readonly #fixed: Map<string, Letters>
  /** Where letters are that were shown before: a letter that is set alone is one object wherever it stands. */
  readonly #places = new Map<SetLetter, Place>()

  constructor(revision: Revision, fixed?: FixedLetters) {
    this.#revision = revision
    this.#fixed = fixed === undefined ? new Map() : fixedLettersOf(fixed)
  }

  /** Codes of a line of text, font by font; the text is then part of the embedded subset. */
  show(text: string, size: number, weight: FontWeight = 'regular', rightToLeft = false): TextRun[] {
    return this.showLetters(setLine(text, weight, rightToLeft), size, weight)
  }

  /** The same for a line that is set already. */
  showLetters(letters: readonly SetLetter[], size: number, weight: FontWeight = 'regular'): TextRun[] {
    const runs: TextRun[] = []
    for (const letter of letters) {
      let place = this.#places.get(letter)
      if (place === undefined) {
        place = this.#placeOf(resourceOf(letter, weight), faceOf(letter.family, weight), letter)
        this.#places.set(letter, place)
      }
      const { resource, code } = place
      const width = place.width * size
      const last = runs.at(-1)
      if (last?.resource === resource) {
        last.codes += code
        last.width += width
      } else runs.push({ resource, codes: code, width })
    }
    return runs
  }

  /** Font resources for whatever has been shown so far. */
  resources(): Record<string, PdfValue> {
    return Object.fromEntries([...this.#used].map(([resource, { ref }]) => [resource, ref]))
  }

  /** Writes the fonts into the revision. To be called once, last. */
  embed(): void {
    for (const [resource, used] of this.#used) writeFont(this.#revision, resource, used)
  }

  #placeOf(plain: string, face: TrueTypeFace, letter: SetLetter): Place {
    const key = `${keyOf(letter)} ${letter.text}`
    const fixed = this.#fixed.get(plain)
    const isFixed = fixed?.codes.has(key) === true
    const resource = fixed === undefined || isFixed ? plain : `${plain}X`
    let used = this.#used.get(resource)
    if (!used) {
      const letters = isFixed ? fixed : noLetters()
      used = { ...letters, face, ref: this.#revision.allocate() }
      this.#used.set(resource, used)
    }
    const code = codeIn(used, key, letter).toString(16).padStart(4, '0')
    return { resource, code, width: letter.advance / face.unitsPerEm }
  }
}

function resourceOf({ family }: SetLetter, weight: FontWeight): string {
  return `${family.key}${weight === 'strong' ? 'S' : 'R'}`
}

function noLetters(): Letters {
  return { letters: [NO_LETTER], codes: new Map(), texts: [''] }
}

/** The letter's code, a new one if it has none. */
function codeIn(
  { letters, codes, texts }: Letters,
  key: string,
  { parts, advance, text }: SetLetter,
): number {
  const known = codes.get(key)
  if (known !== undefined) return known
  const code = letters.push({ parts, advance }) - 1
  codes.set(key, code)
  texts.push(text)
  return code
}

/** Made once for each set of letters, by the resource that shows them. */
function fixedLettersOf(fixed: FixedLetters): Map<string, Letters> {
  const known = fixedFonts.get(fixed)
  if (known !== undefined) return known
  const made = new Map<string, Letters>()
  for (const weight of ['regular', 'strong'] as const) {
    for (const letter of setLine(fixed[weight], weight)) {
      const resource = resourceOf(letter, weight)
      const letters = made.get(resource) ?? noLetters()
      made.set(resource, letters)
      codeIn(letters, `${keyOf(letter)} ${letter.text}`, letter)
    }
  }
  fixedFonts.set(fixed, made)
  return made
}

/** What a font shows for a code that it does not have. */
const NO_LETTER: LetterGlyph = { parts: [{ glyph: 0, dx: 0, dy: 0 }], advance: 1000 }

function keyOf({ parts, advance }: LetterGlyph): string {
  return `${advance}:${parts.map(({ glyph, dx, dy }) => (dx === 0 && dy === 0 ? glyph : `${glyph}@${dx},${dy}`)).join('+')}`
}

function writeFont(revision: Revision, resource: string, used: UsedFont): void {
  const { face, ref } = used
  const { tag, file, toUnicode, widths } = subsetOf(resource, used)
  const baseFont = name(`${tag}+${resource}`)
  const scale = 1000 / face.unitsPerEm
  const fontFile = stream({ Filter: name('FlateDecode') }, file)
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
    W: array([0, widths]),
    CIDToGIDMap: name('Identity'),
  })
  const font = dict({
    Type: name('Font'),
    Subtype: name('Type0'),
    BaseFont: baseFont,
    Encoding: name('Identity-H'),
    DescendantFonts: array([revision.add(descendant)]),
    ToUnicode: revision.add(stream({}, toUnicode)),
  })
  revision.put(ref, font)
}

function subsetOf(resource: string, { face, letters, texts }: UsedFont): Subset {
  const key = `${resource} ${letters.map((letter, code) => `${keyOf(letter)} ${texts[code]}`).join(' ')}`
  const kept = subsets.get(key)
  if (kept) return kept
  const scale = 1000 / face.unitsPerEm
  const digest = createHash('sha256').update(key).digest()
  const made = {
    tag: [...digest.subarray(0, 6)].map((byte) => String.fromCharCode(65 + (byte % 26))).join(''),
    file: deflateSync(face.subset(letters), { level: 6 }),
    toUnicode: toUnicode(texts),
    widths: array(letters.map(({ advance }) => Math.round(advance * scale))),
  }
  subsets.set(key, made)
  return made
}

function toUnicode(texts: string[]): Buffer {
  const rows = texts.flatMap((text, code) => {
    if (text === '') return []
    const units = Buffer.from(text, 'utf16le').swap16().toString('hex')
    return [`<${code.toString(16).padStart(4, '0')}> <${units}>`]
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
