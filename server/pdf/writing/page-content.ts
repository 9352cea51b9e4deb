import { type PdfFile, rawDataOf, resolve } from '#server/pdf/format/pdf-file.ts'
import {
  dictOf,
  isStream,
  MalformedPdf,
  nameOf,
  type PdfStream,
  type PdfValue,
} from '#server/pdf/format/pdf-objects.ts'
import { type Isolation, isolationOf } from './content-end.ts'
import { decoded, type Filter } from './stream-filters.ts'

/** Most bytes that the content of one page, and of all pages together, may unfold to. */
const MOST_ON_A_PAGE = 64 * 1024 * 1024
const MOST_IN_A_FILE = 384 * 1024 * 1024

/** Reads what pages leave behind, within bounds for the whole file. */
export class PageContents {
  readonly #file: PdfFile
  #left = MOST_IN_A_FILE

  constructor(file: PdfFile) {
    this.#file = file
  }

  /** How what follows this page's content is drawn on a clean page. Throws RangeError where that would cost too much. */
  isolation(streams: PdfValue[]): Isolation {
    const pieces: Uint8Array[] = []
    for (const item of streams) {
      const stream = resolve(this.#file, item)
      if (!isStream(stream)) continue
      const piece = streamContent(this.#file, stream, Math.min(MOST_ON_A_PAGE, this.#left))
      if (!piece) return { kind: 'unclear', reason: 'a content stream that cannot be decoded' }
      this.#left -= piece.length
      pieces.push(piece)
    }
    const [only] = pieces
    if (only && pieces.length === 1) return isolationOf(only)
    // The division between two streams is one between two words (ISO 32000-2, 7.8.2).
    return isolationOf(Buffer.concat(pieces.flatMap((piece) => [piece, LINE_END])))
  }
}

const LINE_END = Uint8Array.of(10)

/** The bytes of a stream of page content, decoded; null when that is not possible. */
export function streamContent(file: PdfFile, stream: PdfStream, limit = MOST_ON_A_PAGE): Uint8Array | null {
  const filters = filtersOf(file, stream)
  try {
    return filters && decoded(rawDataOf(file, stream), filters, Math.max(1, limit))
  } catch (error) {
    if (error instanceof MalformedPdf) return null
    throw error
  }
}

function filtersOf(file: PdfFile, { dict }: PdfStream): Filter[] | null {
  const listed = (key: string, short: string): PdfValue[] => {
    const value = resolve(file, dict.entries.get(key) ?? dict.entries.get(short))
    return Array.isArray(value) ? value.map((item) => resolve(file, item)) : value === null ? [] : [value]
  }
  const parameters = listed('DecodeParms', 'DP')
  const filters: Filter[] = []
  for (const [index, value] of listed('Filter', 'F').entries()) {
    const name = nameOf(value)
    if (name === undefined) return null
    const entries = dictOf(parameters[index])?.entries ?? new Map<string, PdfValue>()
    const numbers = [...entries].map(([key, item]) => [key, resolve(file, item)] as const)
    filters.push({
      name,
      parameters: Object.fromEntries(
        numbers.filter((one): one is [string, number] => typeof one[1] === 'number'),
      ),
    })
  }
  return filters
}
