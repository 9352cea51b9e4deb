import { afterAll, test } from 'vitest'
import { objectOf, openPdf, rawDataOf } from '#server/pdf/format/pdf-file.ts'
import { isStream } from '#server/pdf/format/pdf-objects.ts'
import { pagesOf } from '#server/pdf/format/pdf-pages.ts'
import { recoverPdf } from '#server/pdf/format/recover.ts'
import { hasItsFonts } from '#server/pdf/reading/embedded-fonts.ts'
import { makeReadingCopy } from '#server/pdf/reading/reading-copy.ts'
import { openFieldsOf } from '#server/verification/open-fields.ts'
import { makePdf, streamSource } from '#tests/fixtures/pdf/make-pdf.ts'
import { expectLinear } from '#tests/support/doubling.ts'
import { doors, forked, many, numbered, reading, refs, type Shape } from '#tests/support/many-objects.ts'

/**
 * A file may point at one thing from many places: whoever reads the thing anew at each of them reads the product of the
 * two, or twice as much at each step of a chain. Twice the file, at most two and a half times the processor time.
 */
const { intake, examining, remove } = doors()
afterAll(remove)

const page = '/MediaBox [0 0 595 842] /Resources << >>'
const kids = (count: number) => many(count, (index) => `${10 + 2 * index} 0 R`)
const widgets = (count: number, entries: string) => ({
  pages: [{ entries: `${page} /Annots [${refs(count)}]` }],
  catalogEntries: `/AcroForm << /Fields [${refs(count)}] >>`,
  widgets: numbered(
    count,
    (index) => `<< /Type /Annot /Subtype /Widget /T (f${index}) /Rect [0 0 99 20] ${entries} >>`,
  ),
})
const form = (count: number, entries: string, shared: Record<number, string | Buffer>) => {
  const { widgets: objects, ...rest } = widgets(count, entries)
  return makePdf({ ...rest, objects: { ...objects, ...shared } })
}
const fontsOf = reading((bytes) => {
  const file = openPdf(bytes, { lenient: true })
  for (const one of pagesOf(file)) hasItsFonts(file, one)
})

type Overlapping = { inside?: string; behind?: string; entries?: (toInside: string) => string }

/** Streams that all end where the last one does, with `inside`; `behind` stands between their data and `endstream`. */
function overlapping(
  count: number,
  { inside = '', behind = '', entries = () => '' }: Overlapping = {},
): Buffer {
  const head =
    '%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << >> >>\nendobj\n'
  const digits = (value: number) => String(value).padStart(9, '0')
  const opening = (index: number, toInside: number) =>
    `${10_000 + index} 0 obj\n<< ${entries(digits(toInside))} /Length ${digits(toInside + inside.length)} >>\nstream\n`
  const size = opening(0, 0).length
  const at = many(count, (index) => String(head.length + index * size))
  const body = many(count, (index) => opening(index, (count - index - 1) * size)).join('')
  const text = `${head}${body}${inside}${behind}\nendstream\nendobj\n`
  const first = [1, 2, 3].map((number) => head.indexOf(`${number} 0 obj`))
  const row = (offset: number | string) => `${String(offset).padStart(10, '0')} 00000 n \n`
  const table = `xref\n0 4\n0000000000 65535 f \n${first.map(row).join('')}10000 ${count}\n${at.map(row).join('')}`
  return Buffer.from(
    `${text}${table}trailer\n<< /Size ${10_000 + count} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`,
  )
}

/** Sections of the cross-references, each within a string of the trailer of the one before. */
function nestedSections(count: number): Buffer {
  const section = (next: number) =>
    `xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R /Size 9 /Prev ${String(next).padStart(9, '0')} /X (`
  const head = '%PDF-1.7\n'
  const { length } = section(0)
  const opening = many(count, (index) =>
    section(index === count - 1 ? 0 : head.length + (index + 1) * length),
  )
  return Buffer.from(`${head}${opening.join('')}${') >> '.repeat(count)}\nstartxref\n${head.length}\n%%EOF\n`)
}

