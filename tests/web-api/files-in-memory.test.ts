/** What a server needs does not grow with the bytes of the files that pass through it: it holds none of them as a whole. */
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePdf, streamSource } from '#tests/fixtures/pdf/make-pdf.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { enterConsole } from '../console/console-visitor.ts'
import { aCaller, aDraft, type Caller, upload } from './caller.ts'

const megabyte = 1024 * 1024
const fileBytes = 40 * megabyte
const atOnce = 8
/** Less than half of the files' bytes, and far more than what passes through needs. */
const mostGrowth = 150 * megabyte

let server: TestServer
let api: Caller
let large: Buffer
/** Before the first file. */
let idle: number

beforeAll(async () => {
  server = await startTestServer()
  api = await aCaller(server.url, server.clientId)
  idle = await resident()
  // Nothing that could be packed, as a scan.
  const noise = Buffer.alloc(fileBytes)
  for (let at = 0; at < noise.length; at += 4) noise.writeUInt32LE(Math.imul(at, 2_654_435_761) >>> 0, at)
  large = makePdf({ pages: [{}], objects: { 100: streamSource('', noise) } })
})
afterAll(() => server?.close())

/** What the server's process has in memory, in bytes, as the kernel counts it. */
async function resident(): Promise<number> {
  const status = await readFile(`/proc/${server.process().process.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024
}

test('eight uploads of 40 MB at the same time lie on the disk, not in memory', async () => {
  const hold = new AbortController()
  const drafts = await Promise.all(Array.from({ length: atOnce }, () => aDraft(api)))
  const sent = drafts.map((id) => {
    const headers = {
      authorization: `Bearer ${api.token}`,
      'content-type': 'multipart/form-data; boundary=b',
    }
    const sending = { method: 'POST', headers, body: endless(), duplex: 'half', signal: hold.signal }
    return fetch(`${server.url}/documents/${id}/files`, sending).catch(() => null)
  })
  const incoming = path.join(server.dataDirectory, 'files', '.incoming')
  const arrived = async () => {
    const names = await readdir(incoming).catch(() => [])
    const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(incoming, name))).size))
    return sizes.reduce((sum, each) => sum + each, 0)
  }
  await until('all but the ends', async () => (await arrived()) >= atOnce * (fileBytes - megabyte), 120)
  const growth = (await resident()) - idle
  hold.abort()
  await Promise.all(sent)
  expect(growth).toBeLessThan(mostGrowth)
})

/** The form with the file as far as its last byte, which never comes. */
function endless(): ReadableStream<Uint8Array> {
  const head =
    '--b\r\ncontent-disposition: form-data; name="uploadfile"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\n'
  const parts = function* () {
    yield Buffer.from(head)
    for (let at = 0; at < fileBytes; at += megabyte) yield large.subarray(at, at + megabyte)
  }
  const left = parts()
  return new ReadableStream({
    pull(controller) {
      const next = left.next()
      if (next.done !== true) controller.enqueue(next.value)
      else return new Promise(() => undefined)
    },
  })
}

test('of a file of 40 MB, eight readers who have not read on hold up what was read ahead, and no more', async () => {
  const id = await aDraft(api)
  const { status, body } = await api.call('POST', `/documents/${id}/files`, { raw: upload(large) })
  expect(status).toBe(200)
  const leave = new AbortController()
  const { cookies } = await enterConsole(server)
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const file = `/documents/${id}/files/${body.files[0].id}`
  const whole = { address: file, headers: { authorization: `Bearer ${api.token}` } }
  const part = { address: `/console${file}/read`, headers: { cookie, range: 'bytes=1000-' } }
  const asked = Array.from({ length: atOnce }, (_, at) => (at % 2 === 0 ? whole : part))
  const answers = await Promise.all(
    asked.map(({ address, headers }) => fetch(server.url + address, { headers, signal: leave.signal })),
  )
  const readers = answers.map(({ body }) => body?.getReader())
  // Each has its first bytes: what was read for it before is read now.
  for (const reader of readers) expect((await reader?.read())?.value?.length).toBeGreaterThan(0)
  const growth = (await resident()) - idle
  leave.abort()
  expect(answers.map(({ status }) => status)).toEqual([200, 206, 200, 206, 200, 206, 200, 206])
  expect(growth).toBeLessThan(mostGrowth)
})
