import { expect, test } from 'vitest'
import { shownFiles, shownPages } from './shown-pages.ts'

const inWords = (files: unknown) => {
  const read = shownFiles({ files }, () => '契約書.pdf')
  return [shownPages.ja(read), shownPages.en(read)]
}

test('pages that were on the screen are told as before where none was read as text', () => {
  const old = [
    {
      fileId: 'f',
      pages: [
        [1, 12],
        [2, 3],
      ],
    },
  ]
  expect(inWords(old)).toEqual([
    '契約書.pdf 1ページ（12秒）、2ページ（3秒）',
    '契約書.pdf, page 1 (12 s), page 2 (3 s)',
  ])
})

test('the seconds in which a page was there as text are named, page by page and in the sum of many', () => {
  const pages = [
    [1, 12],
    [2, 3],
  ]
  expect(inWords([{ fileId: 'f', pages, asText: [[1, 7]] }])).toEqual([
    '契約書.pdf 1ページ（12秒、うち文字表示7秒）、2ページ（3秒）',
    '契約書.pdf, page 1 (12 s, 7 s of it as text), page 2 (3 s)',
  ])
  const many = Array.from({ length: 9 }, (_, at) => [at + 1, 2])
  expect(inWords([{ fileId: 'f', pages: many, asText: many.slice(0, 3) }])).toEqual([
    '契約書.pdf 1〜9ページ（計18秒、うち文字表示6秒）',
    '契約書.pdf, pages 1–9 (18 s in all, 6 s of it as text)',
  ])
})
