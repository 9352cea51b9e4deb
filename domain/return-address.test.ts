import { describe, expect, test } from 'vitest'
import {
  documentOfToken,
  isFresh,
  longestLocalPart,
  returnAddress,
  returnToken,
  returnTokens,
  tokenLength,
} from './return-address.ts'

const documentId = '01a22cde0eea7ae288c07f1b730e510f'
const proof = 'IzHnuM_USZQVvYHNFU5FiJcaK3ZlO7SwUvxu4VATNVI'
const pattern = 'bounces+{token}@sign.example.jp'
const token = returnToken({ documentId }, proof) ?? ''

describe('a token', () => {
  test('is small letters and digits, names its document, and fits before the @', () => {
    expect(token).toMatch(/^[0-9a-z]{41}$/)
    expect(token).toHaveLength(tokenLength)
    expect(documentOfToken(token)).toBe(documentId)
    expect(`bounces+${token}`.length).toBeLessThanOrEqual(longestLocalPart)
  })

  test.each(['0'.repeat(32), 'f'.repeat(32)])('names the document %s too', (id) => {
    expect(documentOfToken(returnToken({ documentId: id }, proof) ?? '')).toBe(id)
  })

  test('differs by its proof, and is none for an id that is not ours', () => {
    expect(returnToken({ documentId }, `J${proof.slice(1)}`)).not.toBe(token)
    expect(returnToken({ documentId }, `${proof.slice(0, -1)}J`)).not.toBe(token)
    expect(returnToken({ documentId: 'draft' }, proof)).toBeNull()
  })

  test.each([
    '',
    'z'.repeat(41),
    `${token}0`,
    token.slice(1),
    token.toUpperCase(),
    '../'.repeat(13),
  ])('that is none names no document: %s', (text) => {
    expect(documentOfToken(text)).toBeNull()
  })
})

test('tokens are found in return addresses only, whatever letters a mail server made of them', () => {
  const address = returnAddress(pattern, token)
  expect(address).toBe(`bounces+${token}@sign.example.jp`)
  expect(returnTokens(pattern, [address, ` ${address.toUpperCase()} `, 'hanako@example.jp'])).toEqual([token])
  for (const other of [
    `bounces+${token}@sign.example.jp.evil.example`,
    `bounces+${token}@other.example`,
    `x-bounces+${token}@sign.example.jp`,
    `bounces+${token}0@sign.example.jp`,
    'bounces@sign.example.jp',
    `bounces+@sign.example.jp`,
  ])
    expect(returnTokens(pattern, [other]), other).toEqual([])
})

test('a bounce is believed for thirty days', () => {
  const sent = new Date('2026-11-01T00:00:00Z')
  expect(isFresh(sent, new Date('2026-12-01T00:00:00Z'))).toBe(true)
  expect(isFresh(sent, new Date('2026-12-01T00:00:01Z'))).toBe(false)
})
