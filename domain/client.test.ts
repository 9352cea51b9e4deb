import { expect, test } from 'vitest'
import { currentToken, secondsLeft } from './client.ts'

const now = new Date('2026-11-22T03:04:05.600Z')

test('a new token lives for an hour', () => {
  const token = currentToken(null, 'fresh', now)
  expect([token.token, secondsLeft(token, now)]).toEqual(['fresh', 3600])
})

test('a living token is given again with the seconds that it still has', () => {
  const token = currentToken(null, 'first', now)
  const later = new Date(now.getTime() + 3_599_500)
  expect(currentToken(token, 'second', later)).toBe(token)
  expect(secondsLeft(token, later)).toBe(1)
})

test('a token that has ended is replaced', () => {
  const token = currentToken(null, 'first', now)
  expect(currentToken(token, 'second', token.expiresAt).token).toBe('second')
})
