import { expect, test } from 'vitest'
import { codeText } from './sms-message.ts'

const parts = {
  organization: 'つばめ不動産',
  code: '012345',
  lifeMinutes: 5,
  host: 'sign.example.jp',
  topHost: null,
}

test('a code text says who asks, the code, its life, and ends with the line that WebOTP reads', () => {
  const lines = codeText(parts).split('\n')
  expect(lines[0]).toContain('つばめ不動産')
  expect(lines[0]).toContain('012345')
  expect(lines[0]).toContain('5分')
  expect(lines.at(-1)).toBe('@sign.example.jp #012345')
})

test('in a frame the last line names the framing site first', () => {
  expect(
    codeText({ ...parts, topHost: 'www.example.com' })
      .split('\n')
      .at(-1),
  ).toBe('@www.example.com #012345 @sign.example.jp')
})

test('without a secure origin there is no last line', () => {
  expect(codeText({ ...parts, host: null })).not.toContain('@')
})

test('a long name is shortened before the last line is dropped', () => {
  const organization = '株式会社とても長い名前の不動産管理サービス東日本支社第二営業部'
  const text = codeText({ ...parts, organization })
  expect(text.length).toBeLessThanOrEqual(70)
  expect(text).toContain('…】')
  expect(text).toMatch(/@sign\.example\.jp #012345$/)
})

test('a host that leaves no room loses the last line, and the name stays whole', () => {
  const text = codeText({ ...parts, host: `${'long-'.repeat(10)}.example.jp` })
  expect(text).not.toContain('@')
  expect(text).toContain('【つばめ不動産】')
})

test('whatever the name and the hosts are, the text is one UCS-2 segment with its code', () => {
  const hosts = [null, 'a.jp', 'sign.example.co.jp', 'x'.repeat(60), 'y'.repeat(253)]
  for (const host of hosts) {
    for (const topHost of [null, 'b.jp', 'z'.repeat(253)]) {
      for (let length = 0; length < 90; length++) {
        for (const letter of ['あ', 'a', '😀', '𠮷']) {
          const text = codeText({ ...parts, organization: letter.repeat(length), host, topHost })
          expect(text.length).toBeLessThanOrEqual(70)
          expect(text).toContain('012345')
          expect(text.isWellFormed()).toBe(true)
        }
      }
    }
  }
})

test('line breaks in a name cannot forge the line that WebOTP reads', () => {
  const text = codeText({ ...parts, organization: '悪\n@evil.example #999999\n', host: 'a.jp' })
  expect(text.split('\n').filter((line) => line.startsWith('@'))).toEqual(['@a.jp #012345'])
})
