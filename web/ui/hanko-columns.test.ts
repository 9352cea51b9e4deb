import { expect, test } from 'vitest'
import { hankoGlyphs } from './hanko-columns.ts'

/** The characters of each column, the right one first, each from the top. */
function columnsOf(name: string): string[] {
  const byColumn = new Map<number, string>()
  for (const glyph of hankoGlyphs(name))
    byColumn.set(glyph.x, (byColumn.get(glyph.x) ?? '') + glyph.character)
  return [...byColumn].sort(([a], [b]) => b - a).map(([, column]) => column)
}

test('a short name stands in one column', () => {
  expect(columnsOf('佐藤')).toEqual(['佐藤'])
  expect(columnsOf('長谷川')).toEqual(['長谷川'])
})

test('family and given name stand in two columns, the family name on the right', () => {
  expect(columnsOf('山田 太郎')).toEqual(['山田', '太郎'])
  expect(columnsOf('長谷川　花')).toEqual(['長谷川', '花'])
})

test('a long name without a space is divided in half', () => {
  expect(columnsOf('勅使河原')).toEqual(['勅使', '河原'])
  expect(columnsOf('武者小路実')).toEqual(['武者小', '路実'])
})

test('a Latin name is set in lines, not letter by letter', () => {
  expect(hankoGlyphs('John Smith').map((glyph) => glyph.character)).toEqual(['John', 'Smith'])
})

test('a character beyond the basic plane stays whole', () => {
  expect(columnsOf('𠮷田')).toEqual(['𠮷田'])
})

test('every character stays inside the ring', () => {
  for (const name of ['林', '山田 太郎', '勅使河原 左衛門尉', 'アレクサンドラ', 'John Smith']) {
    for (const { x, y, size, character } of hankoGlyphs(name)) {
      if (character.length > 2) continue
      expect(Math.hypot(x - 50, y - 50) + size * 0.5).toBeLessThanOrEqual(52)
    }
  }
})

test('nothing typed draws nothing', () => {
  expect(hankoGlyphs('  ')).toEqual([])
})
