import { describe, expect, test } from 'vitest'
import { passwordObjections } from './password.ts'

const words = ['佐藤 一郎', 'ichiro.sato@tsubame.example.jp', 'つばめ不動産株式会社']
const codesOf = (password: string, again = password) =>
  passwordObjections({ password, again }, { words, isCommon: (each) => each === 'common as mud' }).map(
    ({ code }) => code,
  )

describe('a password that somebody chooses', () => {
  test('needs twelve characters and no kinds of them', () => {
    expect(codesOf('hana to tsuki')).toEqual([])
    expect(codesOf('花鳥風月花鳥風月と山と川')).toEqual([])
    expect(codesOf('Ab1!Ab1!xyz')).toEqual(['password_too_short'])
    expect(codesOf('x'.repeat(257))).toEqual(['field_too_long'])
  })

  test('is none that many people choose, and no row or repetition', () => {
    expect(codesOf('common as mud')).toEqual(['password_common'])
    for (const each of ['123456789012', '012345678901', 'abcdefghijkl', 'aaaaaaaaaaaaa', 'abababababab'])
      expect(codesOf(each), each).toEqual(['password_common'])
  })

  test('is not made of its owner, their address, their team or the product', () => {
    for (const each of ['ichiro.sato2026', 'Musubi-2026-11-29', 'tsubame-example', 'つばめ不動産株式会社123'])
      expect(codesOf(each), each).toEqual(['password_own_words'])
    expect(codesOf('sato buys four blue kettles')).toEqual([])
  })

  test('is typed twice alike', () => {
    expect(codesOf('hana to tsuki', 'hana to tsuku')).toEqual(['passwords_differ'])
  })
})
