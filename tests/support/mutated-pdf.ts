/**
 * Structure-aware mutations of PDF files, for tests that ask what becomes of damaged and odd uploads. A file is taken
 * apart into the source of its objects; keys, numbers, references, names, streams and cross-references are changed; it is
 * put together again. The same seed gives the same files.
 */
import { objectOf, openPdf, rawDataOf } from '#server/pdf/format/pdf-file.ts'
import { isStream } from '#server/pdf/format/pdf-objects.ts'
import { nameText, writeValue } from '#server/pdf/format/write-value.ts'

export type Random = {
  below(limit: number): number
  of<T>(items: readonly T[]): T
  chance(part: number): boolean
}

/** Mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return { below, of: (items) => items[below(items.length)] as never, chance: (part) => next() < part }
}

type Part = { number: number; head: string; data: Buffer | null }
type Taken = { parts: Part[]; trailer: string; size: number }

/** Takes a file apart. */
export function takenApart(bytes: Buffer): Taken {
  const file = openPdf(bytes)
  const parts: Part[] = []
  for (const number of [...file.places.keys()].sort((a, b) => a - b)) {
    const value = objectOf(file, number)
    if (value === null) continue
    if (!isStream(value)) parts.push({ number, head: writeValue(value).toString('latin1'), data: null })
    else if (!/\/(ObjStm|XRef)\b/.test(writeValue(value.dict).toString('latin1'))) {
      const head = writeValue(value.dict).toString('latin1')
      parts.push({ number, head, data: Buffer.from(rawDataOf(file, value)) })
    }
  }
  const kept = ['Root', 'Info', 'ID'].flatMap((key) => {
    const value = file.trailer.entries.get(key)
    return value === undefined ? [] : [`${nameText(key)} ${writeValue(value).toString('latin1')}`]
  })
  const size = Math.max(0, ...parts.map(({ number }) => number)) + 1
  return { parts, trailer: kept.join(' '), size }
}

const ODD_NUMBERS = [
  '--5',
  '+7',
  '007',
  '5-3',
  '.',
  '-',
  '1.2.3',
  '1e3',
  '-0',
  '99999999999',
  '0.00000000001',
  '-1',
  '0',
  '595.303937007874',
]
const ODD_VALUES = [
  'null',
  'true',
  '()',
  '(a(b)c)',
  '<4>',
  '<4g>',
  '[]',
  '<<>>',
  '/X',
  '/#41#zz',
  '[[[]]]',
  '(\\',
  '1 0 R',
  '9999 0 R',
]
const KEYS = [
  '/Type',
  '/Kids',
  '/Count',
  '/Parent',
  '/MediaBox',
  '/Resources',
  '/Contents',
  '/Annots',
  '/Rotate',
  '/AcroForm',
  '/Length',
  '/Filter',
  '/S',
  '/V',
  '/CropBox',
  '/UserUnit',
]

/** Changes one match of a pattern in the text. */
function replaceOne(text: string, pattern: RegExp, random: Random, by: (found: string) => string): string {
  const found = [...text.matchAll(pattern)]
  if (found.length === 0) return text
  const match = random.of(found)
  return text.slice(0, match.index) + by(match[0]) + text.slice(match.index + match[0].length)
}

const changesOfSource: ((text: string, random: Random, size: number) => string)[] = [
  (text, random) =>
    replaceOne(text, /(?<![\w.])[-+]?\d*\.?\d+(?![\w.])/g, random, () => random.of(ODD_NUMBERS)),
  (text, random) =>
    replaceOne(text, /(?<![\w.])\d+(?![\w.])/g, random, (found) =>
      String(Number(found) + random.below(5) - 2),
    ),
  (text, random, size) =>
    replaceOne(text, /\d+ 0 R/g, random, () => `${random.below(size + 2)} ${random.of([0, 0, 0, 1])} R`),
  (text, random) => replaceOne(text, /\d+ 0 R/g, random, () => random.of(ODD_VALUES)),
  (text, random) =>
    replaceOne(text, /\/[A-Za-z]+\d*/g, random, (found) =>
      random.of([
        `${found}X`,
        found.toLowerCase(),
        `${found[0]}#${(found.charCodeAt(1) || 65).toString(16)}${found.slice(2)}`,
      ]),
    ),
  // The same key again, before or behind, with the same or another value.
  (text, random) =>
    replaceOne(
      text,
      /\/[A-Z]\w* (\[[^\]]*\]|\/\w+|\d+ 0 R|[\d.]+)/g,
      random,
      (found) => `${found} ${random.chance(0.5) ? found : `${found.split(' ')[0]} ${random.of(ODD_VALUES)}`}`,
    ),
  (text, random) =>
    replaceOne(
      text,
      /<</g,
      random,
      () => `<< ${random.of(KEYS)} ${random.of([...ODD_VALUES, ...ODD_NUMBERS])} `,
    ),
  (text, random) => replaceOne(text, /\/[A-Z]\w* (\[[^\]]*\]|\/\w+|\d+ 0 R|[\d.]+)/g, random, () => ''),
  (text, random) =>
    replaceOne(text, /\n/g, random, () => random.of([' %comment\n', '\r', '\r\n\r\n', '\0', ''])),
  (text, random) => replaceOne(text, /[<>[\]()/]/g, random, (found) => random.of(['', `${found}${found}`])),
  (text, random) =>
    replaceOne(text, /\[[^\]]*\]/g, random, (found) =>
      random.of([`[${found}]`, found.replace(']', ` ${random.of(ODD_VALUES)}]`), found.slice(0, -1)]),
    ),
]

