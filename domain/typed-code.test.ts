import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeText } from './sms-message.ts'
import { codeWhileTyping, readTypedCode } from './typed-code.ts'

describe('a code is found in what is typed or pasted', () => {
  test.each([
    ['123456', '123456', 'as it is'],
    ['012345', '012345', 'with its leading zero'],
    ['１２３４５６', '123456', 'full width'],
    [' 123 456 ', '123456', 'blanks'],
    ['123-456', '123456', 'a hyphen'],
    ['１２３　４５６', '123456', 'an ideographic space'],
    ['1\u200b2\u200b3\u200b4\u200b5\u200b6', '123456', 'zero-width spaces'],
    ['\u202a123456\u202c', '123456', 'marks of direction'],
    ['\ufeff123\u2060456', '123456', 'a byte order mark and a word joiner'],
    ['1\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e34\ufe0f\u20e35\ufe0f\u20e36\ufe0f\u20e3', '123456', 'keycaps'],
    ['「123456」', '123456', 'brackets'],
    ['認証コードは123456です', '123456', 'a sentence'],
    ['Your code is 123456.', '123456', 'an English sentence'],
    ['123456 123456', '123456', 'pasted twice'],
    ['【株式会社ABC】認証コード 123456 (5分間有効)\n\n@sign.example.jp #123456', '123456', 'the whole SMS'],
    ['【株式会社ABC】認証コード 123456 (5分間有効)@sign.example.jp #123456', '123456', 'the SMS in one line'],
    ['【株式会社654321】認証コード 123456 (5分間有効)', '123456', "six digits in the sender's name"],
    ['【2026年度987654番会計事務所】認証コード 123456 (5分間有効)', '123456', 'more digits in the name'],
    ['【認証コード 999999】認証コード 123456 (5分間有効)', '123456', 'a name that pretends to be a code'],
    ['【第123456回】コードは 6 5 4 3 2 1 です', '654321', 'blanks between, and six digits in the name'],
    ['認証コード １２３ ４５６（5分間有効）', '123456', 'full width and a blank in the SMS'],
    ['@shop.example #123456 @sign.example.jp', '123456', "WebOTP's line in a frame"],
    ['', null, 'nothing'],
    ['12345', null, 'five digits'],
    ['1234567', null, 'seven digits'],
    ['abcdef', null, 'letters'],
    ['090-1234-5678', null, 'a phone number'],
    ['111111 222222', null, 'two codes'],
    ['五分間有効', null, 'no digits'],
  ])('%j gives %j (%s)', (typed, code, _how) => {
    expect(readTypedCode(typed)).toBe(code)
  })

  test('in every SMS that we write, whatever the sender is called and however it is pasted', () => {
    const digits = fc.stringMatching(/^[0-9]{6}$/)
    const name = fc.oneof(
      fc.stringMatching(/^[0-9]{1,40}$/),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }),
      digits.map((six) => `認証コード ${six}`),
      digits.map((six) => `】${six}【@a.jp #${six}`),
    )
    const host = fc.constantFrom(null, 'sign.example.jp', 'a-very-long-host-name.contracts.example.co.jp')
    fc.assert(
      fc.property(
        name,
        digits,
        host,
        fc.constantFrom(null, 'shop.example'),
        (organization, code, host, topHost) => {
          const text = codeText({
            organization,
            code,
            lifeMinutes: 5,
            host,
            topHost: host === null ? null : topHost,
          })
          expect(readTypedCode(text)).toBe(code)
          expect(readTypedCode(text.replace(/\n/g, ''))).toBe(code)
          expect(codeWhileTyping(text.replace(/\n/g, ''))).toBe(code)
        },
      ),
      { numRuns: 3000 },
    )
  })
})

describe('the field while it is typed into', () => {
  test.each([
    ['', ''],
    ['1', '1'],
    ['１２', '12'],
    ['12 3', '123'],
    ['12a', '12'],
    ['1234567', '123456'],
    ['いつもありがとうございます。ご確認ください。', 'いつもありがとうございます。ご確認ください。'],
  ])('%j becomes %j', (typed, shown) => {
    expect(codeWhileTyping(typed)).toBe(shown)
  })
})
