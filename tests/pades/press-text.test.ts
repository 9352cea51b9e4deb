import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printable, unprintable, widthOf } from '#server/adapters/pdf/fonts.ts'
import { columnsOf } from '#server/adapters/pdf/hanko.ts'
import { dateString, serialize, textString } from '#server/adapters/pdf/pdf-syntax.ts'
import { breakLines, fitText } from '#server/adapters/pdf/text-layout.ts'

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
    const letters = fc.constantFrom(...'あ漢字、。「」（）ッー abc123,.-')
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 60 }), fc.integer({ min: 2, max: 12 }), (chars, width) => {
        const text = chars.join('')
        const lines = breakLines(text, width, perLetter)
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        for (const line of lines) expect(perLetter(line)).toBeLessThanOrEqual(width)
      }),
    )
  })
})

describe('text in a box', () => {
  it('keeps the size that was asked for when it fits', () => {
    expect(fitText('東京都', { w: 196, h: 20 }, 10)).toMatchObject({ size: 10, lines: ['東京都'] })
  })

  it('shrinks before it overflows', () => {
    const text = '東京都千代田区丸の内一丁目九番一号グランドタワー南館三十八階'
    const block = fitText(text, { w: 196, h: 20 }, 14)
    expect(block.size).toBeLessThan(14)
    expect(block.lines.join('')).toBe(text)
    for (const line of block.lines) expect(widthOf(line, block.size)).toBeLessThanOrEqual(196.01)
    expect(block.size + (block.lines.length - 1) * block.lineHeight).toBeLessThanOrEqual(20)
  })
})

describe('characters', () => {
  it('that no font has are named one by one', () => {
    expect(unprintable('山田😀太郎😀\u{13000}')).toEqual(['😀', '\u{13000}'])
    expect(unprintable('髙橋﨑𠮷野家\n二行目')).toEqual([])
  })

  it('lose a variation selector that the font lacks, and nothing else', () => {
    expect(printable('葛\u{e0100}飾')).toBe('葛飾')
    expect(unprintable('葛\u{e0100}飾')).toEqual([])
  })

  it('keep compatibility ideographs, which are other letters in a name', () => {
    expect(printable('\ufa19谷')).toBe('\ufa19谷')
    expect(printable('か\u3099')).toBe('が')
  })
})

describe('a seal', () => {
  it('sets family and given name in a column each, the family name first', () => {
    expect(columnsOf('山田 太郎')).toEqual([
      ['山', '田'],
      ['太', '郎'],
    ])
    expect(columnsOf('佐々木　蓮')).toEqual([['佐', '々', '木'], ['蓮']])
  })

  it('sets a short name in one column and a long one in two or three', () => {
    expect(columnsOf('田中')).toEqual([['田', '中']])
    expect(columnsOf('林 修')).toEqual([['林', '修']])
    expect(columnsOf('田中太郎')).toEqual([
      ['田', '中'],
      ['太', '郎'],
    ])
    expect(columnsOf('株式会社サンプル不動産').length).toBe(3)
  })
})

describe('PDF strings', () => {
  it('carry Japanese as UTF-16BE, and brackets just once', () => {
    expect(serialize(textString('同意')).toString()).toBe('<feff540c610f>')
    expect(serialize(textString('a (b) \\')).toString()).toBe('<6120286229205c>')
  })

  it('carry dates in UTC', () => {
    expect(dateString(new Date('2026-11-22T10:00:00.900Z')).asString()).toBe('D:20261122100000Z')
  })
})
