import { expect, test } from 'vitest'
import { runsOf, type TextItem } from './runs.ts'

/** A4, as pdf.js views it: user space from below, the page as shown from above. */
const view = { transform: [1, 0, 0, -1, 0, 842], width: 595, height: 842 }

const item = (str: string, more: Partial<TextItem> = {}): TextItem => ({
  str,
  dir: 'ltr',
  transform: [12, 0, 0, 12, 60, 700],
  width: 48,
  fontName: 'f1',
  ...more,
})

const read = (items: TextItem[], from = view) => runsOf(items, from, (name) => name === 'vertical')

test('texts have their place from the upper left corner, in points; blanks are left out', () => {
  expect(read([item('賃貸借契約'), item(' '), item('')])).toEqual([
    { text: '賃貸借契約', left: 60, right: 108, baseline: 142, size: 12, font: 'f1', bold: false },
  ])
})

test('a page that is turned, and whose text is turned with it, is upright', () => {
  const turned = { transform: [0, 1, 1, 0, 0, 0], width: 842, height: 595 }
  expect(read([item('縦の紙', { transform: [0, 12, -12, 0, 100, 50] })], turned)).toEqual([
    { text: '縦の紙', left: 50, right: 98, baseline: 100, size: 12, font: 'f1', bold: false },
  ])
})

test.each([
  ['upwards', { transform: [0, 12, -12, 0, 60, 700] }],
  ['upside down', { transform: [-12, 0, 0, -12, 60, 700] }],
  ['at a slant, as a watermark', { transform: [8, 8, -8, 8, 60, 700] }],
  ['in columns from the right', { fontName: 'vertical' }],
  ['from right to left', { dir: 'rtl' }],
])('a page on which something is written %s has no order that can be trusted', (_how, more) => {
  expect(read([item('本文'), item('別', more)])).toBeNull()
})

test('what is printed twice to look bold is read once; the same words elsewhere are read again', () => {
  const again = item('甲', { transform: [12, 0, 0, 12, 60.4, 700] })
  const below = item('甲', { transform: [12, 0, 0, 12, 60, 680] })
  expect(read([item('甲'), again, below])?.map(({ baseline }) => baseline)).toEqual([142, 162])
})

test('radicals that stand for the characters they look like become these', () => {
  expect(read([item('⼄は⽇本')])?.[0]?.text).toBe('乙は日本')
})
