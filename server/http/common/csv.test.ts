import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

test('fields are quoted, quotes doubled, lines kept inside', () => {
  expect(csvLine(['a', 'b "c", d', 'two\nlines', ''])).toBe('"a","b ""c"", d","two\nlines",""\r\n')
})

test.each([
  '=1+1',
  '+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  ' =1',
  '＝1',
  '＋1',
  '－1',
  '＠1',
])('what a spreadsheet would run is text: %j', (field) => {
  expect(csvLine([field])).toBe(`"'${field}"\r\n`)
})

test('a negative number stays a number', () => {
  expect(csvLine(['-1'])).toBe('"-1"\r\n')
})