const eachStream = reading((bytes) => {
  const file = openPdf(bytes, { lenient: true })
  for (const number of file.places.keys()) {
    const value = objectOf(file, number)
    if (isStream(value)) rawDataOf(file, value)
  }
})

const shapes: Record<string, Shape> = {
  'an expression of layers that forks at each step': {
    size: 11,
    run: intake,
    make: (size) =>
      makePdf({
        catalogEntries: '/X << /Type /OCMD /VE 100 0 R >>',
        objects: forked(size, (next) => `[/And ${next} ${next}]`, '[/And]'),
      }),
  },
  'many memberships in layers with one expression': {
    size: 1000,
    run: intake,
    make: (size) =>
      makePdf({
        catalogEntries: `/X [${refs(size)}]`,
        objects: {
          ...numbered(size, () => '<< /Type /OCMD /VE 99 0 R >>'),
          99: `[/And ${'[/Or] '.repeat(size)}]`,
        },
      }),
  },
  'many usages of layers that are one, with many categories': {
    size: 1500,
    run: intake,
    make: (size) =>
      makePdf({
        catalogEntries: `/OCProperties << /OCGs [99 0 R] /D << /AS [${'98 0 R '.repeat(size)}] >> >>`,
        objects: {
          98: `<< /OCGs [99 0 R] /Category [${'/View '.repeat(size)}] >>`,
          99: '<< /Type /OCG /Name (L) >>',
        },
      }),
  },
  'pages with one list of annotations': {
    size: 300,
    run: intake,
    make: (size) =>
      makePdf({
        pages: many(size, () => '').map(() => ({ entries: `${page} /Annots 8 0 R` })),
        objects: { 8: `[${'9 0 R '.repeat(8 * size)}]`, 9: '<< /Subtype /Link /Rect [0 0 9 9] >>' },
      }),
  },
  'pages with one content': {
    size: 100,
    run: intake,
    make: (size) =>
      makePdf({
        objects: {
          2: `<< /Type /Pages /Kids [${refs(size)}] /Count ${size} >>`,
          9: streamSource('', 'q Q '.repeat(200 * size)),
          ...numbered(size, () => `<< /Type /Page /Parent 2 0 R /Contents 9 0 R ${page} >>`),
        },
      }),
  },
  'pages with one box of many numbers': {
    size: 400,
    run: intake,
    make: (size) =>
      makePdf({
        pages: many(size, () => '').map(() => ({ entries: '/Resources << >>' })),
        treeEntries: `/MediaBox [${'9 '.repeat(20 * size)}]`,
      }),
  },
  'pages that inherit many resources': {
    size: 300,
    run: intake,
    make: (size) =>
      makePdf({
        pages: many(size, () => '').map(() => ({ entries: '/MediaBox [0 0 9 9]' })),
        treeEntries: `/Resources << /XObject << ${many(4 * size, (index) => `/X${index} null`).join(' ')} >> >>`,
      }),
  },
  'contents of pages with one dictionary of parameters': {
    size: 400,
    run: intake,
    make: (size) =>
      makePdf({
        pages: kids(size).map(() => ({})),
        objects: {
          ...Object.fromEntries(
            many(size, (index) => String(11 + 2 * index)).map((number) => [
              number,
              streamSource('/Filter /AHx /DecodeParms 9 0 R', '>'),
            ]),
          ),
          9: `<< ${many(10 * size, (index) => `/K${index} 1`).join(' ')} >>`,
        },
      }),
  },
  'widgets with one dictionary of actions': {
    size: 1500,
    run: intake,
    make: (size) =>
      form(size, '/FT /Btn /AA 99 0 R', {
        99: `<< ${many(size, (index) => `/K${index} 9`).join(' ')} >>`,
      }),
  },
  'text fields with one appearance that shows no text': {
    size: 400,
    run: intake,
    make: (size) =>
      form(size, '/FT /Tx /V (x) /AP << /N 99 0 R >>', {
        99: streamSource('/Subtype /Form /BBox [0 0 9 9]', '0 0 9 9 re '.repeat(10 * size)),
      }),
  },
  'buttons with one appearance that lacks its resources': {
    size: 300,
    run: intake,
    make: (size) =>
      form(size, '/FT /Btn /AP << /N 99 0 R >>', {
        99: streamSource('/Subtype /Form /BBox [0 0 9 9]', '0 0 9 9 re '.repeat(100 * size)),
      }),
  },
  'text fields with one default appearance of many words': {
    size: 500,
    run: intake,
    make: (size) =>
      form(size, '/FT /Tx /V (x) /DA 99 0 R', { 99: `(${'0 g '.repeat(5 * size)} /Helv 9 Tf)` }),
  },
  'a text field of one letter with marks that change places': {
    size: 8000,
    run: intake,
    make: (size) => form(1, `/FT /Tx /V <feff0061${'03010316'.repeat(size)}>`, {}),
  },
  'a text field of one conjunct': {
    size: 8000,
    run: intake,
    make: (size) => form(1, `/FT /Tx /V <feff${'0915094d'.repeat(size)}>`, {}),
  },
  'a text field of letters that are shaped together': {
    size: 20_000,
    run: intake,
    make: (size) => form(1, `/FT /Tx /V <feff${'0915'.repeat(size)}>`, {}),
  },
  'a text field of letters of both directions': {
    size: 8000,
    run: intake,
    make: (size) => form(1, `/FT /Tx /V <feff${'006105d0'.repeat(size)}>`, {}),
  },
  'choices with one list of options': {
    size: 500,
    run: intake,
    make: (size) =>
      form(size, '/FT /Ch /V (o1) /Opt 99 0 R', {
        99: `[${many(5 * size, (index) => `(o${index})`).join(' ')}]`,
      }),
  },
  'a choice of everything in its list': {
    size: 3000,
    run: intake,
    make: (size) => {
      const options = many(size, (index) => `(o${index})`).join(' ')
      return form(1, `/FT /Ch /V [${options}] /Opt [${options}]`, {})
    },
  },
  'fields that fork at each step, without numbers': {
    size: 66,
    run: examining,
    make: (size) =>
      makePdf({
        catalogEntries: '/AcroForm << /Fields 100 0 R >>',
        objects: forked(size, (next) => `[<< /T (a) /Kids ${next} >> << /T (b) /Kids ${next} >>]`, '[]'),
      }),
  },
  'fields with one list of kids': {
    size: 1500,
    run: examining,
    make: (size) =>
      makePdf({
        catalogEntries: `/AcroForm << /Fields [${refs(size)}] >>`,
        objects: {
          ...numbered(size, () => '<< /FT /Tx /T (f) /Kids 99 0 R >>'),
          99: `[${'98 0 R '.repeat(size)}]`,
          98: '<< /Subtype /Widget >>',
        },
      }),
  },
  'open fields with one list of kids': {
    size: 1500,
    run: reading((bytes) => openFieldsOf(openPdf(bytes))),
    make: (size) =>
      makePdf({
        catalogEntries: `/AcroForm << /Fields [${refs(size)}] >>`,
        objects: {
          ...numbered(size, () => '<< /FT /Tx /T (f) /Kids 99 0 R >>'),
          99: `[${'98 0 R '.repeat(size)}]`,
          98: '<< /Subtype /Widget >>',
        },
      }),
  },
  'fields below a long name': {
    size: 1500,
    run: reading((bytes) => openFieldsOf(openPdf(bytes))),
    make: (size) =>
      makePdf({
        catalogEntries: '/AcroForm << /Fields [99 0 R] >>',
        objects: {
          ...numbered(size, (index) => `<< /FT /Tx /T (${index}) >>`),
          99: `<< /T (${'n'.repeat(10 * size)}) /Kids [${refs(size)}] >>`,
        },
      }),
  },
  'fields with one lock of many names': {
    size: 1500,
    run: examining,
    make: (size) =>
      makePdf({
        catalogEntries: `/AcroForm << /Fields [${refs(size)}] >>`,
        objects: {
          ...numbered(size, () => '<< /FT /Sig /T (f) /Lock 99 0 R >>'),
          99: `<< /Action /Include /Fields [${'(n) '.repeat(size)}] >>`,
        },
      }),
  },
  'open fields and as many locks': {
    size: 3000,
    run: reading((bytes) => openFieldsOf(openPdf(bytes))),
    make: (size) => {
      const lock = '<< /TransformMethod /FieldMDP /TransformParams << /Action /Include /Fields [(x)] >> >> '
      return makePdf({
        catalogEntries: `/AcroForm << /Fields [${refs(size)} 99 0 R] >>`,
        objects: {
          ...numbered(size, (index) => `<< /FT /Tx /T (t${index}) >>`),
          99: `<< /T (s) /FT /Sig /V << /ByteRange [0 9 99 9] /Contents <3000> /Reference [${lock.repeat(size)}] >> >>`,
        },
      })
    },
  },
  'a font whose parts fork at each step': {
    size: 11,
    run: fontsOf,
    make: (size) =>
      makePdf({
        pages: [{ entries: '/MediaBox [0 0 9 9] /Resources << /Font << /F 100 0 R >> >>' }],
        objects: forked(
          size,
          (next) => `<< /Subtype /Type0 /DescendantFonts [${next} ${next}] >>`,
          '<< /Subtype /Type3 >>',
        ),
      }),
  },
  'forms with one dictionary of fonts': {
    size: 1000,
    run: fontsOf,
    make: (size) =>
      makePdf({
        pages: [
          {
            entries: `/MediaBox [0 0 9 9] /Resources << /XObject << ${many(size, (index) => `/X${index} ${100 + index} 0 R`).join(' ')} >> >>`,
          },
        ],
        objects: {
          ...numbered(size, () => '<< /Resources << /Font 99 0 R >> >>'),
          99: `<< ${many(size, (index) => `/F${index} 98 0 R`).join(' ')} >>`,
          98: '<< /Subtype /Type3 >>',
        },
      }),
  },
  'streams that lie within each other, copied for reading': {
    size: 1000,
    run: reading(makeReadingCopy),
    make: (size) => overlapping(size),
  },
  'streams that end behind the same blanks': {
    size: 1500,
    run: eachStream,
    make: (size) => overlapping(size, { behind: ' '.repeat(100 * size) }),
  },
  'object streams that lie within each other': {
    size: 800,
    run: reading((bytes) => {
      const file = openPdf(bytes, { lenient: true })
      for (const number of [...file.places.keys()]) {
        if (number < 100) continue
        file.places.set(1_000_000 + number, { kind: 'compressed', container: number, index: 0 })
        try {
          objectOf(file, 1_000_000 + number)
        } catch {
          // Damaged: the place was looked at all the same.
        }
      }
    }),
    make: (size) =>
      overlapping(size, {
        inside: `[${'1 '.repeat(10 * size)}]`,
        entries: (toInside) => `/Type /ObjStm /N 1 /First ${toInside}`,
      }),
  },
  'sections of cross-references that lie within each other': {
    size: 1000,
    run: reading(openPdf),
    make: nestedSections,
  },
  'a number of many figures that is none': {
    size: 8000,
    run: reading(recoverPdf),
    make: (size) => Buffer.from(`%PDF-1.7\n1 0 obj\n${'1'.repeat(size)}x\nendobj\n%%EOF`),
  },
  'a number of many signs that is none': {
    size: 800,
    run: reading(recoverPdf),
    make: (size) => Buffer.from(`%PDF-1.7\n1 0 obj\n${'-'.repeat(size)}${'1'.repeat(size)}x\nendobj\n%%EOF`),
  },
}

test.for(Object.entries(shapes))('%s', { timeout: 120_000 }, async ([, { make, size, run }]) => {
  await expectLinear(run, make, size)
})
