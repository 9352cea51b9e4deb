import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aDraft, aFullDraft, type Caller, upload } from './caller.ts'

let server: TestServer
let caller: Caller
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

const storedFiles = async (id: string) => {
  const directory = join(server.dataDirectory, 'files', 'documents', id)
  const names = await readdir(directory, { recursive: true }).catch(() => [])
  return names.filter((name) => name.endsWith('.pdf'))
}

test('a file is added with its pages, in order, and comes back byte for byte', async () => {
  const id = await aDraft(caller)
  const pdf = await contractPdf()
  await caller.call('POST', `/documents/${id}/files`, { raw: upload(pdf, '一.pdf') })
  const { status, body } = await caller.call('POST', `/documents/${id}/files`, { raw: upload(pdf, '二.pdf') })
  expect(status).toBe(200)
  expect(body.files).toMatchObject([
    { name: '一.pdf', order: 0, total_pages: 2, widgets: [] },
    { name: '二.pdf', order: 1, total_pages: 2, widgets: [] },
  ])
  const fetched = await fetch(`${server.url}/documents/${id}/files/${body.files[1].id}`, {
    headers: { authorization: `Bearer ${caller.token}` },
  })
  expect(fetched.headers.get('content-type')).toBe('application/pdf')
  expect(fetched.headers.get('content-disposition')).toContain("filename*=UTF-8''%E4%BA%8C.pdf")
  expect(Buffer.from(await fetched.arrayBuffer()).equals(pdf)).toBe(true)
})

test('removing a file removes its widgets and closes the gap in the order', async () => {
  const { path, file, recipient } = await aFullDraft(caller)
  const form = { participant_id: recipient, type: '0', page: '0', x: '1', y: '1' }
  await caller.call('POST', `${path}/files/${file}/widgets`, { form })
  await caller.call('POST', `${path}/files`, { raw: upload(await contractPdf(), '二.pdf') })
  const { status, body } = await caller.call('DELETE', `${path}/files/${file}`)
  expect(status).toBe(200)
  expect(body.files).toMatchObject([{ name: '二.pdf', order: 0, widgets: [] }])
  expect((await caller.call('GET', path)).body).toEqual(body)
})

describe('an upload is judged by its bytes with 400, and nothing of it is kept', () => {
  test.each([
    ['empty', ''],
    ['not a PDF', 'hello'],
    ['a PDF head only', '%PDF-1.7\n'],
    ['a PDF without its end', '%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'],
    ['nonsense between head and end', `%PDF-1.7\n${'x'.repeat(100)}\n%%EOF\n`],
  ])('%s', async (_what, bytes) => {
    const id = await aDraft(caller)
    const { status, body } = await caller.call('POST', `/documents/${id}/files`, { raw: upload(bytes) })
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain('`uploadfile`')
    expect((await caller.call('GET', `/documents/${id}`)).body.files).toEqual([])
    expect(await storedFiles(id)).toEqual([])
  })
})

test('a PDF with something after its end is repaired, one with blanks is taken as it is', async () => {
  const id = await aDraft(caller)
  const pdf = await contractPdf()
  const junk = Buffer.concat([pdf, Buffer.from('trailing words')])
  const blank = Buffer.concat([pdf, Buffer.from('\r\n \n')])
  for (const bytes of [junk, blank])
    expect((await caller.call('POST', `/documents/${id}/files`, { raw: upload(bytes) })).status).toBe(200)
  const { body } = await caller.call('GET', `/documents/${id}`)
  const [rebuilt, same] = await Promise.all(
    body.files.map(async ({ id: file }: { id: string }) => {
      const headers = { authorization: `Bearer ${caller.token}` }
      const answer = await fetch(`${server.url}/documents/${id}/files/${file}`, { headers })
      return Buffer.from(await answer.arrayBuffer())
    }),
  )
  expect(rebuilt.includes('trailing words')).toBe(false)
  expect(rebuilt.toString('latin1')).toMatch(/%%EOF\n$/)
  expect(same.equals(blank)).toBe(true)
})

describe('the declared type is judged with 415', () => {
  test.each(['text/plain', 'image/png', 'application/json'])('a part declared as %s', async (type) => {
    const id = await aDraft(caller)
    const raw = upload(await contractPdf(), 'a.pdf', type)
    const { status, body } = await caller.call('POST', `/documents/${id}/files`, { raw })
    expect([status, body.error]).toEqual([415, 'unsupported_media_type'])
    expect(await storedFiles(id)).toEqual([])
  })

  test.each([
    'application/octet-stream',
    'application/pdf',
    'APPLICATION/PDF; x=y',
  ])('not %s', async (type) => {
    const id = await aDraft(caller)
    const raw = upload(await contractPdf(), 'a.pdf', type)
    expect((await caller.call('POST', `/documents/${id}/files`, { raw })).status).toBe(200)
  })

  test.each([
    ['a form', { form: { uploadfile: 'x' } }],
    ['JSON', { json: { uploadfile: 'x' } }],
    ['nothing', {}],
  ])('an upload that is %s', async (_what, sending) => {
    const id = await aDraft(caller)
    const { status, body } = await caller.call('POST', `/documents/${id}/files`, sending)
    expect([status, body.error]).toEqual([415, 'unsupported_media_type'])
  })
})

test('multipart without the file is 400 and names it', async () => {
  const id = await aDraft(caller)
  const raw = new FormData()
  raw.set('name', 'a.pdf')
  const { status, body } = await caller.call('POST', `/documents/${id}/files`, { raw })
  expect([status, body.error]).toEqual([400, 'bad_request'])
  expect(body.message).toContain('`uploadfile`')
})

test('a deleted draft leaves no bytes behind', async () => {
  const { id, path } = await aFullDraft(caller)
  expect(await storedFiles(id)).toHaveLength(1)
  await caller.call('DELETE', path)
  expect(await storedFiles(id)).toEqual([])
})

test('a name over 255 characters is refused, wherever it stands', async () => {
  const id = await aDraft(caller)
  const long = `${'名'.repeat(252)}.pdf`
  const named = upload(await contractPdf(), 'a.pdf')
  named.set('name', long)
  for (const raw of [named, upload(await contractPdf(), long)]) {
    const { status, body } = await caller.call('POST', `/documents/${id}/files`, { raw })
    expect(status).toBe(400)
    expect(body.message).toContain('`name`')
  }
  expect(await storedFiles(id)).toEqual([])
})
