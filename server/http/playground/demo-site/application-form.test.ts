import { expect, test } from 'vitest'
import { demoWords } from '#web/playground/words.ts'
import { applicationEntry, dateInJapan, readApplication } from './application-form.ts'

const today = '2026-11-22'
const good = { name: '佐藤 ひかり', tel: '09012345678', flat: 'tsubame-heights-203', move_in: '2026-12-10' }
const read = (fields: Partial<typeof good>) =>
  readApplication(
    applicationEntry(new Map(Object.entries({ ...good, ...fields }))),
    today,
    (text) => [...text].filter((character) => character === '𠮷'),
    demoWords.ja.application.errors,
  )
const wrongFields = (fields: Partial<typeof good>) => {
  const answer = read(fields)
  return 'errors' in answer ? Object.keys(answer.errors) : []
}

test('a complete application becomes terms for a contract', () => {
  expect(read({})).toMatchObject({
    terms: { tenant: '佐藤 ひかり', tel: '09012345678', moveIn: '2026-12-10', madeOn: today },
  })
})

test.each([
  ['full-width figures and dashes', '０９０－１２３４－５６７８'],
  ['hyphens and spaces', ' 090-1234 5678 '],
  ['the number as it is dialled from abroad', '+81 90-1234-5678'],
])('a phone number is understood with %s', (_how, tel) => {
  expect(read({ tel })).toMatchObject({ terms: { tel: '09012345678' } })
})

test.each(['060', '070', '080', '090'])('a mobile number that begins with %s is accepted', (head) => {
  expect(wrongFields({ tel: `${head}12345678` })).toEqual([])
})

test.each([
  '',
  '0312345678',
  '05012345678',
  '0901234567',
  '090123456789',
  'abc',
])('%j is no mobile number', (tel) => {
  expect(wrongFields({ tel })).toEqual(['tel'])
})

test.each(['', '2026-11-22', '2027-06-01', '2026-02-30', '来月'])('%j is no date to move in', (date) => {
  expect(wrongFields({ move_in: date })).toEqual(['moveIn'])
})

test('a date typed by hand, without a date picker, is understood', () => {
  expect(read({ move_in: '2026/12/1' })).toMatchObject({ terms: { moveIn: '2026-12-01' } })
})

test('every field that is wrong is named at once', () => {
  expect(wrongFields({ name: ' ', tel: '', flat: 'castle', move_in: '' }).sort()).toEqual([
    'flat',
    'moveIn',
    'name',
    'tel',
  ])
})

test('a name that the contract cannot print is refused with the character named', () => {
  const answer = read({ name: '𠮷田 一' })
  expect('errors' in answer && answer.errors.name).toContain('𠮷')
})

test('today is today in Japan', () => {
  expect(dateInJapan(new Date('2026-11-22T14:59:59Z'))).toBe('2026-11-22')
  expect(dateInJapan(new Date('2026-11-22T15:00:00Z'))).toBe('2026-11-23')
})
