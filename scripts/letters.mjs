// Makes the tables of letters that page, server and PDF share (domain/letter-widths.ts, domain/letter-coverage.ts) from
// the fonts. Run it after a change of the font packages: node scripts/letters.mjs. tests/pades/letters.test.ts compares.
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as hb from 'harfbuzzjs'
import { familiesFor, fontFamilies } from '../server/pdf/writing/font-families.ts'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const { resolve } = createRequire(import.meta.url)

const fontOf = (file) => {
  const bytes = readFileSync(resolve(file))
  const face = new hb.Face(new hb.Blob(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)))
  return { bytes, face, font: new hb.Font(face), letters: new Set(face.collectUnicodes()) }
}
const fonts = new Map(
  fontFamilies.map((family) => [
    family.key,
    { regular: fontOf(family.files.regular), strong: fontOf(family.files.strong) },
  ]),
)

/** What is never text: controls, invisible characters, surrogates, private use. */
const neverText = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

function shapedAdvance(font, joined) {
  const buffer = new hb.Buffer()
  buffer.addText(joined)
  buffer.guessSegmentProperties()
  hb.shape(font, buffer)
  return buffer.getGlyphPositions().reduce((sum, position) => sum + position.xAdvance, 0)
}

/** The widest that a letter gets: in Arabic the form depends on what stands before and after (U+200D joins). */
function widest({ font }, char, family) {
  if (!family.shaped) return font.glyphHAdvance(font.nominalGlyph(char.codePointAt(0)))
  const forms = [char, `${char}\u200d`, `\u200d${char}`, `\u200d${char}\u200d`]
  const nominal = font.glyphHAdvance(font.nominalGlyph(char.codePointAt(0)))
  if (/\p{M}/u.test(char)) return nominal
  return Math.max(nominal, ...forms.map((form) => shapedAdvance(font, form)))
}

/** 0: within 0.9 em above and 0.28 below the baseline; 1: within 1.1 and 0.4; 2: beyond. */
function tallness({ font, face }, codePoint) {
  const extents = font.glyphExtents(font.nominalGlyph(codePoint))
  if (extents === undefined) return 0
  const [top, bottom] = [extents.yBearing / face.upem, (extents.yBearing + extents.height) / face.upem]
  if (top <= 0.9 && bottom >= -0.28) return 0
  return top <= 1.1 && bottom >= -0.4 ? 1 : 2
}

const widths = new Map()
const tall = new Map()
let strongest = 0
for (let codePoint = 0x20; codePoint < 0x30000; codePoint += 1) {
  const char = String.fromCodePoint(codePoint)
  if (neverText.test(char)) continue
  const family = familiesFor(codePoint).find(({ key }) => fonts.get(key).regular.letters.has(codePoint))
  if (family === undefined) continue
  const { regular, strong } = fonts.get(family.key)
  const per = 1000 / regular.face.upem
  // A mark that stays a mark is set by the font: half an em is more than any adds.
  const isMark = /\p{M}/u.test(char)
  const exact = isMark && !family.shaped ? 500 : Math.ceil(widest(regular, char, family) * per)
  const width = codePoint < 0x530 || exact === 1000 ? exact : Math.ceil(exact / 100) * 100
  widths.set(codePoint, width)
  if (width > 0 && !isMark && codePoint < 0x530)
    strongest = Math.max(strongest, (widest(strong, char, family) * 1000) / strong.face.upem - width)
  const height =
    isMark && !family.shaped ? 2 : Math.max(tallness(regular, codePoint), tallness(strong, codePoint))
  // Letters of these scripts carry marks above and below, or change their form.
  if (family.shaped && family.key !== 'NotoSansHebrew') tall.set(codePoint, 2)
  else if (family.shaped) tall.set(codePoint, Math.max(1, height))
  else if (codePoint >= 0x1d00 && codePoint < 0x2000) tall.set(codePoint, 2)
  else if (codePoint >= 0x100 && codePoint < 0x370) tall.set(codePoint, Math.max(1, height))
  else if (height > 0) tall.set(codePoint, height)
}

/** `gap length value` of each run of neighbours that share a value, in base 36. */
function runs(entries) {
  const out = []
  let [from, to, value] = [0, -1, null]
  let end = 0
  const close = () => {
    if (value === null) return
    out.push([from - end, to - from + 1, value])
    end = to + 1
  }
  for (const [codePoint, its] of entries) {
    if (its === value && codePoint === to + 1) to = codePoint
    else {
      close()
      ;[from, to, value] = [codePoint, codePoint, its]
    }
  }
  close()
  return out
    .map(([gap, length, its]) =>
      `${gap.toString(36)},${length === 1 ? '' : length.toString(36)},${its.toString(36)}`.replace(/,,/, '.'),
    )
    .join(' ')
}

