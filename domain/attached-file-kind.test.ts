import { describe, expect, test } from 'vitest'
import { judgeAttachedFile, takenEndings } from './attached-file-kind.ts'
import { keptText } from './text-rules.ts'

const pdf = '%PDF-1.7\n…'
const png = '\x89PNG\r\n\x1a\n\0\0'
const jpeg = '\xff\xd8\xff\xe0\0\x10JFIF'

describe('the name of an upload is cut or kept to 5–69 characters, with its ending', () => {
  test.each([
    ['a.pdf', 'a.pdf'],
    ['見積書.PDF', '見積書.PDF'],
    ['.pdf', 'file.pdf'],
    ['../../etc/passwd.pdf', 'passwd.pdf'],
    ['C:\\Users\\hanako\\免許証.pdf', '免許証.pdf'],
    ['...pdf', 'file.pdf'],
    ['a\u202efdp.pdf', 'afdp.pdf'],
    ['a\u0000b\r\n<c>".pdf', 'abc.pdf'],
    ['か\u3099.pdf', 'が.pdf'],
    [`${'あ'.repeat(80)}.pdf`, `${'あ'.repeat(65)}.pdf`],
    [`${'𠮷'.repeat(80)}.pdf`, `${'𠮷'.repeat(65)}.pdf`],
    // What the certificate cannot print is left out; the recipient sees the name as it will stand there.
    ['😀家の写真🏠.pdf', '家の写真.pdf'],
  ])('%j becomes %j', (given, name) => {
    expect(judgeAttachedFile(given, null, pdf)).toEqual({ name, mediaType: 'application/pdf' })
  })

  test('whatever a phone called it, the certificate prints what is kept, letter for letter', () => {
    const odd = [
      '\u3164',
      '\u115f',
      '\u2800',
      '\u200d',
      '\u2066',
      '\ufeff',
      '\u00ad',
      '\ud800',
      '\u034f',
      '\u180e',
      '\u180b',
    ]
    const more = [
      '\ufe0f',
      '\u{e01ef}',
      '葛\u{e0100}',
      'क\u094d\u200dष',
      '👩\u200d💻',
      '\u0301',
      'a\u0301\u0302\u0303\u0304\u0305',
      '\n',
      '\t',
    ]
    for (const char of [...odd, ...more]) {
      for (const given of [
        `${char}契約.pdf`,
        `契${char}約.pdf`,
        `契約${char}.pdf`,
        `${char}.pdf`,
        `${char}${char}a${char}`,
      ]) {
        const judged = judgeAttachedFile(given, null, pdf)
        const name = 'name' in judged ? judged.name : ''
        expect(keptText(name, 'name', { printed: true }), JSON.stringify(given)).toEqual({ text: name })
        expect(name).not.toBe('')
      }
    }
  })

  test('whatever it was, it fits', () => {
    for (const stem of ['', 'x', '長'.repeat(63), '長'.repeat(64), '長'.repeat(65), '長'.repeat(300)]) {
      for (const ending of ['pdf', 'PDF']) {
        const judged = judgeAttachedFile(`${stem}.${ending}`, null, pdf)
        const { length } = [...('name' in judged ? judged.name : '')]
        expect(length).toBeGreaterThanOrEqual(5)
        expect(length).toBeLessThanOrEqual(69)
      }
    }
    expect(Math.min(...takenEndings.map((ending) => ending.length))).toBeGreaterThanOrEqual(3)
  })
})

describe('what a file is', () => {
  test.each([
    ['写真.png', 'image/png', png, 'image/png'],
    ['写真.JPG', 'image/jpeg', jpeg, 'image/jpeg'],
    ['写真.jpeg', 'image/jpg', jpeg, 'image/jpeg'],
    ['写真.heic', '', '\0\0\0\x18ftypheic', 'image/heic'],
    ['名簿.csv', 'application/vnd.ms-excel', '氏名,住所', 'text/csv'],
    ['メモ.txt', 'text/plain', '\xff\xfea\0', 'text/plain'],
    ['束.zip', 'application/x-zip-compressed', 'PK\x03\x04', 'application/zip'],
    ['旧.doc', 'application/msword', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'application/msword'],
    ['表.xlsx', null, 'PK\x03\x04', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ])('%s, declared %s', (name, declared, head, mediaType) => {
    expect(judgeAttachedFile(name, declared, head)).toEqual({ name, mediaType })
  })

  test('a name without ending gets the one that its bytes show', () => {
    expect(judgeAttachedFile('1000012345', 'image/jpeg', jpeg)).toMatchObject({ name: '1000012345.jpg' })
    expect(judgeAttachedFile('scan', null, pdf)).toMatchObject({ name: 'scan.pdf' })
  })

  test.each([
    ['a.pdf', null, '', 'empty'],
    ['a.pdf', 'application/pdf', png, 'mismatch'],
    ['a.png', null, pdf, 'mismatch'],
    ['a.jpg', 'image/jpeg', '<html>', 'mismatch'],
    ['a.txt', 'image/png', 'text', 'mismatch'],
    ['a.txt', 'text/plain', png, 'mismatch'],
    ['a.docx', null, pdf, 'mismatch'],
    ['a.html', 'text/html', '<html>', 'type'],
    ['a.svg', 'image/svg+xml', '<svg', 'type'],
    ['a.exe', null, 'MZ', 'type'],
    ['a.constructor', null, 'x', 'type'],
    ['a', null, 'text', 'type'],
    ['a.pdf.exe', null, pdf, 'type'],
  ])('%s, declared %s, is refused: %#', (name, declared, head, problem) => {
    expect(judgeAttachedFile(name, declared, head)).toEqual({ problem })
  })
})
