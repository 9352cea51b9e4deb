import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lettersOf } from '#domain/letters.ts'
import { layText, roomFor, roomLeft } from '#domain/text-layout.ts'
import { textOf } from '#server/pdf/format/pdf-objects.ts'
import { writeValue } from '#server/pdf/format/write-value.ts'
import { printable, unprintable, widthOf } from '#server/pdf/writing/fonts.ts'
import { dateString, textString } from '#server/pdf/writing/pdf-syntax.ts'
import { breakLines, fitText } from '#server/pdf/writing/text-layout.ts'

const perLetter = (text: string): number => [...text].length

describe('Japanese lines', () => {
  it('break anywhere between ideographs and kana', () => {
    expect(breakLines('東京都千代田区丸の内', 4, perLetter)).toEqual(['東京都千', '代田区丸', 'の内'])
  })

  it('do not start with a comma, a closing bracket or a small kana', () => {
    expect(breakLines('これは、です', 3, perLetter)).toEqual(['これ', 'は、で', 'す'])
    expect(breakLines('甲（乙）丙', 3, perLetter)).toEqual(['甲', '（乙）', '丙'])
    expect(breakLines('シャツシャツ', 4, perLetter)).toEqual(['シャツ', 'シャツ'])
  })

  it('do not end with an opening bracket', () => {
    expect(breakLines('契約「甲」', 3, perLetter)).toEqual(['契約', '「甲」'])
  })

  it('keep words and figures whole, and break what is wider than a line', () => {
    expect(breakLines('価格は1,200,000円', 9, perLetter)).toEqual(['価格は', '1,200,000', '円'])
    expect(breakLines('Musubi signs it', 9, perLetter)).toEqual(['Musubi', 'signs it'])
    expect(breakLines('abcdefgh', 3, perLetter)).toEqual(['abc', 'def', 'gh'])
  })

  it('keep the line breaks that were typed', () => {
    expect(breakLines('一行目\n\n三行目', 9, perLetter)).toEqual(['一行目', '', '三行目'])
  })

  it('lose nothing but spaces, and are no wider than asked, whatever is typed', () => {
    const letters = fc.constantFrom(...'あ漢字、。「」（）ッー abc123,.-กำé', 'e\u0301', 'क्')
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 60 }), fc.integer({ min: 2, max: 12 }), (chars, width) => {
        const text = chars.join('')
        const lines = breakLines(text, width, (part) => (part === '' ? 0 : lettersOf(part).length))
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        for (const line of lines) expect(lettersOf(line).length).toBeLessThanOrEqual(width)
      }),
    )
  })
})

describe('text in a box', () => {
  const box = { w: 200, h: 24 }

  it('keeps the size that was asked for when it fits', () => {
    expect(layText('東京都', box, 10)).toMatchObject({ size: 10, lines: ['東京都'] })
    expect(layText('東京都', box, null)).toMatchObject({ size: 12 })
  })

  it('shrinks before it overflows, and never below six points', () => {
    const text = '東京都千代田区丸の内一丁目九番一号グランドタワー南館三十八階'
    const block = layText(text, box, 14)
    expect(block?.lines.join('')).toBe(text)
    expect(block?.size).toBeLessThan(14)
    for (const line of block?.lines ?? []) expect(widthOf(line, block?.size ?? 0)).toBeLessThanOrEqual(196)
    expect(layText('漢'.repeat(96), box, null)).toMatchObject({ size: 6 })
    expect(layText('漢'.repeat(97), box, null)).toBeNull()
  })

  it('says how much of a text would fit, and how much more does', () => {
    expect(roomFor(`${'漢'.repeat(200)}金壱百万円`, box)).toEqual({ characters: 96, lines: 3 })
    expect(roomLeft('漢'.repeat(84), box)).toBe(12)
    expect(roomLeft('漢'.repeat(97), box)).toBe(0)
    expect(layText(`一\n二\n三`, box, null)?.lines).toEqual(['一', '二', '三'])
    expect(layText(`一\n二\n三\n四`, box, null)).toBeNull()
  })

  it('is set smaller than that, but whole, when it is older than the rule', () => {
    const text = '漢'.repeat(400)
    const block = fitText(text, box, null)
    expect(block.lines.join('')).toBe(text)
    expect(block.size).toBeLessThan(6)
  })
})

describe('characters', () => {
  it('that no font has are named one by one', () => {
    expect(unprintable('山田😀太郎😀\u{13000}')).toEqual(['😀', '\u{13000}'])
    expect(unprintable('髙橋﨑𠮷野家\n二行目')).toEqual([])
  })

  it('lose a variation selector that the font lacks, and nothing else', () => {
    expect(printable('葛\u{e0105}飾')).toBe('葛飾')
    expect(printable('葛\u{e0100}飾')).toBe('葛\u{e0100}飾')
    expect(unprintable('葛\u{e0100}飾')).toEqual([])
  })

  it('are spelled out, never replaced, in a text that is older than the rule', () => {
    expect(printable('山田😀')).toBe('山田[U+1F600]')
  })

  it('of other scripts are printed too', () => {
    expect(unprintable('张伟 김철수 Ὀδυσσεύς Юрий Nguyễn ไทย हिन्दी العربية עברית')).toEqual([])
  })

  it('that belong to a letter have one to sit on', () => {
    expect(unprintable('\u0301a')).toEqual(['\u0301'])
    expect(unprintable('a\u200db')).toEqual(['a\u200d'])
  })

  it('keep compatibility ideographs, which are other letters in a name', () => {
    expect(printable('\ufa19谷')).toBe('\ufa19谷')
    expect(printable('か\u3099')).toBe('が')
  })
})

describe('PDF strings', () => {
  it('carry Japanese as UTF-16BE, and brackets just once', () => {
    expect(writeValue(textString('同意')).toString()).toBe('<feff540c610f>')
    expect(writeValue(textString('a (b) \\')).toString()).toBe('(a \\(b\\) \\\\)')
  })

  it('carry dates in UTC', () => {
    expect(textOf(dateString(new Date('2026-11-22T10:00:00.900Z')))).toBe('D:20261122100000Z')
  })
})
