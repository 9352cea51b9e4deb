import { expect, test } from 'vitest'
import { levelsOf, siblingsOf } from './hash-tree.ts'

test('a tree of five leaves: what is left over goes up as it is', () => {
  expect(levelsOf(5)).toEqual([
    { start: 0, count: 5 },
    { start: 5, count: 3 },
    { start: 8, count: 2 },
    { start: 10, count: 1 },
  ])
  expect(siblingsOf(5, 0)).toEqual([1, 6, 9])
  expect(siblingsOf(5, 3)).toEqual([2, 5, 9])
  expect(siblingsOf(5, 4)).toEqual([8])
})

test('a single leaf is its root, and a tree of nothing has none', () => {
  expect(levelsOf(1)).toEqual([{ start: 0, count: 1 }])
  expect(siblingsOf(1, 0)).toEqual([])
  expect(levelsOf(0)).toEqual([])
})

test('every leaf of every tree reaches the root, over no more levels than there are', () => {
  for (let leaves = 1; leaves < 70; leaves += 1) {
    const sum = (text: string, other: string) => [text, other].sort().join('+')
    const nodes: string[] = []
    for (const { start, count } of levelsOf(leaves)) {
      for (let at = 0; at < count; at += 1) {
        const below = levelsOf(leaves).findLast((level) => level.start < start)
        const [left, right] = below
          ? [
              nodes[below.start + 2 * at],
              2 * at + 1 < below.count ? nodes[below.start + 2 * at + 1] : undefined,
            ]
          : [`${at}`, undefined]
        nodes.push(right === undefined ? (left ?? '') : sum(left ?? '', right))
      }
    }
    for (let leaf = 0; leaf < leaves; leaf += 1) {
      const root = siblingsOf(leaves, leaf).reduce((made, at) => sum(made, nodes[at] ?? ''), `${leaf}`)
      expect(root).toBe(nodes.at(-1))
    }
  }
})
