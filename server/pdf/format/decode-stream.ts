/** Unfolds the streams that hold structure: object streams and cross-reference streams (ISO 32000-2 §7.4). */

import { inflateSync } from 'node:zlib'
import { dictOf, MalformedPdf, nameOf, type PdfDict, type PdfValue, TooCostlyPdf } from './pdf-objects.ts'

/** What reading one file may still cost. */
export type Budget = { inflated: number; parsed: number; hashed: number }

/** Most bytes that the object and cross-reference streams of one file may unfold to. */
const MOST_INFLATED_BYTES = 96 * 1024 * 1024
/** So many signatures over a whole file are looked at. */
const MOST_SIGNATURES = 200
const MOST_COLUMNS = 65_536
/** Filters of one stream; real ones have one or two. */
const MOST_FILTERS = 8

/** A budget for a file of this size: each byte may be looked at a few times, not once for each object. */
export function newBudget(fileBytes: number): Budget {
  const parsed = 4 * fileBytes + 1024 * 1024
  return { inflated: MOST_INFLATED_BYTES, parsed, hashed: MOST_SIGNATURES * fileBytes }
}

/** Takes bytes that were hashed for a signature off the budget: each signature may cover the whole file. */
export function spendHashed(budget: Budget, bytes: number): void {
  budget.hashed -= bytes
  if (budget.hashed < 0) throw new TooCostlyPdf('too many signatures over the same bytes')
}

/** Takes bytes that were parsed off the budget. */
export function spendParsed(budget: Budget, bytes: number): void {
  budget.parsed -= bytes
  if (budget.parsed < 0) throw new TooCostlyPdf('the same bytes are read again and again')
}

/** Unfolds stored bytes: Flate with a predictor, or plain; nothing else holds structure in real files. `follow` resolves references. */
export function decode(
  dict: PdfDict,
  raw: Uint8Array,
  budget: Budget,
  follow: (value: PdfValue | undefined) => PdfValue,
): Buffer {
  const filter = follow(dict.entries.get('Filter'))
  if (Array.isArray(filter) && filter.length > MOST_FILTERS) throw new MalformedPdf('too many filters')
  const names = (Array.isArray(filter) ? filter.map(follow) : [filter])
    .filter((one) => one !== null)
    .map(nameOf)
  if (names.length === 0) return asBuffer(raw)
  if (names.length > 1 || (names[0] !== 'FlateDecode' && names[0] !== 'Fl')) {
    throw new MalformedPdf(`filter ${names.join(' ')}`)
  }
  const parameters = follow(dict.entries.get('DecodeParms'))
  const options = dictOf(follow(Array.isArray(parameters) ? parameters[0] : parameters))
  const entry = (key: string) => follow(options?.entries.get(key))
  return unpredict(inflate(raw, budget), {
    predictor: wholeOr(entry('Predictor'), 1),
    columns: wholeOr(entry('Columns'), 1),
    colors: wholeOr(entry('Colors'), 1),
    bits: wholeOr(entry('BitsPerComponent'), 8),
  })
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}

function wholeOr(value: PdfValue, otherwise: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : otherwise
}

function inflate(raw: Uint8Array, budget: Budget): Buffer {
  try {
    const data = inflateSync(raw, { maxOutputLength: Math.max(1, budget.inflated) })
    budget.inflated -= data.length
    return data
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new TooCostlyPdf('the streams unfold to too many bytes', { cause })
    }
    // Too little memory says nothing about the stream.
    if (cause instanceof RangeError || (cause as NodeJS.ErrnoException).code === 'Z_MEM_ERROR') {
      throw new RangeError('too little memory to unfold a stream', { cause })
    }
    throw new MalformedPdf('a stream does not inflate', { cause })
  }
}

type Prediction = { predictor: number; columns: number; colors: number; bits: number }

/** PNG predictors (ISO 32000-2 §7.4.4.4): each row says how it was predicted. */
function unpredict(data: Buffer, { predictor, columns, colors, bits }: Prediction): Buffer {
  if (predictor === 1) return data
  if (predictor < 10 || columns * colors > MOST_COLUMNS || bits > 16) throw new MalformedPdf('predictor')
  const pixel = Math.max(1, (colors * bits) >> 3)
  const width = Math.ceil((columns * colors * bits) / 8)
  const rows = Math.floor(data.length / (width + 1))
  const out = Buffer.alloc(rows * width)
  for (let row = 0; row < rows; row += 1) {
    const type = data[row * (width + 1)] ?? 0
    if (type > 4) throw new MalformedPdf('predictor')
    for (let column = 0; column < width; column += 1) {
      const at = row * width + column
      const left = column >= pixel ? (out[at - pixel] ?? 0) : 0
      const up = row > 0 ? (out[at - width] ?? 0) : 0
      const corner = column >= pixel && row > 0 ? (out[at - width - pixel] ?? 0) : 0
      out[at] = (data[row * (width + 1) + 1 + column] ?? 0) + predicted(type, left, up, corner)
    }
  }
  return out
}

function predicted(type: number, left: number, up: number, corner: number): number {
  if (type === 1) return left
  if (type === 2) return up
  if (type === 3) return (left + up) >> 1
  if (type !== 4) return 0
  const estimate = left + up - corner
  const [toLeft, toUp] = [Math.abs(estimate - left), Math.abs(estimate - up)]
  const toCorner = Math.abs(estimate - corner)
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}
