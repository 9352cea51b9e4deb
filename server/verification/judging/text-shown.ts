import type { Cursor } from '#server/pdf/format/cursor.ts'
import { skipSpace } from '#server/pdf/format/cursor.ts'
import { dataOf, entryOf, listOf, type PdfFile, resolve } from '#server/pdf/format/pdf-file.ts'
import {
  isDict,
  isStream,
  isString,
  MalformedPdf,
  nameOf,
  type PdfDict,
  type PdfValue,
  textOf,
} from '#server/pdf/format/pdf-objects.ts'
import { catalogOf, pagesOf } from '#server/pdf/format/pdf-pages.ts'
import { readValue } from '#server/pdf/format/read-value.ts'

/** Codes of a font to the text that they show, by `/ToUnicode` (ISO 32000-2 §9.10.3). */
type Codes = Map<string, string>

/** More text no certificate has. */
const MOST_CHARACTERS = 500_000

/**
 * What the pages show and what the attached files hold, without blanks: to look for hashes in. For our own certificates, whose
 * fonts say what their codes mean; text that says nothing of itself is left out.
 */
export function textShown(file: PdfFile): string {
  const parts: string[] = []
  for (const page of pagesOf(file)) {
    const resources = resolve(file, page.inherited.get('Resources'))
    const fonts = isDict(resources) ? entryOf(file, resources, 'Font') : null
    const codes = new Map<string, Codes>()
    for (const content of page.contents) {
      const stream = resolve(file, content)
      if (isStream(stream)) readContent(unfolded(file, stream), { file, fonts, codes, parts })
    }
  }
  return [...parts, ...attachedTexts(file)].join('').replace(/\s+/g, '').slice(0, MOST_CHARACTERS)
}

function unfolded(file: PdfFile, value: PdfValue): Buffer {
  try {
    return isStream(value) ? dataOf(file, value) : Buffer.alloc(0)
  } catch (error) {
    if (error instanceof MalformedPdf) return Buffer.alloc(0)
    throw error
  }
}

type Reading = { file: PdfFile; fonts: PdfValue; codes: Map<string, Codes>; parts: string[] }

function readContent(bytes: Buffer, reading: Reading): void {
  const cursor: Cursor = { bytes, at: 0, tolerate: () => undefined }
  let operands: PdfValue[] = []
  let font: Codes = new Map()
  for (;;) {
    skipSpace(cursor)
    if (cursor.at >= bytes.length) return
    const before = cursor.at
    const operator = /^[A-Za-z'"*]+/.exec(bytes.toString('latin1', before, before + 12))?.[0]
    if (operator === undefined || operator === 'true' || operator === 'false') {
      const value = tryValue(cursor)
      if (cursor.at === before) return
      operands.push(value)
      continue
    }
    cursor.at += operator.length
    if (operator === 'Tf') font = codesOf(reading, nameOf(operands[0]) ?? '')
    if (operator === 'Tj' || operator === 'TJ') reading.parts.push(shown(operands[0] ?? null, font))
    operands = []
  }
}

function tryValue(cursor: Cursor): PdfValue {
  try {
    return readValue(cursor)
  } catch (error) {
    if (!(error instanceof MalformedPdf)) throw error
    cursor.at = cursor.bytes.length
    return null
  }
}

function shown(value: PdfValue, font: Codes): string {
  if (Array.isArray(value)) return value.map((one) => shown(one, font)).join('')
  if (!isString(value)) return ''
  const codes = Buffer.from(value.bytes).toString('hex').match(/.{4}/g) ?? []
  return codes.map((code) => font.get(code) ?? '').join('')
}

function codesOf({ file, fonts, codes }: Reading, name: string): Codes {
  const known = codes.get(name)
  if (known) return known
  const font = isDict(fonts) ? entryOf(file, fonts, name) : null
  const made = isDict(font)
    ? readCodes(unfolded(file, entryOf(file, font, 'ToUnicode')))
    : new Map<string, string>()
  codes.set(name, made)
  return made
}

/** `bfchar` and `bfrange` of a CMap with codes of two bytes. */
function readCodes(map: Buffer): Codes {
  const codes: Codes = new Map()
  const text = map.toString('latin1')
  const unicode = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le')
  for (const [, block = ''] of text.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, code = '', to = ''] of block.matchAll(/<([0-9a-f]{4})>\s*<((?:[0-9a-f]{4})+)>/gi))
      codes.set(code.toLowerCase(), unicode(to))
  }
  for (const [, block = ''] of text.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from = '', until = '', to = ''] of block.matchAll(
      /<([0-9a-f]{4})>\s*<([0-9a-f]{4})>\s*<([0-9a-f]{4})>/gi,
    )) {
      const [first, last, start] = [from, until, to].map((hex) => Number.parseInt(hex, 16))
      for (let step = 0; step <= (last ?? 0) - (first ?? 0); step += 1)
        codes.set(
          ((first ?? 0) + step).toString(16).padStart(4, '0'),
          String.fromCharCode((start ?? 0) + step),
        )
    }
  }
  return codes
}

/** Names every state that the document ever had, and so says nothing of which one the certificate is about. */
const TRAIL = 'trail.jsonl'

/** Attached files, as evidence in a form for machines. */
function attachedTexts(file: PdfFile): string[] {
  const attached = listOf(file, entryOf(file, catalogOf(file), 'AF'))
  const names = entryOf(file, catalogOf(file), 'Names')
  const tree = isDict(names) ? entryOf(file, names, 'EmbeddedFiles') : null
  const named = isDict(tree) ? listOf(file, entryOf(file, tree, 'Names')) : []
  const specifications = [...new Set([...attached, ...named].filter(isDict))]
  const telling = specifications.filter((one) => textOf(resolve(file, one.entries.get('UF'))) !== TRAIL)
  return telling.map((one: PdfDict) => {
    const files = entryOf(file, one, 'EF')
    return isDict(files) ? unfolded(file, entryOf(file, files, 'F')).toString('latin1') : ''
  })
}
