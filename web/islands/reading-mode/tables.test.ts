import { expect, test } from 'vitest'
import { blocksOf } from './blocks.ts'
import { type Rules, rulesIn } from './rules.ts'
import type { Run } from './runs.ts'

const view = { transform: [1, 0, 0, -1, 0, 842], width: 595, height: 842 }
const page = { number: 1, height: 842 }

function at(text: string, left: number, baseline: number): Run {
  return { text, left, right: left + [...text].length * 10, baseline, size: 10, font: 'f1', bold: false }
}

const cells = (runs: Run[], rules: Rules) =>
  blocksOf(runs, page, rules)?.map((block) => (block.kind === 'cells' ? block.cells : block.text))

/** Two rows of a table of two columns, from 100 to 220 points of height. */
const grid: Rules = {
  across: [100, 160, 220].map((height) => ({ at: height, from: 50, to: 450 })),
  down: [50, 150, 450].map((across) => ({ at: across, from: 100, to: 220 })),
}

test('a label beside the middle of its lines is read before them, and the lines of a cell are one text', () => {
  const wide = 'あ'.repeat(28)
  expect(
    cells(
      [
        at(wide, 160, 118),
        at('報酬', 60, 132),
        at(wide, 160, 132),
        at('以上。', 160, 146),
        at('支払', 60, 192),
        at('振込', 160, 192),
      ],
      grid,
    ),
  ).toEqual([
    ['報酬', `${wide}${wide}以上。`],
    ['支払', '振込'],
  ])
})

test('lines of a cell that are not full stay lines', () => {
  expect(cells([at('株式会社つばめ', 160, 125), at('貸主', 60, 132), at('横浜市', 160, 140)], grid)).toEqual([
    ['貸主', '株式会社つばめ\n横浜市'],
  ])
})

test('a line between cells parts what stands close to it', () => {
  expect(cells([at('納入場所及び方法', 65, 130), at('甲の指定する場所', 154, 130)], grid)).toEqual([
    ['納入場所及び方法', '甲の指定する場所'],
  ])
})

test('a label for two rows comes before both, which stay apart', () => {
  const rules = { ...grid, across: [...grid.across, { at: 130, from: 150, to: 450 }] }
  expect(cells([at('月額', 160, 120), at('賃料', 60, 134), at('毎月末日', 160, 148)], rules)).toEqual([
    ['賃料', '月額', '毎月末日'],
  ])
})

test('a page between a line at its head and one at its foot is no table', () => {
  const rules: Rules = { across: [80, 700].map((height) => ({ at: height, from: 50, to: 550 })), down: [] }
  const runs = Array.from({ length: 20 }, (_, line) => at('あ'.repeat(48), 60, 100 + line * 16))
  expect(cells(runs, rules)).toEqual(['あ'.repeat(48 * 20)])
})

test('a label beside the gap between two lines, without a rule that says what it is for, has no place in the order', () => {
  const runs = [at('月額', 160, 100), at('賃料', 60, 112), at('毎月末日', 160, 124)]
  expect(blocksOf(runs, page)).toBeNull()
})

test('two columns whose lines stand at other heights have no order that can be told', () => {
  const offset = Array.from({ length: 12 }, (_, line) => [
    at(`左${'あ'.repeat(19)}`, 60, 100 + line * 22),
    at(`右${'あ'.repeat(19)}`, 320, 111 + line * 22),
  ]).flat()
  expect(blocksOf(offset, page)).toBeNull()
})

test('rows that are far apart are no cell, whatever lines there are', () => {
  const runs = [at('支払', 60, 110), at('振込', 160, 110), at('期日', 60, 140), at('末日', 160, 140)]
  expect(cells(runs, grid)).toEqual([
    ['支払', '振込'],
    ['期日', '末日'],
  ])
})

test('lines and the edges of fields are found as the page paints them; what only clips paints nothing', () => {
  const operators = { save: 1, restore: 2, transform: 3, constructPath: 4, stroke: 5, fill: 6, endPath: 7 }
  const path = (paint: number, ...numbers: number[]): [number, unknown[]] => [4, [paint, [numbers], null]]
  const painted: [number, unknown[]][] = [
    // In two pieces, and as a narrow field.
    path(5, 0, 50, 700, 1, 200, 700),
    path(5, 0, 200, 700, 1, 450, 700),
    path(6, 0, 50, 600, 1, 450, 600, 1, 450, 600.5, 1, 50, 600.5, 4),
    path(7, 0, 0, 0, 1, 595, 0, 1, 595, 842, 1, 0, 842, 4),
    [1, []],
    [3, [0.5, 0, 0, 0.5, 100, 0]],
    path(6, 0, 0, 1000, 1, 200, 1000, 1, 200, 1100, 1, 0, 1100, 4),
    [2, []],
    path(5, 0, 100, 100, 2, 110, 110, 120, 120, 130, 100, 1, 300, 300),
  ]
  const list = { fnArray: painted.map(([each]) => each), argsArray: painted.map(([, args]) => args) }
  const { across, down } = rulesIn(list, operators, view)
  expect(across).toEqual([
    { at: 142, from: 50, to: 450 },
    { at: 241.5, from: 50, to: 450 },
    { at: 292, from: 100, to: 200 },
    { at: 342, from: 100, to: 200 },
  ])
  expect(down).toEqual([
    { at: 100, from: 292, to: 342 },
    { at: 200, from: 292, to: 342 },
  ])
})
