import { describe, expect, test } from 'vitest'
import { partsOf } from './multipart.ts'
import { fileNameOf, parametersOf } from './part-headers.ts'

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(body: string | Buffer, size: number, pass: string[] = []) {
  const parts = []
  for await (const part of partsOf(inPieces(Buffer.from(body), size), 'edge')) {
    const { name, fileName, mediaType } = part
    parts.push({ name, fileName, mediaType, text: pass.includes(name) ? null : await part.text() })
  }
  return parts
}

const disposition = (rest: string) => `Content-Disposition: form-data; ${rest}\r\n`
const body = [
  'a preamble that no one reads\r\n--edge\r\n',
  `${disposition('name="name"')}\r\n契約書\r\n--edge  \r\n`,
  `${disposition('name="uploadfile"; filename="契約.pdf"')}Content-Type: Application/PDF; x=y\r\n\r\n`,
  '%PDF\r\n--edg\r\n-\r\n\r\n--edge\r\n',
  `${disposition('name="empty"')}\r\n\r\n--edge--\r\nan epilogue`,
].join('')

test.each([
  1, 2, 3, 7, 64, 10_000,
])('parts are the same when the body arrives %i bytes at a time', async (size) => {
  expect(await read(body, size)).toEqual([
    { name: 'name', fileName: null, mediaType: null, text: '契約書' },
    {
      name: 'uploadfile',
      fileName: '契約.pdf',
      mediaType: 'application/pdf',
      text: '%PDF\r\n--edg\r\n-\r\n',
    },
    { name: 'empty', fileName: null, mediaType: null, text: '' },
  ])
})

test('a part that nobody reads is passed over', async () => {
  const parts = await read(body, 5, ['uploadfile'])
  expect(parts.map((part) => part.text)).toEqual(['契約書', null, ''])
})

test('a form without parts is empty', async () => {
  expect(await read('--edge--', 3)).toEqual([])
})

test.each([
  ['no last boundary', '--edge\r\nContent-Disposition: form-data; name="a"\r\n\r\nabc'],
  ['no boundary at all', 'abc'],
  ['no end of the head', '--edge\r\nContent-Disposition: form-data; name="a"\r\n'],
  ['nothing', ''],
])('a body with %s is refused', async (_what, broken) => {
  await expect(read(broken, 4)).rejects.toMatchObject({ problem: { kind: 'malformed' } })
})

test('a field that is not UTF-8 is refused by its name, never repaired', async () => {
  const broken = Buffer.concat([
    Buffer.from(`--edge\r\n${disposition('name="title"')}\r\n`),
    Buffer.from([0x8c, 0x5f, 0x96, 0xf1]),
    Buffer.from('\r\n--edge--'),
  ])
  await expect(read(broken, 7)).rejects.toMatchObject({ problem: { kind: 'field', field: 'title' } })
})

test('a hundred parts are read, one more is refused', async () => {
  const parts = (count: number) => `${`--edge\r\n${disposition('name="a"')}\r\n\r\n`.repeat(count)}--edge--`
  expect(await read(parts(100), 1000)).toHaveLength(100)
  await expect(read(parts(101), 1000)).rejects.toMatchObject({ problem: { kind: 'malformed' } })
})

describe('file names', () => {
  const nameIn = (header: Buffer | string) =>
    fileNameOf(
      parametersOf(`form-data; name="uploadfile"; ${Buffer.from(header).toString('latin1')}`),
      'uploadfile',
    )

  test.each([
    ['raw UTF-8', 'filename="契約.pdf"', '契約.pdf'],
    ['RFC 5987', "filename*=UTF-8''%E5%A5%91%E7%B4%84.pdf", '契約.pdf'],
    ['both: RFC 5987 wins', 'filename="x.pdf"; filename*=utf-8\'ja\'%E5%A5%91.pdf', '契.pdf'],
    ['both, the other way round', 'filename*=UTF-8\'\'%E5%A5%91.pdf; filename="x.pdf"', '契.pdf'],
    ['UTF-8 taken for Latin-1', `filename="${Buffer.from('契約.pdf').toString('latin1')}"`, '契約.pdf'],
    ['a real Latin-1 letter in UTF-8', 'filename="café.pdf"', 'café.pdf'],
    ['no quotes', 'filename=a.pdf', 'a.pdf'],
    ['a semicolon inside', 'filename="a;b.pdf"', 'a;b.pdf'],
    ['folders', 'filename="C:\\temp\\a.pdf"', 'a.pdf'],
    ['only folders', 'filename="../"', null],
    ['no name', 'x=y', null],
    ['an unknown charset', 'filename*=nonsense\'\'a; filename="b.pdf"', 'b.pdf'],
  ])('%s', (_what, header, name) => {
    expect(nameIn(header)).toBe(name)
  })

  test.each([
    ['a quote inside', 'filename="a\\"b.pdf"'],
    ['a backslash at the end', 'filename="a.pdf\\\\"'],
    ['a backslash that hides the last quote', 'filename="a.pdf\\"'],
    ['a backslash and blanks at the end', "filename*=UTF-8''a.pdf%5C%20"],
    ['bytes of no known encoding', Buffer.from('filename="caf\xe9.pdf"', 'latin1')],
  ])('%s is refused, by the name of the part', (_what, header) => {
    expect(() => nameIn(header)).toThrow(
      expect.objectContaining({
        problem: { kind: 'field', field: 'uploadfile', expected: expect.any(String) },
      }),
    )
  })

  test('Shift_JIS of old Japanese clients', () => {
    const shiftJis = Buffer.from([0x8c, 0x5f, 0x96, 0xf1, 0x2e, 0x70, 0x64, 0x66])
    const header = Buffer.concat([Buffer.from('filename="'), shiftJis, Buffer.from('"')])
    expect(nameIn(header)).toBe('契約.pdf')
  })
})