/** Variation sequences (cmap format 14) that the Japanese font knows: selector → base characters. */
function variations(bytes) {
  const found = new Map()
  const u24 = (at) => bytes.readUIntBE(at, 3)
  const tables = bytes.readUInt16BE(4)
  const record = Array.from({ length: tables }, (_, index) => 12 + index * 16).find(
    (at) => bytes.toString('latin1', at, at + 4) === 'cmap',
  )
  const cmap = bytes.readUInt32BE(record + 8)
  for (let index = 0; index < bytes.readUInt16BE(cmap + 2); index += 1) {
    const at = cmap + bytes.readUInt32BE(cmap + 8 + index * 8)
    if (bytes.readUInt16BE(at) !== 14) continue
    for (let each = 0; each < bytes.readUInt32BE(at + 6); each += 1) {
      const entry = at + 10 + each * 11
      const bases = new Set()
      const [plain, other] = [bytes.readUInt32BE(entry + 3), bytes.readUInt32BE(entry + 7)]
      for (let range = 0; plain && range < bytes.readUInt32BE(at + plain); range += 1) {
        const start = at + plain + 4 + range * 4
        for (let more = 0; more <= bytes[start + 3]; more += 1) bases.add(u24(start) + more)
      }
      for (let one = 0; other && one < bytes.readUInt32BE(at + other); one += 1)
        bases.add(u24(at + other + 4 + one * 5))
      found.set(
        u24(entry),
        [...bases].sort((a, b) => a - b),
      )
    }
  }
  return found
}

/** Where letters with marks come from: which code points each of these fonts has. */
const markedIn = [
  ['NotoSansJP', (codePoint) => codePoint >= 0x3040 && codePoint < 0x3100],
  [
    'NotoSans',
    (codePoint) => codePoint > 0x20 && codePoint !== 0xa0 && !/\p{Zs}/u.test(String.fromCodePoint(codePoint)),
  ],
  ['NotoSansHebrew', (codePoint) => codePoint >= 0x590 && codePoint < 0x600],
  ['NotoSansArabic', (codePoint) => codePoint >= 0x600 && codePoint < 0x8a0],
  ['NotoSansThai', (codePoint) => codePoint >= 0xe00 && codePoint < 0xe80],
  ['NotoSansDevanagari', (codePoint) => codePoint >= 0x900 && codePoint < 0x980],
].map(([key, isMeant]) =>
  runs(
    [...fonts.get(key).regular.letters]
      .filter((codePoint) => isMeant(codePoint) && fonts.get(key).strong.letters.has(codePoint))
      .sort((a, b) => a - b)
      .map((codePoint) => [codePoint, 0]),
  ).replaceAll(/[,.]0(?= |$)/g, ''),
)

const notWide = [...widths].filter(([, width]) => width !== 1000)
// Small scripts are rounded up: the page carries this table.
const known = [...widths.keys()].map((codePoint) => [codePoint, 0])
const sequences = [...variations(fonts.get('NotoSansJP').regular.bytes)]
const made =
  'Made by scripts/letters.mjs from the fonts of server/pdf/writing/font-families.ts; not to be edited.'

export const tables = {
  'domain/letter-widths.ts': `// ${made}
// Runs of neighbours in base 36: gap after the last run, how many (none: one), value.

/** Advance widths in thousandths of the size, for letters that are not one em wide. */
export const letterWidths = '${runs(notWide)}'

/** How far letters reach above and below: 1 more than a capital and a comma, 2 much more. */
export const tallLetters = '${runs([...tall].map(([codePoint, value]) => [codePoint, value]))}'

/** How much wider a letter of the strong weight is at most, in thousandths of the size. */
export const strongExtra = ${Math.ceil(strongest)}
`,
  'domain/letter-coverage.ts': `// ${made}
// Runs of neighbours in base 36, as in letter-widths.ts.

/** Every character that one of the fonts has. */
export const letters = '${runs(known).replaceAll(/[,.]0(?= |$)/g, '')}'

/** Letters with their marks, font by font. */
export const markedLetters: readonly string[] = [
${markedIn.map((text) => `  '${text}',`).join('\n')}
]

/** Variation selectors, and the letters before which the Japanese font knows them. */
export const variationSequences: Readonly<Record<string, string>> = {
${sequences.map(([selector, bases]) => `  '${selector.toString(16)}': '${runs(bases.map((base) => [base, 0])).replaceAll(/[,.]0(?= |$)/g, '')}',`).join('\n')}
}
`,
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, text] of Object.entries(tables)) await writeFile(path.join(root, file), text)
  console.log(
    Object.entries(tables)
      .map(([file, text]) => `${file} ${text.length}`)
      .join(', '),
    'strong',
    strongest,
  )
}
