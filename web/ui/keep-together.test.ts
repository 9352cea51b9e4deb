import { expect, test } from 'vitest'
import { keepTogether } from './keep-together.ts'

const marked = (text: string) =>
  keepTogether(`<p>${text}</p>`)
    .replaceAll('<no-break></no-break>', '|')
    .replaceAll(/<[^>]*>/g, '')

test.each([
  ['番号を直したため、替わります。', '番号を直した|ため、替わります。'],
  ['ご確認のうえ、もう一度開いてください。', 'ご確認の|うえ、もう|一度開いてください。'],
  ['確認のうえ解除', '確認の|うえ解除'],
  ['番号をもう一度', '番号を|もう|一度'],
  ['「保存期限」から、PDFを1件に', '「保存期限」|から、PDF|を1件に'],
  ['末尾 10 を 29 に', '末尾 10\u00a0を 29\u00a0に'],
  ['下書きと合意締結証明書（全2名）', '下|書きと合意締結証|明書（全|2名）'],
  ['甲を乙に。はじめに', '甲を乙に。はじめに'],
])('%s is kept together where words hang on those before', (text, kept) => {
  expect(marked(text)).toBe(kept)
})

test('what is no line of text stays as it is, and so do values with a sign of the end in them', () => {
  for (const html of [
    '<title>安全のため、終了</title>',
    '<textarea name="a">安全のため、</textarea>',
    '<select><option>もう一度</option></select>',
    '<a title="もと > 安全のため、もう一度" href="/x">次へ</a>',
    '<script src="/assets/a.js"></script>',
  ])
    expect(keepTogether(html)).toBe(html)
})
