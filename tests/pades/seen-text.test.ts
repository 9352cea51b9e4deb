import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as harfbuzz from 'harfbuzzjs'
import { afterAll, expect, test } from 'vitest'
import { letters as covered } from '#domain/letter-coverage.ts'
import { composed, readRuns } from '#domain/letters.ts'
import { layText, roomFor, smallestSize } from '#domain/text-layout.ts'
import { widgetText } from '#domain/widget-text.ts'
import { fontFamilies } from '#server/pdf/writing/font-families.ts'
import type { Mark } from '#server/pdf/writing/mark.ts'
import { fontOf, outlineOf, type ReadGlyph, readMarks } from './read-marks.ts'
import { setMarks } from './set-marks.ts'

const TEXTS = Number(process.env.TEXTS ?? 10_000)
const PER_FILE = 500
const SEED = Number(process.env.SEED ?? 20261129)

const folder = mkdtempSync(join(tmpdir(), 'musubi-texts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Mulberry32: the same texts in every run. */
let state = SEED
function random(): number {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}
const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1))
const oneOf = <Item>(items: readonly Item[]): Item => items[between(0, items.length - 1)] as Item

const { starts, ends } = readRuns(covered)
const anyLetters = starts.flatMap((start, index) =>
  Array.from({ length: (ends[index] ?? start) - start }, (_, more) => String.fromCodePoint(start + more)),
)
const words = {
  japanese: [
    ...'東京都千代田区丸の内「甲」、乙。ッャー（株）々〆𠮷髙﨑ｶﾞｷﾞあいうアイウ',
    '葛\u{e0100}',
    '逸\ufe01',
    'が',
  ],
  latin: [
    'Smith',
    'the quick',
    '1,200,000',
    'ÀÉÎ',
    'Nguyễn',
    'e\u0301\u0323',
    'fjord',
    'W',
    '@',
    '(a)',
    'Öl',
    'x\u0306',
  ],
  other: ['Ὀδυσσεύς', 'Юрий', 'Щи\u0306', '김철수', '张伟', '龘', '𫝆'],
  thai: ['ภาษาไทย', 'น้ำ', 'ปั๊ม', 'ที่นี่', 'ผู้ใหญ่'],
  hindi: ['हिन्दी', 'क्षत्रिय', 'श्री', 'राष्ट्रीय', 'विद्यार्थी', 'कि', 'र्\u200dय'],
  arabic: ['مرحبا', 'محمد', 'لا', 'إله', 'ﷺ', 'مُحَمَّد', 'می\u200cخواهم'],
  hebrew: ['שלום', 'עולם', 'שָׁלוֹם', 'בְּ'],
  strange: [
    '😀',
    '\u200b',
    '\u202e',
    '\u0007',
    '\u{13000}',
    '\u0301\u0301\u0301\u0301\u0301\u0301',
    '\ufffd',
  ],
}
const scripts = Object.keys(words) as (keyof typeof words)[]

function randomText(): string {
  const own = [oneOf(scripts.slice(0, -1)), oneOf(scripts.slice(0, -1))]
  const pieces = Array.from({ length: between(1, oneOf([4, 12, 60])) }, () => {
    const chance = random()
    if (chance < 0.002) return oneOf(words.strange)
    if (chance < 0.2) return oneOf(anyLetters)
    return chance < 0.25 ? '\n' : oneOf(words[oneOf(own)])
  })
  return pieces.join(oneOf(['', '', ' ']))
}

function randomMark(): Mark {
  const [w, h] = [between(16, oneOf([60, 200, 400])), between(7, oneOf([24, 60, 200]))]
  return { kind: 'text', w, h, fontSize: oneOf([null, null, 8, 10, 14]), value: randomText() }
}

const { resolve } = createRequire(import.meta.url)
const sources = fontFamilies.map(({ files }) => fontOf(readFileSync(resolve(files.regular))))
const known = new Map<string, Set<string>>()
/** Letters of these scripts change their form with their neighbours: their runs are shaped whole. */
const runs: [RegExp, harfbuzz.Font | undefined][] = [
  [/(?!\p{M})\p{Script=Hebrew}[\p{Script=Hebrew}\p{M}]*/gu, sources[5]],
  [/(?!\p{M})\p{Script=Arabic}[\p{Script=Arabic}\p{M}\u200c\u200d]*/gu, sources[6]],
  [/(?!\p{M})\p{Script=Thai}[\p{Script=Thai}\p{M}]*/gu, sources[7]],
  [/(?!\p{M})\p{Script=Devanagari}[\p{Script=Devanagari}\p{M}\u200c\u200d]*/gu, sources[8]],
]

/** Every outline that HarfBuzz gives a letter, whatever font has it. */
function outlinesOf(letter: string): Set<string> {
  const found = known.get(letter)
  if (found !== undefined) return found
  const [base = '', selector] = letter
  const code = base.codePointAt(0) ?? 0
  const outlines = new Set<string>()
  for (const font of sources) {
    const glyph = font.variationGlyph(code, selector?.codePointAt(0) ?? 0) ?? font.nominalGlyph(code)
    if (glyph) outlines.add(outlineOf(font, glyph))
    if (selector !== undefined) for (const { outline } of shaped(font, letter)) outlines.add(outline)
  }
  known.set(letter, outlines)
  return outlines
}

