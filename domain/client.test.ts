import { expect, test } from 'vitest'
import { credentialOf, currentToken, isOfTestClient, secondsLeft } from './client.ts'

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

test('credentials of test clients say so, and no other does, whatever chance gives', () => {
  const random = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
  expect(credentialOf(random, true)).toMatch(/^test_a{31}$/)
  expect(credentialOf(random, false)).toBe(random)
  const unlucky = credentialOf('test_aaaaaaaaaaaaaaaaaaaaaaaaaaa', false)
  expect([isOfTestClient(unlucky), unlucky.length]).toEqual([false, 32])
})
