import { inflateSync } from 'node:zlib'

/** One entry: where an object is said to be. Objects within object streams are left out. */
export type CrossReference = { number: number; generation: number; offset: number; inUse: boolean }

const MOST_INFLATED_BYTES = 32 * 1024 * 1024
const FIRST_PNG_PREDICTOR = 10

/** Reads the cross-reference stream at an offset (ISO 32000-2, 7.5.8); null when it is none that we can read. */
export function readCrossReferenceStream(
  bytes: Buffer,
  at: number,
): { entries: CrossReference[]; previous: number | null } | null {
  const opening = bytes.toString('latin1', at, at + 8192)
  const keyword = /stream(\r\n|\n)/.exec(opening)
  if (!keyword) return null
  const dictionary = opening.slice(0, keyword.index)
  const integer = (key: string): number | null => {
    const found = new RegExp(`/${key}\\s+(\\d+)(?!\\s+\\d+\\s+R)`).exec(dictionary)
    return found ? Number(found[1]) : null
  }
  const list = (key: string): number[] | null =>
    new RegExp(`/${key}\\s*\\[([\\d\\s]+)\\]`).exec(dictionary)?.[1]?.trim().split(/\s+/).map(Number) ?? null
  const widths = list('W')
  if (widths?.length !== 3) return null
  const start = at + keyword.index + keyword[0].length
  const end = bytes.indexOf('endstream', start)
  const data = unfold(bytes.subarray(start, end === -1 ? bytes.length : end), dictionary, integer)
  if (!data) return null
  return {
    entries: entriesOf(data, widths as [number, number, number], list('Index') ?? [0, integer('Size') ?? 0]),
    previous: integer('Prev'),
  }
}

function entriesOf(
  data: Buffer,
  [type, second, third]: [number, number, number],
  index: number[],
): CrossReference[] {
  const entries: CrossReference[] = []
  const row = type + second + third
  let at = 0
  for (let pair = 0; pair + 1 < index.length; pair += 2) {
    const [first, count] = [index[pair] as number, index[pair + 1] as number]
    for (let number = first; number < first + count && at + row <= data.length; number += 1, at += row) {
      const kind = type === 0 ? 1 : field(data, at, type)
      if (kind !== 1) continue
      const offset = field(data, at + type, second)
      entries.push({ number, offset, generation: field(data, at + type + second, third), inUse: true })
    }
  }
  return entries
}

function unfold(raw: Buffer, dictionary: string, integer: (key: string) => number | null): Buffer | null {
  if (!dictionary.includes('/Filter')) return raw
  if (!/\/Filter\s*\[?\s*\/FlateDecode/.test(dictionary)) return null
  try {
    const data = inflateSync(raw, { maxOutputLength: MOST_INFLATED_BYTES })
    const predictor = integer('Predictor') ?? 1
    if (predictor < FIRST_PNG_PREDICTOR) return predictor === 1 ? data : null
    return undoPrediction(data, integer('Columns') ?? 1)
  } catch {
    return null
  }
}

/** Undoes PNG prediction, one byte per pixel (ISO 32000-2, 7.4.4.4; PNG, 9.2). */
function undoPrediction(data: Buffer, columns: number): Buffer | null {
  const rows = Math.floor(data.length / (columns + 1))
  const out = Buffer.alloc(rows * columns)
  for (let row = 0; row < rows; row += 1) {
    const filter = data[row * (columns + 1)] as number
    if (filter > 4) return null
    for (let column = 0; column < columns; column += 1) {
      const at = row * columns + column
      const left = column > 0 ? (out[at - 1] as number) : 0
      const up = row > 0 ? (out[at - columns] as number) : 0
      const corner = row > 0 && column > 0 ? (out[at - columns - 1] as number) : 0
      const predicted = predict(filter, left, up, corner)
      out[at] = (data[row * (columns + 1) + 1 + column] as number) + predicted
    }
  }
  return out
}

function predict(filter: number, left: number, up: number, corner: number): number {
  if (filter < 3) return filter === 0 ? 0 : filter === 1 ? left : up
  if (filter === 3) return (left + up) >> 1
  const estimate = left + up - corner
  const [toLeft, toUp, toCorner] = [left, up, corner].map((value) => Math.abs(estimate - value)) as [
    number,
    number,
    number,
  ]
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}

function field(data: Buffer, at: number, width: number): number {
  let value = 0
  for (let index = 0; index < width; index += 1) value = value * 256 + (data[at + index] as number)
  return value
}