/** What HarfBuzz makes of the letters of a line where neighbours matter, by `letter outline`. */
function formsIn(line: string): Set<string> {
  const forms = new Set<string>()
  for (const [pattern, font] of runs) {
    for (const [run] of line.matchAll(pattern)) {
      if (font && run.length > 0)
        for (const { text, outline } of shaped(font, run)) forms.add(`${text} ${outline}`)
    }
  }
  return forms
}

function shaped(font: harfbuzz.Font, piece: string): { text: string; outline: string }[] {
  const buffer = new harfbuzz.Buffer()
  buffer.addText(piece)
  buffer.guessSegmentProperties()
  harfbuzz.shape(font, buffer)
  const infos = buffer.getGlyphInfos()
  const positions = buffer.getGlyphPositions()
  const starts = [...new Set(infos.map(({ cluster }) => cluster))].sort((a, b) => a - b)
  return starts.map((start, index) => {
    let x = 0
    let outline = ''
    for (const [place, { codepoint, cluster }] of infos.entries()) {
      if (cluster !== start) continue
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[place] ?? {}
      outline += outlineOf(font, codepoint, x + xOffset, yOffset)
      x += xAdvance
    }
    return { text: piece.slice(start, starts[index + 1]), outline }
  })
}

const sorted = (texts: string[]) => [...texts.join('').replaceAll(/\s/g, '')].sort().join('')

/** What is wrong with a mark as it was read back; null when nothing is. */
function wrongIn(mark: Mark, lines: ReadGlyph[][]): string | null {
  const text = composed(mark.value)
  const glyphs = lines.flat()
  if (sorted(glyphs.map((glyph) => glyph.text)) !== sorted([mirrored(text, glyphs)]))
    return 'a letter is lost or added'
  const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text)
  const read = lines.map((line) => line.map((glyph) => glyph.text).join('')).join('')
  if (!rightToLeft && read.replaceAll(/\s/g, '') !== text.replaceAll(/\s/g, ''))
    return 'the order has changed'
  const forms = new Set<string>()
  for (const line of layText(mark.value, mark, mark.fontSize)?.lines ?? [])
    for (const form of formsIn(line)) forms.add(form)
  for (const { text: letter, outline, size, ink } of glyphs) {
    if (size < smallestSize) return `${size} points`
    if (!outlinesOf(letter).has(outline) && !forms.has(`${letter} ${outline}`) && !isTurned(letter))
      return `${JSON.stringify(letter)} is drawn as something else`
    if (ink === null) continue
    const slack = 0.02
    if (ink.left < -slack || ink.bottom < -slack || ink.right > mark.w + slack || ink.top > mark.h + slack)
      return `${JSON.stringify(letter)} leaves its box: ${JSON.stringify(ink)} at ${size}`
  }
  return null
}

/** Brackets among letters that are read from right to left are told as they look. */
const isTurned = (letter: string) => /^[\p{Ps}\p{Pe}\p{Pi}\p{Pf}<>≤≥]|^\p{Bidi_Mirrored}/u.test(letter)
const mirrored = (text: string, glyphs: ReadGlyph[]) => {
  if (!/[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text)) return text
  const asLooked = glyphs.filter((glyph) => isTurned(glyph.text)).map((glyph) => glyph.text[0] ?? '')
  return [...text].filter((char) => !isTurned(char)).join('') + asLooked.join('')
}

test(`of ${TEXTS} random texts in random boxes, every one that is accepted can be read back from its appearance, whole and inside its box`, async () => {
  const counts = { refused: 0, overflowing: 0, read: 0, glyphs: 0 }
  const wrong: string[] = []
  let batch: Mark[] = []
  const check = async () => {
    const path = join(folder, 'marks.pdf')
    await setMarks(path, batch)
    const read = readMarks(path)
    for (const [index, mark] of batch.entries()) {
      const lines = read[index] ?? []
      const objection = wrongIn(mark, lines)
      if (objection !== null) wrong.push(`${objection} in ${JSON.stringify(mark)}`)
      counts.read += 1
      counts.glyphs += lines.flat().length
    }
    batch = []
  }
  for (let index = 0; index < TEXTS; index += 1) {
    const mark = randomMark()
    const kept = widgetText('text', mark.value, 'text')
    if ('refusal' in kept) counts.refused += 1
    else if (layText(kept.text, mark, mark.fontSize) === null) {
      counts.overflowing += 1
      const { characters } = roomFor(kept.text, mark)
      const part = [...kept.text].slice(0, characters).join('')
      if (layText(part, mark, mark.fontSize) === null && part !== '')
        wrong.push(`what would fit does not: ${JSON.stringify(mark)}`)
    } else batch.push({ ...mark, value: kept.text })
    if (batch.length === PER_FILE) await check()
  }
  await check()
  console.log(`seed ${SEED}: ${JSON.stringify(counts)}`)
  expect(wrong.slice(0, 5)).toEqual([])
  expect(counts.read).toBeGreaterThan(TEXTS / 3)
  expect(counts.overflowing).toBeGreaterThan(0)
  expect(counts.refused).toBeGreaterThan(0)
}, 120_000)
