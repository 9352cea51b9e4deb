import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aDraft, type Caller, upload } from './caller.ts'
import { sql } from './other-clients.ts'

let server: TestServer
let caller: Caller
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

test('our own fault is 500 and tells nothing', async () => {
  const id = await aDraft(caller)
  await sql(server, 'alter table teams rename to teams_elsewhere')
  const answer = await caller.call('GET', `/documents/${id}`)
  await sql(server, 'alter table teams_elsewhere rename to teams')
  expect([answer.status, Object.keys(answer.body)]).toEqual([500, ['error', 'message']])
  expect(answer.body.error).toBe('internal_server_error')
  expect(JSON.stringify(answer.body)).not.toMatch(/teams|relation|postgres|\.ts|\.mjs/i)
  expect((await caller.call('GET', `/documents/${id}`)).status).toBe(200)
})

test('a client that hangs up in the middle of an upload leaves nothing behind and harms nobody', async () => {
  const id = await aDraft(caller)
  const { port } = new URL(server.url)
  const socket = connect(Number(port), '127.0.0.1')
  await once(socket, 'connect')
  socket.write(
    `POST /documents/${id}/files HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${caller.token}\r\n` +
      'Content-Length: 9999999\r\nContent-Type: multipart/form-data; boundary=edge\r\n\r\n' +
      '--edge\r\nContent-Disposition: form-data; name="uploadfile"; filename="a.pdf"\r\n\r\n%PDF-1.7',
  )
  socket.write(Buffer.alloc(500_000))
  await new Promise((resolve) => setTimeout(resolve, 300))
  socket.destroy()
  const files = join(server.dataDirectory, 'files')
  const left = async () => {
    const names = await readdir(files, { recursive: true, withFileTypes: true })
    // The storage's own mark stays.
    return names.filter((each) => each.isFile() && each.name !== 'id').map((each) => each.name)
  }
  await expect.poll(left).toEqual([])
  const { status } = await caller.call('POST', `/documents/${id}/files`, { raw: upload(await contractPdf()) })
  expect(status).toBe(200)
})

test('recipients and files that are added at the same time all get a place of their own', async () => {
  const id = await aDraft(caller)
  const pdf = await contractPdf()
  const added = await Promise.all(
    Array.from({ length: 6 }, (_, n) => [
      caller.call('POST', `/documents/${id}/participants`, { form: { name: `${n}`, recipient_id: `r${n}` } }),
      caller.call('POST', `/documents/${id}/files`, { raw: upload(pdf, `${n}.pdf`) }),
    ]).flat(),
  )
  expect(added.map((each) => each.status)).toEqual(added.map(() => 200))
  const { body } = await caller.call('GET', `/documents/${id}`)
  const orders = (of: { order: number }[]) => of.map((each) => each.order)
  expect(orders(body.participants)).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect(orders(body.files)).toEqual([0, 1, 2, 3, 4, 5])
})

test('a connection is used again after an upload that was refused early', async () => {
  const id = await aDraft(caller)
  const raw = upload(new Uint8Array(3_000_000), 'a.txt', 'text/plain')
  for (let n = 0; n < 5; n++) {
    const { status } = await caller.call('POST', `/documents/${id}/files`, { raw })
    expect(status).toBe(415)
  }
  expect((await caller.call('GET', `/documents/${id}`)).status).toBe(200)
})
