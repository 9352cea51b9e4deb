import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { isolationOf } from '#server/pdf/writing/content-end.ts'
import { decoded } from '#server/pdf/writing/stream-filters.ts'
import { expectLinear } from '#tests/support/doubling.ts'

const of = (content: string) => isolationOf(Buffer.from(content, 'latin1'))
const saved = (before: string, after: string) => ({ kind: 'saved', before, after })

describe('what follows a page’s content starts on a clean page', () => {
  test.each([
    ['nothing at all', '', saved('q\n', '\nQ\n')],
    ['balanced content', 'q 1 0 0 1 5 5 cm Q BT (x) Tj ET', saved('q\n', '\nQ\n')],
    ['states that are never restored', 'q q 2 0 0 2 0 0 cm', saved('q\n', '\nQ Q Q\n')],
    ['a surplus Q before anything else', 'Q 0.1 0 0 0.1 0 0 cm 0 0 9 9 re f', saved('q q\n', '\nQ\n')],
    ['a surplus Q at the very end', '0.1 0 0 0.1 0 0 cm 0 0 9 9 re f Q', saved('q q\n', '\nQ\n')],
    ['Q and q in the wrong order', 'Q Q q 1 w', saved('q q q\n', '\nQ Q\n')],
    ['an open text object', 'BT /F 9 Tf (Q q Q \\) \\( ) Tj', saved('q\n', '\nET Q\n')],
    ['a path that nobody painted', '0 0 m 9 9 l', saved('q\n', '\nn Q\n')],
    ['a clipping path in the making', '0 0 9 9 re W', saved('q\n', '\nn Q\n')],
    ['open marked content', '/OC /L BDC /P BMC EMC BX', saved('q\n', '\nEMC EX Q\n')],
    ['a string without end', 'q (abc (d', saved('q\n', '\n)) Q Q\n')],
    ['a hexadecimal string without end', '<0a', saved('q\n', '\n> Q\n')],
    ['brackets without end', '[<< /A [ 1', saved('q\n', '\n] >> ] Q\n')],
    ['a comment', '% q q q', saved('q\n', '\nQ\n')],
    ['names and dictionaries that look like operators', '/q /Q << /q /Q >> pop', saved('q\n', '\nQ\n')],
    [
      'an inline image full of q',
      `BI /W 4 /H 2 /BPC 8 /CS /G ID q Q EI Q \nEI Q q`,
      saved('q q\n', '\nQ Q\n'),
    ],
    ['a packed inline image', 'BI /W 4 /H 2 /F /AHx ID 51204549 > EI q', saved('q\n', '\nQ Q\n')],
  ])('after %s', (_what, content, isolation) => {
    expect(of(content)).toEqual(isolation)
  })

  test.each([
    ['operators within brackets', '[ (a) Tj ET'],
    ['what is no content', 'abc '.repeat(60)],
    ['an inline image without end', 'BI /W 1 /H 1 ID x'],
    ['an inline image without its beginning', 'q ID x EI Q'],
    ['a second image without its own beginning', 'BI /W 1 /H 1 ID x EI ID y EI'],
    ['a clip that a surplus Q would have lifted', '0 0 9 9 re W n Q 0 0 9 9 re f'],
    ['a matrix that a surplus Q would have undone', '2 0 0 2 0 0 cm Q 0 0 9 9 re f'],
    ['states beyond all measure', 'q '.repeat(5000)],
  ])('and %s is not taken', (_what, content) => {
    expect(of(content)).toMatchObject({ kind: 'unclear' })
  })

  test('twice the content takes about twice the time', async () => {
    const piece =
      'q 1 0 0 1 0 0 cm BT /F 9 Tf (some text) Tj ET [1 2] 0 d << /A (b) >> BI /W 1 /H 1 ID x EI Q\n'
    await expectLinear(isolationOf, (count) => Buffer.from(piece.repeat(count)), 20_000)
  })
})

describe('content streams are decoded', () => {
  const text = Buffer.from('q 1 0 0 1 0 0 cm BT (some text, some text, some text) Tj ET Q\n'.repeat(40))
  const filter = (name: string, parameters = {}) => [{ name, parameters }]

  test('when they are deflated, cut short or not', () => {
    expect(decoded(deflateSync(text), filter('FlateDecode'), 1e6)).toEqual(text)
    expect(decoded(deflateSync(text).subarray(0, -6), filter('Fl'), 1e6)?.length).toBeGreaterThan(100)
    expect(decoded(Buffer.from('no such thing'), filter('FlateDecode'), 1e6)).toBeNull()
    expect(() => decoded(deflateSync(text), filter('FlateDecode'), 100)).toThrow(RangeError)
  })

  test('when they are spelled in letters', () => {
    expect(decoded(Buffer.from(`${text.toString('hex')}>`), filter('AHx'), 1e6)).toEqual(text)
    const letters = Buffer.from('87cURD]i,"Ebo80~>')
    expect(decoded(letters, filter('A85'), 1e6)).toEqual(Uint8Array.from(Buffer.from('Hello World!')))
    expect(decoded(Buffer.of(2, 65, 66, 67, 254, 68, 128), filter('RL'), 1e6)).toEqual(
      Uint8Array.from(Buffer.from('ABCDDD')),
    )
  })

  test('when they are packed with LZW', () => {
    // The example of ISO 32000-2, 7.4.4.2.
    const packed = Buffer.of(0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01)
    expect(decoded(packed, filter('LZWDecode'), 1e6)).toEqual(
      Uint8Array.of(45, 45, 45, 45, 45, 65, 45, 45, 45, 66),
    )
  })

  test('and pictures are not', () => {
    expect(decoded(text, filter('DCTDecode'), 1e6)).toBeNull()
  })
})
