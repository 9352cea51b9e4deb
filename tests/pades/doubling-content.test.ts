import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { isolationOf } from '#server/pdf/writing/content-end.ts'
import { decoded } from '#server/pdf/writing/stream-filters.ts'
import { makePdf, streamSource } from '#tests/fixtures/pdf/make-pdf.ts'
import { expectLinear } from '#tests/support/doubling.ts'
import { doors, numbered, refs, type Shape } from '#tests/support/many-objects.ts'

/** What a page's content may hold, and how it may be packed: twice the bytes, at most two and a half times the processor time. */
const content = (size: number, piece: string, opening = '', closing = ''): Shape => ({
  size,
  run: isolationOf,
  make: (count) => Buffer.from(`${opening}${piece.repeat(count)}${closing}`, 'latin1'),
})
const packed = (size: number, filters: string[], make: (count: number) => Buffer): Shape => ({
  size,
  make,
  run: (bytes) => {
    try {
      decoded(
        bytes,
        filters.map((name) => ({ name, parameters: {} })),
        1e8,
      )
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
    }
  },
})

const shapes: Record<string, Shape> = {
  'images without their beginning': content(6000, 'ID EI '),
  'one beginning and many images': content(6000, 'ID EI ', 'BI '),
  'an image whose filter is looked for in blanks': content(8000, ' ', 'BI /F', 'ID x EI'),
  'an image whose colours are looked for in blanks': content(
    20_000,
    ' ',
    'BI /W 1 /H 1 /BPC 8 /CS',
    'ID x EI',
  ),
  'images whose filters are looked for in blanks': content(30, `BI /F${' '.repeat(16_000)}ID x EI `),
  'images with many words': content(4000, 'BI /W 1 /H 1 /BPC 8 /CS /G ID x EI '),
  'images in letters, without their end marks': content(20_000, 'BI /F /A85 ID x EI '),
  'an image without its end': content(200_000, 'E', 'BI ID '),
  'states that are saved': content(50_000, 'q '),
  'states that are restored': content(50_000, 'Q '),
  'saved and restored': content(50_000, 'q Q '),
  'strings that open': content(100_000, '('),
  'strings that are escaped': content(100_000, '\\(', '('),
  'hexadecimal strings that open': content(100_000, '<4 '),
  'dictionaries that open': content(50_000, '<<'),
  'dictionaries that close': content(50_000, '>>'),
  'arrays that open': content(100_000, '['),
  'marked content that opens': content(50_000, '/A BMC '),
  'marked content that closes': content(50_000, 'EMC '),
  'compatibility sections with unknown words': content(50_000, 'BX abc '),
  comments: content(50_000, '% q\n'),
  'a comment without end': content(200_000, '%'),
  'text objects': content(50_000, 'BT ET '),
  names: content(100_000, '/A#'),
  'a name': content(200_000, 'a', '/'),
  'a number': content(200_000, '1'),
  'LZW codes': packed(50_000, ['LZW'], (count) => Buffer.alloc(count)),
  'ASCII85 letters': packed(100_000, ['A85'], (count) => Buffer.alloc(count, 'abcde')),
  'ASCII85 zeros': packed(100_000, ['A85'], (count) => Buffer.alloc(count, 'z')),
  'hexadecimal digits': packed(100_000, ['AHx'], (count) => Buffer.alloc(count, '4 ')),
  'runs of one byte': packed(20_000, ['RL'], (count) => Buffer.alloc(count, Buffer.of(255, 1))),
  'runs of many bytes': packed(20_000, ['RL'], (count) => Buffer.alloc(count, Buffer.of(129, 1))),
  'a chain of filters': packed(20_000, ['AHx', 'A85', 'Fl', 'RL'], (count) => {
    const runs = deflateSync(Buffer.alloc(count, Buffer.of(129, 1)))
    return Buffer.from(`${Buffer.from(`${ascii85(runs)}~>`).toString('hex')}>`)
  }),
}

function ascii85(bytes: Buffer): string {
  const whole = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
  return Array.from({ length: whole.length / 4 }, (_, index) => {
    const value = whole.readUInt32BE(index * 4)
    return [4, 3, 2, 1, 0]
      .map((power) => String.fromCharCode(33 + (Math.floor(value / 85 ** power) % 85)))
      .join('')
  }).join('')
}

test('a part of the content that very many pages share is refused as too costly', async () => {
  const { intake, remove } = doors()
  const pages = 80
  const parts = numbered(pages, () => '', 5000)
  const outcome = await intake(
    makePdf({
      objects: {
        2: `<< /Type /Pages /Kids [${refs(pages)}] /Count ${pages} >>`,
        9: streamSource('/Filter /FlateDecode', deflateSync(Buffer.alloc(1_000_000, '%'))),
        ...numbered(
          pages,
          (index) =>
            `<< /Type /Page /Parent 2 0 R /Contents [${5000 + index} 0 R 9 0 R] /MediaBox [0 0 9 9] /Resources << >> >>`,
        ),
        ...Object.fromEntries(Object.keys(parts).map((number) => [number, streamSource('', ' ')])),
      },
    }),
  ).finally(remove)
  expect(outcome).toEqual({ ok: false, problem: 'too_costly' })
})

test.for(Object.entries(shapes))('%s', { timeout: 120_000 }, async ([, { make, size, run }]) => {
  await expectLinear(run, make, size)
})
