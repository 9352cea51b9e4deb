import { deflateSync } from 'node:zlib'
import { afterAll, test } from 'vitest'
import { objectOf, openPdf } from '#server/pdf/format/pdf-file.ts'
import { recoverPdf } from '#server/pdf/format/recover.ts'
import { makeReadingCopy } from '#server/pdf/reading/reading-copy.ts'
import { makePdf, streamSource } from '#tests/fixtures/pdf/make-pdf.ts'
import { expectLinear } from '#tests/support/doubling.ts'
import { doors, many, numbered, reading, refs, type Shape } from '#tests/support/many-objects.ts'

/**
 * Twice the input, at most two and a half times the processor time: many of everything that a stranger's PDF may hold.
 * Sizes are such that a quadratic reader takes many seconds. What is named from many places, the content of pages and
 * real signatures are beside (`doubling-shared`, `doubling-content`, `doubling-signatures`).
 */
const { intake, listing, examining, remove } = doors()
afterAll(remove)

const page = '/MediaBox [0 0 595 842] /Resources << >>'

/** The bytes with so many sections of one entry each behind them. */
function manyUpdates(bytes: Buffer, count: number): Buffer {
  let previous = Number(/startxref\s+(\d+)/.exec(bytes.toString('latin1'))?.[1])
  const parts = [bytes]
  let at = bytes.length
  for (let index = 0; index < count; index += 1) {
    const text = `xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 9 /Root 1 0 R /Prev ${previous} >>\nstartxref\n${at}\n%%EOF\n`
    previous = at
    parts.push(Buffer.from(text))
    at += text.length
  }
  return Buffer.concat(parts)
}

function longTable(count: number): Buffer {
  const head = '%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n'
  const rows = many(count, () => '0000000009 00000 n \n').join('')
  const trailer = `trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${head.length}\n%%EOF\n`
  return Buffer.from(`${head}xref\n0 ${count}\n${rows}${trailer}`)
}

/** An object stream with so many objects, and the cross-reference stream that names them all. */
function fullObjectStream(count: number): Buffer {
  const header = many(count, (index) => `${10 + index} ${index * 12}`).join(' ')
  const data = deflateSync(`${header} ${many(count, () => '<< /A (bc) >>'.slice(0, 12)).join('')}`)
  const head = Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n')
  const first = header.length + 1
  const container = streamSource(`/Type /ObjStm /N ${count} /First ${first} /Filter /FlateDecode`, data)
  const rows = Buffer.alloc((count + 10) * 7)
  const put = (number: number, type: number, second: number, third: number) => {
    rows.writeUInt8(type, number * 7)
    rows.writeUInt32BE(second, number * 7 + 1)
    rows.writeUInt16BE(third & 0xffff, number * 7 + 5)
  }
  put(1, 1, 9, 0)
  for (let index = 0; index < count; index += 1) put(10 + index, 2, 3, index)
  const containerAt = head.length
  put(3, 1, containerAt, 0)
  const body = Buffer.concat([
    head,
    Buffer.from('3 0 obj\n'),
    Buffer.from(container),
    Buffer.from('\nendobj\n'),
  ])
  const entries = `/Type /XRef /Size ${count + 10} /W [1 4 2] /Root 1 0 R /Filter /FlateDecode`
  const xref = streamSource(entries, deflateSync(rows))
  return Buffer.concat([
    body,
    Buffer.from('4 0 obj\n'),
    Buffer.from(xref),
    Buffer.from(`\nendobj\nstartxref\n${body.length}\n%%EOF\n`),
  ])
}

const signature =
  '<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [0 9 99 9] /Contents <3000> >>'

