import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyFinal } from '#server/verification/final-verification.ts'
import { conclude, makeSealer, widget } from '#tests/fixtures/pdf/agreement.ts'
import { appearance, type FieldSource, formPdf, utf16 } from '#tests/fixtures/pdf/form-pdf.ts'
import { type PdfWorkerAtHand, pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'
import { askPyHanko, pyHanko } from '#tests/fixtures/pdf/pyhanko.ts'
import { inkIn, pixelsByMupdf, structureComplaints, textOf } from '#tests/fixtures/pdf/rendering.ts'

let hand: PdfWorkerAtHand
let authority: ReturnType<typeof makeSealer>
let made = 0

beforeAll(() => {
  hand = pdfWorkerAtHand()
  authority = makeSealer()
})
afterAll(() => hand.end())

async function concluded(pdf: Buffer): Promise<string> {
  made += 1
  const path = hand.file(`form-${made}.pdf`, pdf)
  const recipient = { participantId: 'p1', widgets: [widget('w1', 'seal', 330, 200, '山田 太郎')] }
  const sealed = await conclude(hand, authority.sealer, path, [recipient])
  expect((await verifyFinal(sealed.expectation)).problems).toEqual([])
  return sealed.path
}

const shown = async (fields: FieldSource[], form?: string, more = {}) => {
  const path = await concluded(formPdf(fields, form, more))
  return { path, text: textOf(path) }
}
const tx = (value: string, more = ''): FieldSource => ({ entries: `/FT /Tx /V ${value} ${more}` })

describe('what a form holds is drawn before it is flattened', () => {
  it.each<[string, FieldSource, string]>([
    ['a text', tx('(120000 yen)', '/DA (/Helv 12 Tf 0 g)'), '120000yen'],
    [
      'a Japanese text in a font that is not there',
      tx(utf16('金壱百万円'), '/DA (/HeiseiMin 11 Tf 0 g)'),
      '金壱百万円',
    ],
    ['a text in PDFDocEncoding', tx('(\\200 100 \\240)'), '•100€'],
    ['a text in UTF-8', tx('<efbbbfe98791e9a18d>'), '金額'],
    ['a text whose appearance is empty', tx('(stale)', '/AP << /N 200 0 R >>'), 'stale'],
    ['a text whose appearance says something else', tx('(new value)', '/AP << /N 201 0 R >>'), 'newvalue'],
    ['lines', tx('(first line\\rsecond)', '/Ff 4096'), 'firstlinesecond'],
    ['a comb', tx('(1050001)', `/Ff ${1 << 24} /MaxLen 8`), '1050001'],
    ['rich text', { entries: '/FT /Tx /Ff 33558528 /RV (<body><p>A &amp; B</p><p>C</p></body>)' }, 'A&BC'],
    ['a value that the field above has', { entries: '/Parent 210 0 R' }, 'inherited'],
    [
      'a combo box, by the words of its option',
      { entries: `/FT /Ch /Ff ${1 << 17} /V (b) /Opt [[(a) (Apple)] [(b) (Banana)]]` },
      'Banana',
    ],
    ['a push button', { entries: `/FT /Btn /Ff ${1 << 16} /MK << /CA (PdfWorker) /BC [0] >>` }, 'PdfWorker'],
  ])('%s', async (_what, field, text) => {
    const objects = {
      200: appearance('/Tx BMC q 0.9 g 0 0 200 24 re f BT /F 12 Tf () Tj ET Q EMC'),
      201: appearance('/Tx BMC BT /F 12 Tf (old value) Tj ET EMC'),
      210: '<< /FT /Tx /T (above) /V (inherited) /Kids [100 0 R] >>',
    }
    const found = await shown([field], undefined, { objects })
    expect(found.text).toContain(text)
    expect(found.text).not.toContain('oldvalue')
  })

  it('a stale appearance that shows nothing, also where the form does not ask for new ones', async () => {
    const objects = { 200: appearance('/Tx BMC EMC'), 201: appearance('BT /F 12 Tf (as it was) Tj ET') }
    const fields: FieldSource[] = [
      { ...tx('(value one)', '/AP << /N 200 0 R >>'), rectangle: [40, 100, 240, 124] },
      tx('(value two)', '/AP << /N 201 0 R >>'),
    ]
    const { text } = await shown(fields, '', { objects })
    expect(text).toContain('valueone')
    // What a viewer shows is what people agree to.
    expect(text).toContain('asitwas')
    expect(text).not.toContain('valuetwo')
  })

  it('where mupdf draws it too, in its size, colour and place', async () => {
    const fields: FieldSource[] = [
      { entries: '/FT /Tx /V (HHHHHHHH) /DA (/Helv 12 Tf 0 g)', rectangle: [20, 260, 180, 284] },
      { entries: '/FT /Tx /V (HHHHHHHH) /DA (/Helv 12 Tf 0 g) /Q 1', rectangle: [20, 220, 180, 244] },
      { entries: '/FT /Tx /V (HHHHHHHH) /DA (/Helv 12 Tf 0 g) /Q 2', rectangle: [20, 180, 180, 204] },
      { entries: '/FT /Tx /V (HHHHHH) /DA (/Helv 0 Tf 0 g)', rectangle: [20, 140, 180, 164] },
      {
        entries: '/FT /Tx /V (HHHHH) /DA (/Helv 12 Tf 0 g) /MK << /R 90 >>',
        rectangle: [200, 180, 224, 284],
      },
      {
        entries: '/FT /Tx /V (HHHHH) /DA (/Helv 12 Tf 0 g) /MK << /R 180 >>',
        rectangle: [240, 260, 380, 284],
      },
      {
        entries: '/FT /Tx /V (HHHHH) /DA (/Helv 12 Tf 0 g) /MK << /R 270 >>',
        rectangle: [240, 140, 264, 244],
      },
    ]
    const pdf = formPdf(fields)
    const [before, after] = [
      pixelsByMupdf(hand.file('original.pdf', pdf)),
      pixelsByMupdf(await concluded(pdf)),
    ]
    for (const { rectangle = [0, 0, 0, 0] } of fields) {
      const [wanted, found] = [inkIn(before, rectangle), inkIn(after, rectangle)]
      for (const side of ['left', 'top', 'right', 'bottom'] as const) {
        // Another font's letters are a little wider or narrower.
        expect(Math.abs((found?.[side] ?? 0) - (wanted?.[side] ?? 999)), `${rectangle} ${side}`).toBeLessThan(
          18,
        )
      }
    }
  })

  it('borders and backgrounds of every style, as mupdf and pdfium draw them', async () => {
    const styles = ['/S /S', '/S /D /D [4 2]', '/S /B', '/S /I', '/S /U']
    const fields = styles.map((style, index) => ({
      entries: `/FT /Tx /MK << /BC [1 0 0] /BG [0.8 0.9 1] >> /BS << /W 2 ${style} >>`,
      rectangle: [20, 250 - 40 * index, 180, 280 - 40 * index] as [number, number, number, number],
    }))
    const picture = pixelsByMupdf(await concluded(formPdf(fields)), 0, 144)
    for (const [index, { rectangle }] of fields.entries()) {
      const [left, bottom, , top] = rectangle
      const at = (x: number, y: number) => {
        const place = (Math.round((300 - y) * 2) * picture.width + Math.round(x * 2)) * 3
        return [...picture.pixels.subarray(place, place + 3)]
      }
      const red = (pixel: number[]) => (pixel[0] ?? 0) > 200 && (pixel[1] ?? 255) < 90
      expect(at(left + 100, bottom + 12)).toEqual([204, 229, 255])
      const along = (y: number) => Array.from({ length: 12 }, (_, step) => red(at(left + 80 + step, y)))
      expect(along(bottom + 1).some(Boolean), styles[index]).toBe(true)
      const above = along(top - 1)
      expect([above.some(Boolean), above.every(Boolean)], styles[index]).toEqual(
        index === 4 ? [false, false] : index === 1 ? [true, false] : [true, true],
      )
    }
  })

  it('marks of buttons that are on, and none of those that are off', async () => {
    const marks = ['4', '8', 'l', 'u', 'n', 'H']
    const button = (entries: string, left: number, bottom: number): FieldSource => ({
      entries: `/FT /Btn /MK << ${entries}`,
      rectangle: [left, bottom, left + 24, bottom + 24],
    })
    const fields = [
      ...marks.map((mark, index) => button(`/CA (${mark}) >> /V /Yes /AS /Yes`, 20 + 40 * index, 250)),
      ...marks.map((mark, index) => button(`/CA (${mark}) >> /V /Off /AS /Off`, 20 + 40 * index, 200)),
      button('>> /V /Yes', 20, 150),
      button(`/CA (l) >> /Ff ${1 << 15} /V /A /AS /A`, 60, 150),
      button(`/CA (l) >> /Ff ${1 << 15} /V /A /AS /Off`, 100, 150),
    ]
    const picture = pixelsByMupdf(await concluded(formPdf(fields)))
    const drawn = fields.map(({ rectangle = [0, 0, 0, 0] }) => inkIn(picture, rectangle) !== null)
    expect(drawn).toEqual([...Array(6).fill(true), ...Array(6).fill(false), true, true, false])
  })

  it('a list with what is chosen in sight', async () => {
    const options = '/FT /Ch /DA (/Helv 12 Tf 0 g) /Opt [(one) (two) (three) (four) (five)]'
    const of = async (value: string) =>
      (await shown([{ entries: `${options} /V ${value}`, rectangle: [40, 150, 240, 185] }])).text
    expect(await of('(one)')).toContain('onetwo')
    expect(await of('(four)')).toContain('threefour')
    expect(await of('[(four) (five)]')).toContain('fourfive')
    await expect(of('[(one) (five)]')).rejects.toThrow('form_unclear')
  })

  it('the state of a button that has appearances, also where only its field says which', async () => {
    const objects = {
      200: appearance('BT /F 12 Tf 4 8 Td (ON) Tj ET'),
      201: appearance('BT /F 12 Tf 4 8 Td (OFF) Tj ET'),
    }
    const states = '/FT /Btn /AP << /N << /Yes 200 0 R /Off 201 0 R >> >>'
    const of = async (entries: string) =>
      (await shown([{ entries: `${states} ${entries}` }], '', { objects })).text
    expect(await of('/V /Yes /AS /Yes')).toContain('ON')
    expect(await of('/V /Yes')).toContain('ON')
    expect(await of('/AS /Off')).toContain('OFF')
  })
})

describe('what is not seen is not drawn, and what is no field stays', () => {
  it('hidden fields', async () => {
    const layer = { 300: '<< /Type /OCG /Name (L) >>' }
    const fields: FieldSource[] = [
      { ...tx('(hidden)'), flags: 2 },
      { ...tx('(unviewed)'), flags: 36 },
      { ...tx('(layered)', '/OC 300 0 R'), rectangle: [40, 100, 240, 124] },
      { ...tx('(visible)'), flags: 0 },
    ]
    const catalog = '/OCProperties << /OCGs [300 0 R] /D << /ON [300 0 R] >> >>'
    const { path, text } = await shown(fields, undefined, { objects: layer, catalog })
    expect(text).toContain('visible')
    for (const word of ['hidden', 'unviewed']) expect(text).not.toContain(word)
    const picture = pixelsByMupdf(path)
    expect(inkIn(picture, [40, 200, 240, 224])).not.toBeNull()
    // A layer that is on is seen.
    expect(inkIn(picture, [40, 100, 240, 124])).not.toBeNull()
  })

  it('links and notes', async () => {
    const link =
      '<< /Type /Annot /Subtype /Link /Rect [10 10 60 30] /A << /S /URI /URI (https://example.jp/) >> >>'
    const more = { annotations: '400 0 R', objects: { 400: link } }
    const { path } = await shown([tx('(text)')], undefined, more)
    expect(readFileSync(path, 'latin1')).toMatch(/\/Annots \[400 0 R \d+ 0 R/)
  })
})

describe('what cannot be drawn faithfully is refused', () => {
  it.each<[string, FieldSource]>([
    ['a password', tx('(secret)', `/Ff ${1 << 13}`)],
    [
      'a text that its field cannot show whole',
      tx(`(${'far too long '.repeat(40)})`, '/DA (/Helv 12 Tf 0 g)'),
    ],
    ['lines that their field cannot show', tx(`(${'line\\n'.repeat(40)})`, '/Ff 4096')],
    ['more letters than a comb has places', tx('(12345)', `/Ff ${1 << 24} /MaxLen 4`)],
    ['letters that no font has', tx(utf16('\u{1F600}'))],
    ['a choice that its list lacks', { entries: '/FT /Ch /V (z) /Opt [(a) (b)]' }],
    ['a button whose picture is to be drawn', { entries: `/FT /Btn /Ff ${1 << 16} /MK << /I 200 0 R >>` }],
    ['a state without an appearance', { entries: '/FT /Btn /AS /On /AP << /N << /Yes 200 0 R >> >>' }],
    ['a group of which nobody knows what is on', { entries: `/FT /Btn /Ff ${1 << 15} /V /A` }],
    ['an unknown mark', { entries: '/FT /Btn /AS /On /MK << /CA (5) >>' }],
    ['a value that is no text', tx('42')],
    ['a field of no kind', { entries: '/V (what)' }],
  ])('%s', async (_what, field) => {
    const pdf = formPdf([field], undefined, { objects: { 200: appearance('') } })
    await expect(concluded(pdf)).rejects.toThrow('form_unclear')
  })
})

describe('a flattened file', () => {
  it('is sound to qpdf and mutool, and pyHanko accepts its revisions', async () => {
    const fields = [
      tx(utf16('金壱百万円')),
      { entries: '/FT /Btn /AS /Yes', rectangle: [20, 20, 44, 44] as never },
    ]
    const path = await concluded(formPdf(fields))
    expect(structureComplaints(path)).toEqual([])
    if (!pyHanko.isHere) return
    const opinions = askPyHanko(hand.file('root.pem', Buffer.from(authority.rootPem)), path)
    expect(opinions.map(({ bottom_line }) => bottom_line)).toEqual([true, true])
  })
})
