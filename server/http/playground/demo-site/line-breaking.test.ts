import { expect, test } from 'vitest'
import { breakLines } from './line-breaking.ts'

// One point per half-width character, two per full-width one.
const measure = (text: string) => [...text].reduce((sum, each) => sum + (/[ -~]/.test(each) ? 1 : 2), 0)
const lines = (text: string, width: number) => breakLines(text, width, measure)

test('nothing of the text is lost', () => {
  const text = '甲は、乙が賃料（月額68,000円）を「翌月分」として支払うことを、承諾する。'
  for (let width = 6; width < 80; width += 1) expect(lines(text, width).join('')).toBe(text)
})

test('no line begins with a closing bracket, a comma or a small kana', () => {
  const text = '「あ」っと、（い）ょうに、「う」ー。'.repeat(6)
  for (let width = 10; width < 60; width += 1)
    for (const line of lines(text, width)) expect(line).not.toMatch(/^[」、。）っょー]/)
})

test('no line ends with an opening bracket', () => {
  const text = '以下「本契約」という（甲及び乙）。'.repeat(5)
  for (let width = 12; width < 60; width += 1)
    for (const line of lines(text, width)) expect(line).not.toMatch(/[「（]$/)
})

test('a full stop hangs into the margin and does not take a line of its own', () => {
  expect(lines('あいうえお。', 10)).toEqual(['あいうえお。'])
})

test('a number is not torn apart', () => {
  expect(lines('賃料は134,000円', 12)).toEqual(['賃料は', '134,000円'])
})

test('a word longer than the line is cut by character', () => {
  expect(lines('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij'])
})

test('the last line is never a lone character or two', () => {
  for (let length = 11; length < 60; length += 1)
    expect([...(lines('漢'.repeat(length), 20).at(-1) ?? '')].length).toBeGreaterThan(2)
})
