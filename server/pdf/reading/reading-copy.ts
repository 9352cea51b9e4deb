import { deflateSync } from 'node:zlib'
import { objectOf, openPdf, type PdfFile, rawDataOf } from '../format/pdf-file.ts'
import { isStream, makeName, makeStream, type PdfValue } from '../format/pdf-objects.ts'
import { writeValue } from '../format/write-value.ts'
import { type ObjectOrder, orderObjects } from './object-order.ts'

/** Width of a number in the linearization dictionary: the dictionary is written before its numbers are known. */
const DIGITS = 10
const HEADER = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')

/**
 * A copy of a PDF for reading over a slow line: everything that opening it and drawing page 1 takes comes first, the rest
 * follows page by page, so that a viewer with range requests draws page 1 from the first few kilobytes. The layout is that
 * of a linearized file (ISO 32000-2, annex F) without hint tables, which viewers do not use, and with one cross-reference
 * stream in front that covers everything. It is never what is signed or downloaded: content is copied byte by byte, but
 * signatures of the file do not hold in it. Throws `MalformedPdf`.
 */
export function makeReadingCopy(bytes: Uint8Array): Buffer {
  const file = openPdf(bytes, { lenient: true })
  const order = orderObjects(file)
  const ordered = [...order.first, ...order.rest]
  // Not as arguments: the stack has no room for a hundred thousand.
  const linearized = [...ordered, ...file.places.keys()].reduce((most, one) => Math.max(most, one), 0) + 1
  const objects = new Map(ordered.map((number) => [number, objectBytes(file, number)]))
  // The stream of cross-references is deflated, so its size is known only when every offset is: two rounds, the second
  // with room for the first one's size and a little more.
  let room = 0
  for (;;) {
    const head = Buffer.concat([HEADER, linearization(linearized, order, 0, 0)])
    const places = new Map<number, number>([[linearized, HEADER.length]])
    places.set(linearized + 1, head.length)
    let at = head.length + room
    for (const [number, { length }] of objects) {
      places.set(number, at)
      at += length
    }
    const tail = Buffer.from(`startxref\n${head.length}\n%%EOF\n`)
    const total = at + tail.length
    const references = referenceStream(file, linearized, places)
    if (references.length <= room) {
      const lastOfFirst = order.first.at(-1) ?? order.firstPage
      const end = (places.get(lastOfFirst) ?? 0) + (objects.get(lastOfFirst)?.length ?? 0)
      const padding = Buffer.alloc(room - references.length, ' ')
      return Buffer.concat([
        HEADER,
        linearization(linearized, order, total, end),
        references,
        padding,
        ...objects.values(),
        tail,
      ])
    }
    room = references.length + 64
  }
}

function objectBytes(file: PdfFile, number: number): Buffer {
  const place = file.places.get(number)
  const generation = place?.kind === 'offset' ? place.generation : 0
  const value = objectOf(file, number)
  const whole: PdfValue = isStream(value) ? { ...value, data: rawDataOf(file, value) } : value
  return indirect(number, generation, whole)
}

function indirect(number: number, generation: number, value: PdfValue): Buffer {
  const head = Buffer.from(`${number} ${generation} obj\n`)
  return Buffer.concat([head, writeValue(value), Buffer.from('\nendobj\n')])
}

/** Annex F.3.3, table F.1. The hint stream does not exist; viewers that want it would find white space. */
function linearization(number: number, order: ObjectOrder, total: number, endOfFirst: number): Buffer {
  const fixed = (value: number): string => String(value).padStart(DIGITS, '0')
  return Buffer.from(
    `${number} 0 obj\n<</Linearized 1/L ${fixed(total)}/H [${fixed(1)} ${fixed(1)}]/O ${order.firstPage}` +
      `/E ${fixed(endOfFirst)}/N ${order.pages}/T ${fixed(1)}>>\nendobj\n`,
  )
}

/** §7.5.8: one row of one, five and two bytes for each object. */
function referenceStream(file: PdfFile, linearized: number, places: ReadonlyMap<number, number>): Buffer {
  const size = linearized + 2
  const rows = Buffer.alloc(size * 8)
  for (const [number, offset] of places) {
    const place = file.places.get(number)
    rows[number * 8] = 1
    rows.writeUIntBE(offset, number * 8 + 1, 5)
    rows.writeUInt16BE(place?.kind === 'offset' ? place.generation : 0, number * 8 + 6)
  }
  const { entries } = file.trailer
  const stream = makeStream(
    {
      Type: makeName('XRef'),
      Size: size,
      W: [1, 5, 2],
      Root: entries.get('Root'),
      Info: entries.get('Info'),
      ID: entries.get('ID'),
      Filter: makeName('FlateDecode'),
    },
    deflateSync(rows),
  )
  return indirect(linearized + 1, 0, stream)
}