/** One damaged or odd file from a good one. */
export function mutated(base: Buffer, taken: Taken, random: Random): Buffer {
  if (random.chance(0.2)) return mutatedBytes(base, random)
  const parts = taken.parts.map((part) => ({ ...part }))
  let { trailer } = taken
  for (let times = 1 + random.below(3); times > 0; times -= 1) {
    const part = random.of(parts)
    const change = random.of(changesOfSource)
    if (random.chance(0.08)) trailer = change(trailer, random, taken.size)
    else if (part.data && random.chance(0.2)) part.data = mutatedBytes(part.data, random)
    else part.head = change(part.head, random, taken.size)
  }
  if (random.chance(0.05)) parts.splice(random.below(parts.length), 1)
  if (random.chance(0.05)) parts.push({ ...random.of(parts) })
  return putTogether(parts, trailer, taken.size, random)
}

function putTogether(parts: Part[], trailer: string, size: number, random: Random): Buffer {
  const chunks: Buffer[] = []
  let at = 0
  const write = (chunk: Buffer | string) => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk
    chunks.push(bytes)
    at += bytes.length
  }
  if (random.chance(0.03)) write(random.of(['\n', '\xef\xbb\xbf', 'HTTP/1.1 200 OK\r\n\r\n']))
  write('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n')
  const offsets = new Map<number, number>()
  for (const { number, head, data } of parts) {
    offsets.set(number, at)
    write(`${number} 0 obj\n`)
    if (data) {
      const length = random.chance(0.03) ? data.length + random.below(9) - 4 : data.length
      write(random.chance(0.97) ? head.replace(/\/Length \d+( 0 R)?/, `/Length ${length}`) : head)
      write('\nstream\n')
      write(data)
      write(random.chance(0.98) ? '\nendstream' : '')
    } else write(head)
    write(random.chance(0.98) ? '\nendobj\n' : '\n')
  }
  const start = random.chance(0.03) ? at + random.below(9) - 4 : at
  const rows = Array.from({ length: size }, (_, number) => {
    const offset = offsets.get(number)
    const shifted = offset === undefined ? 0 : offset + (random.chance(0.01) ? random.below(5) - 2 : 0)
    const used = offset === undefined ? (random.chance(0.1) ? 'n' : 'f') : random.chance(0.01) ? 'f' : 'n'
    return `${String(shifted).padStart(10, '0')} ${number === 0 ? '65535' : '00000'} ${used}${random.chance(0.99) ? ' \n' : '\n'}`
  })
  write(`xref\n0 ${random.chance(0.97) ? size : size - 1 + random.below(3)}\n${rows.join('')}`)
  const previous = random.chance(0.04) ? `/Prev ${random.of([0, start, 9, 99999])} ` : ''
  write(`trailer\n<< /Size ${random.chance(0.95) ? size : random.below(2 * size)} ${previous}${trailer} >>\n`)
  write(`startxref\n${start}\n%%EOF${random.of(['\n', '\n', '\n', '', '\x1a', '\n\nx', '\n<html>'])}`)
  return Buffer.concat(chunks)
}

function mutatedBytes(bytes: Buffer, random: Random): Buffer {
  const out = Buffer.from(bytes)
  if (out.length === 0) return out
  const at = random.below(out.length)
  switch (random.below(5)) {
    case 0:
      return Buffer.concat([out.subarray(0, at), out.subarray(at + 1 + random.below(20))])
    case 1:
      return Buffer.concat([out.subarray(0, at), Buffer.from(random.of(ODD_VALUES)), out.subarray(at)])
    case 2:
      return random.chance(0.2) ? out.subarray(0, at) : out
    default:
      for (let times = 1 + random.below(8); times > 0; times -= 1)
        out[random.below(out.length)] = random.below(256)
      return out
  }
}