const shapes: Record<string, Shape> = {
  'a page with many annotations': {
    size: 6000,
    run: intake,
    make: (size) =>
      makePdf({
        pages: [{ entries: `${page} /Annots [${refs(size)}]` }],
        objects: numbered(size, () => '<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] >>'),
      }),
  },
  'a page with many annotations of no number': {
    size: 6000,
    run: intake,
    make: (size) => {
      const annotations = many(size, (index) => `<< /Type /Annot /Subtype /Link /Rect [0 0 9 ${index}] >>`)
      return makePdf({ pages: [{ entries: `${page} /Annots [${annotations.join(' ')}]` }] })
    },
  },
  'many pages': {
    size: 400,
    run: intake,
    make: (size) => makePdf({ pages: many(size, () => '').map(() => ({})) }),
  },
  'many form fields': {
    size: 3000,
    run: intake,
    make: (size) =>
      makePdf({
        pages: [{ entries: `${page} /Annots [${refs(size)}]` }],
        catalogEntries: `/AcroForm << /Fields [${refs(size)}] >>`,
        objects: numbered(
          size,
          (index) => `<< /Type /Annot /Subtype /Widget /FT /Btn /T (f${index}) /Rect [0 0 9 9] >>`,
        ),
      }),
  },
  'a word that once made the scan for object streams quadratic': {
    size: 150_000,
    run: intake,
    make: (size) => makePdf({ catalogEntries: `/X [${'/ObjStm '.repeat(size)}]` }),
  },
  'one dictionary with a doubled key, many times': {
    size: 60_000,
    run: reading((bytes) => [...openPdf(bytes, { lenient: true }).sections]),
    make: (size) => makePdf({ trailerEntries: many(size, (index) => `/K${index % 99} ${index}`).join(' ') }),
  },
  'many updates': {
    size: 4000,
    run: reading(openPdf),
    make: (size) => manyUpdates(makePdf(), size),
  },
  'a cross-reference table': { size: 50_000, run: reading(openPdf), make: longTable },
  'a full object stream': {
    size: 50_000,
    run: reading((bytes) => objectOf(openPdf(bytes), 10)),
    make: fullObjectStream,
  },
  'objects whose strings never end, looked for one by one': {
    size: 40_000,
    run: reading(recoverPdf),
    make: (size) =>
      Buffer.from(`%PDF-1.7\n${many(size, (index) => `${index + 1} 0 obj (`).join(' ')}\n%%EOF`),
  },
  'objects whose hex never ends, looked for one by one': {
    size: 40_000,
    run: reading(recoverPdf),
    make: (size) =>
      Buffer.from(`%PDF-1.7\n${many(size, (index) => `${index + 1} 0 obj <4`).join(' ')}\n%%EOF`),
  },
  'many objects, looked for one by one': {
    size: 100_000,
    run: reading(recoverPdf),
    make: (size) =>
      Buffer.from(
        `%PDF-1.7\n${many(size, (index) => `${index + 1} 0 obj\n<< /Type /Catalog >>\nendobj\n`).join('')}%%EOF`,
      ),
  },
  'many signatures at upload': {
    size: 4000,
    run: intake,
    make: (size) =>
      makePdf({
        catalogEntries: `/AcroForm << /Fields [${refs(size)}] >>`,
        objects: numbered(size, () => `<< /FT /Sig /T (s) /V ${signature} >>`),
      }),
  },
  'many signatures, listed': {
    size: 4000,
    run: listing,
    make: (size) =>
      makePdf({
        catalogEntries: `/AcroForm << /Fields [${refs(size)}] >>`,
        objects: numbered(size, () => `<< /FT /Sig /T (s) /V ${signature} >>`),
      }),
  },
  'many signatures at the verification page': {
    size: 4000,
    run: examining,
    make: (size) =>
      makePdf({
        catalogEntries: `/AcroForm << /Fields [${refs(size)}] >>`,
        objects: numbered(size, () => `<< /FT /Sig /T (s) /V ${signature} >>`),
      }),
  },
  'a name tree of many leaves': {
    size: 3000,
    run: intake,
    make: (size) =>
      makePdf({
        catalogEntries: `/Names << /Dests << /Kids [${refs(size)}] >> >>`,
        objects: numbered(
          size,
          (index) => `<< /Limits [(${index}) (${index})] /Names [(${index}) [10 0 R /Fit]] >>`,
        ),
      }),
  },
  'a name tree, each node below the one before': {
    size: 3000,
    run: intake,
    make: (size) =>
      makePdf({
        catalogEntries: '/Names << /Dests 100 0 R >>',
        objects: numbered(size, (index) => `<< /Kids [${index === size - 1 ? '' : `${101 + index} 0 R`}] >>`),
      }),
  },
  'a page tree, each node below the one before': {
    size: 30,
    run: intake,
    make: (size) =>
      makePdf({
        objects: {
          2: '<< /Type /Pages /Kids [100 0 R] /Count 1 >>',
          ...numbered(
            size,
            (index) =>
              `<< /Type /Pages /Kids [${index === size - 1 ? '10 0 R' : `${101 + index} 0 R`}] /Count 1 >>`,
          ),
        },
      }),
  },
  'a page tree of many empty nodes': {
    size: 3000,
    run: intake,
    make: (size) =>
      makePdf({
        objects: {
          2: `<< /Type /Pages /Kids [${refs(size)} 10 0 R] /Count 1 >>`,
          ...numbered(size, () => '<< /Type /Pages /Parent 2 0 R /Kids [] /Count 0 >>'),
        },
      }),
  },
  'fields, each below the one before': {
    size: 3000,
    run: examining,
    make: (size) =>
      makePdf({
        catalogEntries: '/AcroForm << /Fields [100 0 R] >>',
        objects: numbered(
          size,
          (index) => `<< /T (f) /Parent ${99 + index} 0 R /Kids [${101 + index} 0 R] >>`,
        ),
      }),
  },
  'references to references': {
    size: 3000,
    run: intake,
    make: (size) =>
      makePdf({
        catalogEntries: `/X [${refs(size)}]`,
        objects: numbered(size, (index) => (index % 19 === 18 ? '[]' : `${101 + index} 0 R`)),
      }),
  },
  'a copy for reading of many objects': {
    size: 5000,
    run: reading(makeReadingCopy),
    make: (size) =>
      makePdf({ catalogEntries: `/X [${refs(size)}]`, objects: numbered(size, () => '<< /A [1] >>') }),
  },
}

test.for(Object.entries(shapes))('%s', { timeout: 120_000 }, async ([, { make, size, run }]) => {
  await expectLinear(run, make, size)
})
