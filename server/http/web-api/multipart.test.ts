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
  await expect(read(broken, 4)).rejects.toMatchObject({ refusal: { code: 'body_malformed' } })
})

describe('file names', () => {
  const nameIn = (header: Buffer | string) =>
    fileNameOf(parametersOf(`form-data; name="uploadfile"; ${Buffer.from(header).toString('latin1')}`))

  test.each([
    ['raw UTF-8', 'filename="契約.pdf"', '契約.pdf'],
    ['RFC 5987', "filename*=UTF-8''%E5%A5%91%E7%B4%84.pdf", '契約.pdf'],
    ['both: RFC 5987 wins', 'filename="x.pdf"; filename*=utf-8\'ja\'%E5%A5%91.pdf', '契.pdf'],
    ['both, the other way round', 'filename*=UTF-8\'\'%E5%A5%91.pdf; filename="x.pdf"', '契.pdf'],
    ['UTF-8 taken for Latin-1', `filename="${Buffer.from('契約.pdf').toString('latin1')}"`, '契約.pdf'],
    ['a real Latin-1 letter in UTF-8', 'filename="café.pdf"', 'café.pdf'],
    ['no quotes', 'filename=a.pdf', 'a.pdf'],
    ['a quote inside', 'filename="a\\"b.pdf"', 'a"b.pdf'],
    ['a semicolon inside', 'filename="a;b.pdf"', 'a;b.pdf'],
    ['folders', 'filename="C:\\temp\\a.pdf"', 'a.pdf'],
    ['only folders', 'filename="../"', null],
    ['no name', 'x=y', null],
    ['an unknown charset', 'filename*=nonsense\'\'a; filename="b.pdf"', 'b.pdf'],
  ])('%s', (_what, header, name) => {
    expect(nameIn(header)).toBe(name)
  })

  test('Shift_JIS of old Japanese clients', () => {
    const shiftJis = Buffer.from([0x8c, 0x5f, 0x96, 0xf1, 0x2e, 0x70, 0x64, 0x66])
    const header = Buffer.concat([Buffer.from('filename="'), shiftJis, Buffer.from('"')])
    expect(nameIn(header)).toBe('契約.pdf')
  })
})
