import { describe, expect, test } from 'vitest'
import { archiveName, uniqueNames } from './archive-names.ts'

describe('a name within an archive', () => {
  test.each([
    ['契約書.pdf', '契約書.pdf'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\Windows\\a.pdf', 'C__Windows_a.pdf'],
    ['a\u0000b\u202e\nc', 'abc'],
    ['CON.pdf', '_CON.pdf'],
    ['nul', '_nul'],
    ['. . ', 'file'],
    ['', 'file'],
    ['終わり. ', '終わり'],
    ['か\u3099', 'が'],
    ['あ'.repeat(100), 'あ'.repeat(60)],
  ])('%j is %j', (text, name) => {
    expect(archiveName(text, 'file')).toBe(name)
  })

  test('is there once, also where only capitals differ', () => {
    const unique = uniqueNames()
    expect(['a.pdf', 'A.pdf', 'a.pdf', 'b', 'b'].map(unique)).toEqual([
      'a.pdf',
      'A (2).pdf',
      'a (3).pdf',
      'b',
      'b (2)',
    ])
  })
})
