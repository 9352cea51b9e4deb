import { type PdfFile, rawDataOf, resolve } from '#server/pdf/format/pdf-file.ts'
import {
  dictOf,
  isStream,
  MalformedPdf,
  nameOf,
  type PdfStream,
  type PdfValue,
  TooCostlyPdf,
} from '#server/pdf/format/pdf-objects.ts'
import { type Isolation, isolationOf } from './content-end.ts'
import { decoded, type Filter } from './stream-filters.ts'

/** Most bytes that the content of one page, and of all pages together, may unfold to. */
const MOST_ON_A_PAGE = 64 * 1024 * 1024
const MOST_IN_A_FILE = 384 * 1024 * 1024
/** Of these, what is read again: pages may share a part of their content, and a letterhead is short. */
const MOST_AGAIN = 64 * 1024 * 1024

/** Reads what pages leave behind, within bounds for the whole file. */
export class PageContents {
  readonly #file: PdfFile
  /** By the numbers given to the streams here: pages may have one content. */
  readonly #known = new Map<string, Isolation>()
  readonly #numbers = new Map<PdfStream, number>()
  #left = MOST_IN_A_FILE
  readonly #read = new Set<PdfStream>()
  #leftAgain = MOST_AGAIN

  constructor(file: PdfFile) {
    this.#file = file
  }

  /** How what follows this page's content is drawn on a clean page. Throws RangeError where that would cost too much. */
  isolation(items: PdfValue[]): Isolation {
    const streams = items.map((item) => resolve(this.#file, item)).filter(isStream)
    const key = streams.map((stream) => this.#numberOf(stream)).join(' ')
    const known = this.#known.get(key) ?? this.#isolation(streams)
    this.#known.set(key, known)
    return known
  }

  /** The bytes of a stream, decoded; null when that is not possible. Throws RangeError where all of them cost too much. */
  decoded(stream: PdfStream): Uint8Array | null {
    const bytes = streamContent(this.#file, stream, Math.min(MOST_ON_A_PAGE, this.#left))
    // What decodes to nothing was read all the same.
    const cost = Math.max(bytes?.length ?? 0, rawDataOf(this.#file, stream).length)
    this.#left -= cost
    if (this.#read.has(stream)) this.#leftAgain -= cost
    this.#read.add(stream)
    if (this.#leftAgain < 0) throw new RangeError('one content is read too often')
    return bytes
  }

  #numberOf(stream: PdfStream): number {
    const number = this.#numbers.get(stream) ?? this.#numbers.size
    this.#numbers.set(stream, number)
    return number
  }

  #isolation(streams: PdfStream[]): Isolation {
    const pieces: Uint8Array[] = []
    for (const stream of streams) {
      const piece = this.decoded(stream)
      if (!piece) return { kind: 'unclear', reason: 'a content stream that cannot be decoded' }
      pieces.push(piece)
    }
    const [only] = pieces
    if (only && pieces.length === 1) return isolationOf(only)
    // The division between two streams is one between two words (ISO 32000-2, 7.8.2).
    return isolationOf(Buffer.concat(pieces.flatMap((piece) => [piece, LINE_END])))
  }
}

const LINE_END = Uint8Array.of(10)
/** Real streams have one filter or two. */
const MOST_FILTERS = 8
/** What the filters ask (ISO 32000-2, tables 8 and 9); a dictionary of many more may be that of many streams. */
const PARAMETERS = ['Predictor', 'Colors', 'BitsPerComponent', 'Columns', 'EarlyChange']

/** The bytes of a stream of page content, decoded; null when that is not possible. */
export function streamContent(file: PdfFile, stream: PdfStream, limit = MOST_ON_A_PAGE): Uint8Array | null {
  const filters = filtersOf(file, stream)
  try {
    return filters && decoded(rawDataOf(file, stream), filters, Math.max(1, limit))
  } catch (error) {
    if (error instanceof MalformedPdf && !(error instanceof TooCostlyPdf)) return null
    throw error
  }
}

function filtersOf(file: PdfFile, { dict }: PdfStream): Filter[] | null {
  const listed = (key: string, short: string): PdfValue[] => {
    const value = resolve(file, dict.entries.get(key) ?? dict.entries.get(short))
    if (!Array.isArray(value)) return value === null ? [] : [value]
    return value.slice(0, MOST_FILTERS + 1).map((item) => resolve(file, item))
  }
  const parameters = listed('DecodeParms', 'DP')
  const filters: Filter[] = []
  for (const [index, value] of listed('Filter', 'F').entries()) {
    const name = nameOf(value)
    if (name === undefined || index >= MOST_FILTERS) return null
    const given = dictOf(parameters[index])?.entries
    const numbers = PARAMETERS.map((key) => [key, resolve(file, given?.get(key))] as const)
    filters.push({
      name,
      parameters: Object.fromEntries(
        numbers.filter((one): one is [string, number] => typeof one[1] === 'number'),
      ),
    })
  }
  return filters
}
