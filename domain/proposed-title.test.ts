import { expect, test } from 'vitest'
import { proposedTitle } from './proposed-title.ts'

test.each([
  ['賃貸借契約書.pdf', '賃貸借契約書'],
  ['  秘密保持契約書 .PDF ', '秘密保持契約書'],
  ['契約書.v2.pdf', '契約書.v2'],
  ['pdf', 'pdf'],
  ['.pdf', ''],
  ['', ''],
  // As a Mac writes it.
  ['カ\u3099レーシ\u3099契約.pdf', 'ガレージ契約'],
])('the file %j proposes the title %j', (name, title) => {
  expect(proposedTitle(name)).toBe(title)
})

test('a name that could not stand on a certificate proposes nothing', () => {
  expect(proposedTitle('契約\u202efdp.pdf')).toBe('')
})

test('a title is proposed no longer than one may be', () => {
  expect([...proposedTitle(`${'あ'.repeat(600)}.pdf`)]).toHaveLength(500)
})
