import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blocksOf } from './blocks.ts'
import type { Run } from './runs.ts'

const page = { number: 1, height: 842 }

/** A line at this height, its letters as wide as such letters are. */
function line(text: string, top: number, { left = 60, size = 10, bold = false, font = 'f1' } = {}): Run {
  const ems = [...text].reduce((sum, letter) => sum + (/[\u0020-\u007e]/.test(letter) ? 0.5 : 1), 0)
  return { text, left, right: left + ems * size, baseline: top, size, font, bold }
}

const kinds = (runs: Run[]) =>
  blocksOf(runs, page)?.map((block) =>
    block.kind === 'cells' ? ['cells', ...block.cells] : [block.kind, block.text],
  )

const full = 'あ'.repeat(47)

test('lines of a paragraph are joined, Japanese without a blank, words with one', () => {
  expect(
    kinds([
      line(`${full}い`, 100),
      line('つづき。', 116),
      line(
        'The landlord shall keep the premises in good repair and the tenant shall pay the rent to the account',
        160,
      ),
      line('named below.', 176),
    ]),
  ).toEqual([
    ['paragraph', `${full}いつづき。`],
    [
      'paragraph',
      'The landlord shall keep the premises in good repair and the tenant shall pay the rent to the account named below.',
    ],
  ])
})

test('a hyphen at the end of a line stays as it stands', () => {
  const long =
    'The receiving party shall keep the whole of this agreement and all that it is told under a non-'
  expect(kinds([line(long, 100), line('disclosure duty.', 116)])).toEqual([
    ['paragraph', `${long}disclosure duty.`],
  ])
})

test('a line that was not full ends its paragraph; an indent begins one', () => {
  expect(
    kinds([
      line(full, 100),
      line('短い行', 116),
      line(full, 132),
      line('　字下げ'.trim(), 148, { left: 70 }),
    ]),
  ).toEqual([
    ['paragraph', `${full}短い行`],
    ['paragraph', full],
    ['paragraph', '字下げ'],
  ])
})

test('headings are larger, bold or articles, and short; the largest come first in rank', () => {
  const blocks = blocksOf(
    [
      line('契 約 書', 80, { size: 18 }),
      line('第1条（目的）', 110),
      line(full, 126),
      line('以上のとおり。', 142),
      line('特約', 170, { bold: true }),
      line(full, 186),
    ],
    page,
  )
  expect(blocks?.map((block) => [block.kind, 'level' in block ? block.level : null])).toEqual([
    ['heading', 3],
    ['heading', 4],
    ['paragraph', null],
    ['heading', 4],
    ['paragraph', null],
  ])
  expect(blocks?.[0]).toMatchObject({ text: '契約書' })
})

test.each([
  ['1. 甲は支払う。'],
  ['（１）甲は支払う。'],
  ['・甲は支払う。'],
  ['① 甲は支払う。'],
  ['ア) 甲は支払う。'],
  ['２　甲は支払う。'],
  ['(a) The tenant pays.'],
])('%s begins an item, and what hangs beneath belongs to it', (start) => {
  const first = `${start}${'あ'.repeat(47 - [...start].length)}い`
  expect(kinds([line('前の段落である。', 84), line(first, 100), line('続き。', 116, { left: 72 })])).toEqual([
    ['paragraph', '前の段落である。'],
    ['item', `${first}続き。`],
  ])
})

test('a number that begins a line within a sentence begins no item', () => {
  expect(kinds([line(`${full}、`, 100), line('1.5倍とする。', 116)])).toEqual([
    ['paragraph', `${full}、1.5倍とする。`],
  ])
})

test('two columns of running text are read one after the other', () => {
  const left = Array.from({ length: 6 }, (_, at) => line(`左${at}${'あ'.repeat(20)}`, 100 + at * 16))
  const right = Array.from({ length: 6 }, (_, at) =>
    line(`右${at}${'あ'.repeat(20)}`, 100 + at * 16, { left: 320 }),
  )
  const text = kinds([line('題名', 70, { size: 16 }), ...left, ...right])
    ?.map(([, words]) => words)
    .join('')
  expect(text).toMatch(/^題名左0.*左5.*右0.*右5/)
})

