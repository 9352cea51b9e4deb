import { expect, test } from 'vitest'
import { BoundedCache } from './bounded-cache.ts'

test('beyond its entries the one that was not asked for the longest goes', () => {
  const cache = new BoundedCache<string, number>({ entries: 2 })
  cache.set('a', 1)
  cache.set('b', 2)
  cache.get('a')
  cache.set('c', 3)
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3])
})

test('beyond its bytes as many go as it takes', () => {
  const cache = new BoundedCache<string, string>({ entries: 10, bytes: 5, weigh: (text) => text.length })
  cache.set('a', '12')
  cache.set('b', '12')
  cache.set('c', '1234')
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([undefined, undefined, '1234'])
})

test('what is set again is weighed once', () => {
  const cache = new BoundedCache<string, string>({ entries: 10, bytes: 5, weigh: (text) => text.length })
  for (let time = 0; time < 3; time += 1) cache.set('a', '123')
  cache.set('b', '12')
  expect([cache.get('a'), cache.get('b')]).toEqual(['123', '12'])
})

test('what alone is too heavy is not kept, and takes nothing else away', () => {
  const cache = new BoundedCache<string, string>({ entries: 10, bytes: 5, weigh: (text) => text.length })
  cache.set('a', '1')
  cache.set('b', '123456')
  expect([cache.get('a'), cache.get('b')]).toEqual(['1', undefined])
})
