import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Document } from './document.ts'
import { pagesAtConsent, pagesShown, pagesShownLimits, readPagesShown } from './pages-shown.ts'

const began = new Date('2026-11-29T00:00:00Z')
const now = new Date('2026-11-29T00:01:30Z')
const reader = { participantId: 'p', sessionId: 's', sessionCreatedAt: began }
const page = { width: 595, height: 842 }
const contract = {
  id: 'd',
  files: [
    { id: 'f1', pages: [page, page, page] },
    { id: 'f2', pages: [page] },
  ],
} as unknown as Document

describe('what the review page posts', () => {
  test.each([
    ['', []],
    [
      'f1:1=12,2=3',
      [
        {
          fileId: 'f1',
          pages: [
            [1, 12],
            [2, 3],
          ],
        },
      ],
    ],
    [
      'f1:1=1;f2:1=2',
      [
        { fileId: 'f1', pages: [[1, 1]] },
        { fileId: 'f2', pages: [[1, 2]] },
      ],
    ],
    [
      'f1:1=12t7,2=3',
      [
        {
          fileId: 'f1',
          pages: [
            [1, 12],
            [2, 3],
          ],
          asText: [[1, 7]],
        },
      ],
    ],
    ['f1:1=12t', null],
    ['f1:1t7', null],
    ['f1:', null],
    ['f1', null],
    ['f1:1=', null],
    ['f1:x=1', null],
    ['f1:1=-1', null],
    ['f1:1=1;', null],
    ['<b>:1=1', null],
    [`f1:${'1=1,'.repeat(20_000)}1=1`, null],
  ])('%j is read as %j', (text, shown) => {
    expect(readPagesShown(text)).toEqual(shown)
  })

  test('nothing that is posted can throw', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const shown = readPagesShown(text)
        expect(shown === null || Array.isArray(shown)).toBe(true)
      }),
    )
  })
})

describe('what the trail believes', () => {
  const of = (text: string) => pagesShown(contract, readPagesShown(text) ?? [], reader, now)

  test('pages that the document has, in order, and no longer than the session', () => {
    expect(of('f2:1=5;f1:3=7,1=99999,4=1,0=1,2=0;f9:1=1')).toMatchObject({
      type: 'pages.shown',
      files: [
        {
          fileId: 'f1',
          pages: [
            [1, 90],
            [3, 7],
          ],
        },
        { fileId: 'f2', pages: [[1, 5]] },
      ],
    })
  })

  test('a page that is named twice counts together, once', () => {
    expect(of('f1:1=2,1=3;f1:1=4')).toMatchObject({ files: [{ fileId: 'f1', pages: [[1, 9]] }] })
  })

  test('as text no longer than at all, and only where it was', () => {
    expect(of('f1:1=5t3,2=4,3=6t9;f2:1=2,4=9t9;f1:1=2t1')).toMatchObject({
      files: [
        {
          fileId: 'f1',
          pages: [
            [1, 7],
            [2, 4],
            [3, 6],
          ],
          asText: [
            [1, 4],
            [3, 6],
          ],
        },
        { fileId: 'f2', pages: [[1, 2]] },
      ],
    })
    const event = of('f1:1=5')
    expect(event?.type === 'pages.shown' && event.files[0]).not.toHaveProperty('asText')
  })

  test('nothing, where no page of the document is named', () => {
    expect([of(''), of('f9:1=1'), of('f1:4=2')]).toEqual([null, null, null])
  })

  test('no more pages than its limit', () => {
    const long = { id: 'd', files: [{ id: 'f1', pages: Array.from({ length: 3000 }, () => page) }] }
    const all = [
      { fileId: 'f1', pages: Array.from({ length: 3000 }, (_, at): [number, number] => [at + 1, 1]) },
    ]
    const event = pagesShown(long as unknown as Document, all, reader, now)
    expect(event?.type === 'pages.shown' && event.files[0]?.pages).toHaveLength(pagesShownLimits.pages)
  })
})

test.each([
  ['a report that came with it', [{ fileId: 'f1', pages: [[1, 3]] }], 0, ['pages.shown']],
  ['reports before it', [], 2, []],
  ['no report at all', null, 0, ['pages.not_recorded']],
  ['a browser that saw nothing', [], 0, ['pages.not_recorded']],
  ['no field, but reports before it', null, 1, []],
] as const)('a consent with %s', (_what, shown, reports, types) => {
  const events = pagesAtConsent(contract, shown as never, { ...reader, reports }, now)
  expect(events.map(({ type }) => type)).toEqual(types)
})
