import { describe, expect, test } from 'vitest'
import { entryOf, objectOf, openPdf } from '#server/pdf/format/pdf-file.ts'
import {
  isDict,
  makeDict,
  makeName,
  makeRef,
  type PdfDict,
  withEntries,
} from '#server/pdf/format/pdf-objects.ts'
import { pagesOf } from '#server/pdf/format/pdf-pages.ts'
import { numberText, writeValue } from '#server/pdf/format/write-value.ts'

/** A file from its objects, numbered from 1; the first is the catalog. */
function pdf(objects: string[], trailer = ''): Buffer {
  let text = '%PDF-1.7\n'
  const offsets = objects.map((object, index) => {
    const at = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  const xref = `xref\n0 ${size}\n0000000000 65535 f \n${rows}`
  return Buffer.from(
    `${text}${xref}trailer\n<</Size ${size} /Root 1 0 R ${trailer}>>\nstartxref\n${text.length}\n%%EOF\n`,
    'latin1',
  )
}

const PAGE = '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595.303937007874 841.889763779528]>>'
const onePage = (page = PAGE) =>
  pdf(['<</Type /Catalog /Pages 2 0 R>>', '<</Type /Pages /Kids [3 0 R] /Count 1>>', page])

function pageOf(bytes: Buffer): PdfDict {
  const page = pagesOf(openPdf(bytes))[0]?.dict
  if (!page) throw new Error('no page')
  return page
}

describe('what is written again', () => {
  test('keeps the characters of every entry that did not change', () => {
    const odd =
      '<</Type /Page /Parent 2 0 R /MediaBox[ 0 +0 595.303937007874\n 00841.8897637795280000 ] /A#42 (a\\053\\)b) /N <4 1 4>>>'
    const written = writeValue(withEntries(pageOf(onePage(odd)), { Rotate: 90, Parent: makeRef(7) }))
    expect(written.toString('latin1')).toBe(
      '<</Type /Page\n/Parent 7 0 R\n/MediaBox[ 0 +0 595.303937007874\n 00841.8897637795280000 ]\n/A#42 (a\\053\\)b)\n/N <4 1 4>\n/Rotate 90\n>>',
    )
  })

  test('keeps them inside a dictionary that was changed one level above', () => {
    const page = pageOf(
      onePage('<</Type /Page /Parent 2 0 R /Resources <</Font <</F1 4 0 R /X 1.0000000>>>>>>'),
    )
    const resources = page.entries.get('Resources')
    if (!isDict(resources)) throw new Error('no resources')
    const changed = withEntries(page, { Resources: withEntries(resources, { XObject: makeDict({}) }) })
    expect(writeValue(changed).toString('latin1')).toContain('/Font <</F1 4 0 R /X 1.0000000>>')
  })

  test('gives the very same number when it is read again', () => {
    for (const value of [595.303937007874, 1e-7, -0, 0.1 + 0.2, 1e21, -1.5e-10, 2 ** 53, 841.889763779528]) {
      const text = numberText(value)
      expect(text).toMatch(/^-?\d+(\.\d+)?$/)
      expect(Number(text)).toBe(value === 0 ? 0 : value)
    }
  })

  test('escapes names byte by byte', () => {
    expect(writeValue(makeName('a b#\x8f')).toString('latin1')).toBe('/a#20b#23#8f')
  })
})

describe('what is tolerated', () => {
  test('is noted: a free object written as in use, white space before a section, the same key twice with one value', () => {
    const bytes = onePage(PAGE.replace('/Type /Page ', '/Type /Page /Type /Page '))
    const text = bytes.toString('latin1').replace('0000000000 65535 f', '0000000000 65535 n')
    const at = text.indexOf('xref\n0')
    const shifted = `${text.slice(0, at)}  ${text.slice(at)}`
    const file = openPdf(Buffer.from(shifted, 'latin1'))
    pagesOf(file)
    expect(file.tolerated.map(({ what }) => what)).toEqual([
      'a section is pointed at by its white space',
      'an object in use at offset 0',
      'the key Type stands twice in one dictionary',
    ])
  })

  test('is refused where readers differ, unless the reading is lenient', () => {
    for (const odd of ['/Rotate --90', '/Rotate 0 /Rotate 90', '/X <4g>']) {
      const bytes = onePage(PAGE.replace('/Type /Page ', `/Type /Page ${odd} `))
      expect(() => pagesOf(openPdf(bytes))).toThrow(/at \d+/)
      const lenient = openPdf(bytes, { lenient: true })
      expect(pagesOf(lenient)).toHaveLength(1)
      expect(lenient.tolerated).toMatchObject([{ everyone: false }])
    }
  })

  test('the last of a doubled key counts', () => {
    const file = openPdf(onePage(PAGE.replace('/Type', '/Rotate 0 /Rotate 90 /Type')), { lenient: true })
    const page = objectOf(file, 3)
    expect(isDict(page) && entryOf(file, page, 'Rotate')).toBe(90)
  })
})

describe('what never ends elsewhere', () => {
  test('references in a circle are malformed', () => {
    const file = openPdf(pdf(['<</Type /Catalog /Pages 2 0 R>>', '3 0 R', '2 0 R']))
    expect(() => pagesOf(file)).toThrow('references in a circle')
  })

  test('a page tree that shares its nodes is malformed', () => {
    const kids = (next: number) => `<</Type /Pages /Kids [${next} 0 R ${next} 0 R] /Count 2>>`
    const levels = Array.from({ length: 60 }, (_, index) => kids(index + 3))
    expect(() => pagesOf(openPdf(pdf(['<</Type /Catalog /Pages 2 0 R>>', ...levels, PAGE])))).toThrow(
      'two places',
    )
  })

  test('strings that swallow the rest of the file again and again cost no more than a bounded budget', () => {
    const objects = Array.from({ length: 20_000 }, () => '(')
    const bytes = pdf(['<</Type /Catalog /Pages 2 0 R>>', ...objects])
    const file = openPdf(bytes)
    expect(() => {
      for (const number of file.places.keys()) {
        try {
          objectOf(file, number)
        } catch (error) {
          if (error instanceof Error && error.name === 'TooCostlyPdf') throw error
        }
      }
    }).toThrow('again and again')
  })
})
