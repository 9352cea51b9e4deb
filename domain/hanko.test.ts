import { expect, test } from 'vitest'
import { ringOf, sealColumns, sealLetters, sealOverflow } from './hanko.ts'

const columns = (name: string) => sealColumns(name).map((column) => column.join(''))
const rows = (name: string) => sealLetters(name).map(({ text }) => text)

test('a short name stands in one column, a long one in two or more', () => {
  expect(columns('田中')).toEqual(['田中'])
  expect(columns('長谷川')).toEqual(['長谷川'])
  expect(columns('田中太郎')).toEqual(['田中', '太郎'])
  expect(columns('株式会社サンプル不動産')).toHaveLength(3)
})

test('family and given name stand in a column each, the family name on the right', () => {
  expect(columns('山田 太郎')).toEqual(['山田', '太郎'])
  expect(columns('佐々木　蓮')).toEqual(['佐々木', '蓮'])
  expect(columns('林 修')).toEqual(['林修'])
  const [first] = sealLetters('山田 太郎')
  expect(first?.x).toBeGreaterThan(0)
})

test('a Latin name is set in lines, a broken word only where it would be too small otherwise', () => {
  expect(rows('John Smith')).toEqual(['John', 'Smith'])
  expect(rows('Wolfeschlegelsteinhausenbergerdorff').join('')).toBe('Wolfeschlegelsteinhausenbergerdorff')
})

test('no letter is left out, nineteen of them neither', () => {
  const name = '独立行政法人日本学術振興会研究事業部長'
  expect(rows(name).join('')).toBe(name)
  expect(sealOverflow(name, 56)).toBeNull()
  expect(rows('株式会社・甲').join('')).toBe('株式会社・甲')
})

test('what would be smaller than six points does not fit, and is told how much does', () => {
  expect(sealOverflow('漢'.repeat(36), 56)).toBeNull()
  expect(sealOverflow('漢'.repeat(37), 56)).toEqual({ characters: 36 })
  expect(sealOverflow('漢'.repeat(37), 80)).toBeNull()
  expect(sealOverflow('a'.repeat(200), 56)?.characters).toBeGreaterThan(20)
})

test('every letter stays inside the ring', () => {
  for (const name of [
    '林',
    '山田 太郎',
    '勅使河原 左衛門尉',
    'アレクサンドラ',
    'John Smith',
    '漢'.repeat(36),
  ]) {
    for (const { x, y, w, h } of sealLetters(name)) {
      const corner = Math.hypot(Math.abs(x) + w / 2, Math.abs(y) + h / 2)
      // A glyph does not reach into the corners of its cell.
      expect(corner).toBeLessThanOrEqual(1.03)
    }
  }
  expect(ringOf(56).inner).toBeGreaterThan(25)
})

test('a character beyond the basic plane stays whole, and nothing typed draws nothing', () => {
  expect(columns('𠮷田')).toEqual(['𠮷田'])
  expect(sealLetters('  ')).toEqual([])
})
