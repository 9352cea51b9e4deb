import { expect, test } from 'vitest'
import { limitChangeNews } from './sms-limit.ts'

test.each([
  [3, 100, 2, 'sms.limit_reached'],
  [3, 100, 3, 'sms.limit_reached'],
  [3, 2, 1, null],
  [4, 100, 5, 'sms.limit_near'],
  [4, 5, 4, 'sms.limit_reached'],
  [80, 100, 99, null],
  [79, 100, 98, 'sms.limit_near'],
  [3, 100, 50, null],
  [3, 2, 100, null],
  [0, 100, 0, 'sms.limit_reached'],
])('with %i of today, the limit lowered from %i to %i tells %s', (count, from, to, news) => {
  expect(limitChangeNews(count, from, to)).toBe(news)
})
