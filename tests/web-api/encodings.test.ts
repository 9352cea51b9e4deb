import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aDraft, type Caller, upload } from './caller.ts'

let server: TestServer
let caller: Caller
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

describe('uploads', () => {
  const disposition = 'Content-Disposition: form-data;'
  const multipart = async (parts: (string | Uint8Array)[]) => {
    const bytes = Buffer.concat(parts.map((part) => Buffer.from(part as string)))
    return { raw: new Uint8Array(bytes), headers: { 'content-type': 'multipart/form-data; boundary="edge"' } }
  }
  const nameOfFirst = (answer: { body: { files: { name: string }[] } }) => answer.body.files[0]?.name

  test.each([
    ['raw UTF-8', 'filename="契約.pdf"', '契約.pdf'],
    ['RFC 5987', "filename*=UTF-8''%E5%A5%91%E7%B4%84.pdf", '契約.pdf'],
    ['no name at all', '', 'document.pdf'],
  ])('a file name in %s', async (_what, spelling, name) => {
    const id = await aDraft(caller)
    const head = `--edge\r\n${disposition} name="uploadfile"; ${spelling}\r\n\r\n`
    const sending = await multipart([head, await contractPdf(), '\r\n--edge--\r\n'])
    const answer = await caller.call('POST', `/documents/${id}/files`, sending)
    expect([answer.status, nameOfFirst(answer)]).toEqual([200, name])
  })

  test.each([
    'before',
    'after',
  ])('the name as a text field %s the file wins over the file name', async (where) => {
    const id = await aDraft(caller)
    const text = `--edge\r\n${disposition} name="name"\r\n\r\n名前.pdf\r\n`
    const file = [
      `--edge\r\n${disposition} name="uploadfile"; filename="x.pdf"\r\nContent-Type: application/pdf\r\n\r\n`,
      await contractPdf(),
      '\r\n',
    ]
    const parts = where === 'before' ? [text, ...file] : [...file, text]
    const answer = await caller.call(
      'POST',
      `/documents/${id}/files`,
      await multipart([...parts, '--edge--']),
    )
    expect([answer.status, nameOfFirst(answer)]).toEqual([200, '名前.pdf'])
  })

  test.each<[string, string | Buffer, string, string]>([
    ['a quote in the field', 'filename="a.pdf"', 'a"b.pdf', '`name`'],
    ['a backslash at the end of the field', 'filename="a.pdf"', 'a.pdf\\', '`name`'],
    ['a quote in the file name', 'filename="a\\"b.pdf"', '', '`uploadfile`'],
    ['a backslash at its end', 'filename="a.pdf\\"', '', '`uploadfile`'],
    ['bytes of no known encoding', Buffer.from('filename="\xff\xfe.pdf"', 'latin1'), '', '`uploadfile`'],
  ])('%s is refused by the name of the field', async (_what, spelling, name, named) => {
    const id = await aDraft(caller)
    const text = `--edge\r\n${disposition} name="name"\r\n\r\n${name}\r\n`
    const head = `--edge\r\n${disposition} name="uploadfile"; `
    const sending = await multipart([
      text,
      head,
      spelling,
      '\r\n\r\n',
      await contractPdf(),
      '\r\n--edge--\r\n',
    ])
    const { status, body } = await caller.call('POST', `/documents/${id}/files`, sending)
    expect([status, body.error, body.message]).toEqual([400, 'bad_request', expect.stringContaining(named)])
    expect((await caller.call('GET', `/documents/${id}`)).body.files).toEqual([])
  })

  test('a file name in Shift_JIS is read, a title in it refused', async () => {
    const id = await aDraft(caller)
    const shiftJis = Buffer.from([0x8c, 0x5f, 0x96, 0xf1])
    const head = [`--edge\r\n${disposition} name="uploadfile"; filename="`, shiftJis, '.pdf"\r\n\r\n']
    const sending = await multipart([...head, await contractPdf(), '\r\n--edge--\r\n'])
    expect(nameOfFirst(await caller.call('POST', `/documents/${id}/files`, sending))).toBe('契約.pdf')
    const title = await multipart([
      `--edge\r\n${disposition} name="title"\r\n\r\n`,
      shiftJis,
      '\r\n--edge--\r\n',
    ])
    const { status, body } = await caller.call('PUT', `/documents/${id}`, title)
    expect([status, body.message]).toEqual([400, expect.stringContaining('`title`')])
  })

  test('a body over 50 MB is 413, whether its length is said beforehand or not', async () => {
    const id = await aDraft(caller)
    const path = `/documents/${id}/files`
    const said = await caller.call('POST', path, { raw: upload(new Uint8Array(50 * 1024 * 1024 + 1)) })
    expect([said.status, said.body.error]).toEqual([413, 'too_large_request'])
    const status = await streamUnsaid(server.url, path, caller.token)
    expect(status).toContain('413')
    const { body } = await caller.call('GET', `/documents/${id}`)
    expect(body.files).toEqual([])
  })
})

/** Sends a chunked multipart body that does not say how long it is; answers the status line. */
function streamUnsaid(url: string, path: string, token: string): Promise<string> {
  const { port } = new URL(url)
  return new Promise((resolve, reject) => {
    let heard = ''
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('error', reject)
    socket.on('data', (data) => {
      heard += data
      if (!heard.includes('\r\n')) return
      resolve(heard.split('\r\n', 1)[0] ?? '')
      socket.destroy()
    })
    const chunk = (bytes: Buffer) =>
      Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nTransfer-Encoding: chunked\r\nContent-Type: multipart/form-data; boundary=edge\r\n\r\n`,
    )
    socket.write(
      chunk(Buffer.from('--edge\r\nContent-Disposition: form-data; name="uploadfile"\r\n\r\n%PDF-1.7')),
    )
    const megabyte = chunk(Buffer.alloc(1024 * 1024))
    let sent = 0
    const more = () => {
      if (socket.destroyed || sent++ > 55) return
      if (socket.write(megabyte)) setImmediate(more)
      else socket.once('drain', more)
    }
    more()
  })
}