test('the rows of a table are read row by row; a label beside the middle of its cell comes before its lines', () => {
  expect(
    kinds([
      line('賃料', 100),
      line('月額68,000円', 100, { left: 200 }),
      line('敷金', 124),
      line('1か月分', 124, { left: 200 }),
      line('株式会社つばめ', 148, { left: 200 }),
      line('貸主', 154),
      line('横浜市一丁目', 160, { left: 200 }),
    ]),
  ).toEqual([
    ['cells', '賃料', '月額68,000円'],
    ['cells', '敷金', '1か月分'],
    ['cells', '貸主', '株式会社つばめ', '横浜市一丁目'],
  ])
})

test.each([
  [
    'texts that lie over each other',
    [line('甲は乙に支払う', 100), line('別の文字がある', 100, { left: 80 })],
  ],
  ['readings above the characters', [line('ちんたい', 91, { size: 5 }), line('賃貸借契約', 100)]],
  [
    'the characters of a stamp',
    [line('貸主', 100), line('不つ', 100, { left: 400 }), line('動ば', 110, { left: 400 })],
  ],
  [
    'a label that stands between the lines of two cells',
    [
      line('賃料', 100),
      line('月額', 100, { left: 200 }),
      line('上の行か', 130, { left: 200 }),
      line('敷金', 140),
      line('下の行', 140, { left: 200 }),
    ],
  ],
])('%s have no order that can be told', (_what, runs) => {
  expect(blocksOf(runs, page)).toBeNull()
})

test("the page's own number at its edge is left to the page's heading; another number stays", () => {
  expect(kinds([line('本文である。', 100), line('- 1 -', 820, { left: 290 })])).toEqual([
    ['paragraph', '本文である。'],
  ])
  expect(kinds([line('本文である。', 100), line('2026', 820, { left: 290 })])).toHaveLength(2)
})

test('nothing of a page is lost and nothing is added, but blanks', () => {
  const runs = [
    line('契 約 書', 80, { size: 18 }),
    line('第1条（目的）', 110),
    line(full, 126),
    line('・項目', 142),
    line('賃料', 170),
    line('月額', 170, { left: 200 }),
  ]
  const letters = (text: string) => [...text.replace(/\s/g, '')].sort().join('')
  const read = blocksOf(runs, page)?.map((block) =>
    block.kind === 'cells' ? block.cells.join('') : block.text,
  )
  expect(letters(read?.join('') ?? '')).toBe(letters(runs.map(({ text }) => text).join('')))
})

test('whatever stands wherever, a page is read whole or not at all', () => {
  const texts = fc.constantFrom(
    '賃貸借契約',
    '第1条（目的）',
    '(1) 甲は',
    'the tenant',
    '1.',
    '・',
    '以上。',
    '非-',
    '　印',
    '2 甲',
  )
  const place = fc.record({
    text: texts,
    top: fc.integer({ min: 50, max: 300 }),
    left: fc.integer({ min: 20, max: 500 }),
    size: fc.constantFrom(6, 10, 10, 10, 14),
    bold: fc.boolean(),
  })
  const rule = fc.record({
    at: fc.integer({ min: 0, max: 842 }),
    from: fc.integer({ min: 0, max: 200 }),
    to: fc.integer({ min: 200, max: 595 }),
  })
  const letters = (text: string) => [...text.replace(/\s/g, '')].sort().join('')
  fc.assert(
    fc.property(
      fc.array(place, { maxLength: 14 }),
      fc.array(rule, { maxLength: 6 }),
      fc.array(rule, { maxLength: 6 }),
      (places, across, down) => {
        const runs = places.map(({ text, top, ...more }) => line(text, top, more))
        const blocks = blocksOf(runs, page, { across, down })
        if (blocks === null) return
        const read = blocks
          .map((block) => (block.kind === 'cells' ? block.cells.join('') : block.text))
          .join('')
        expect(letters(read)).toBe(letters(runs.map(({ text }) => text).join('')))
      },
    ),
    { numRuns: 2000 },
  )
})
