import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { strangerLimitStore } from '#server/adapters/postgres/calls/stranger-limit-store.ts'
import { createSecrets } from '#server/adapters/system/secrets.ts'
import { storeFile } from '#server/http/verify-pages/receive-file.ts'
import type { StrangerLimits } from '#server/usecases/stranger-limit-ports.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { bomb } from '#tests/fixtures/pdf/bomb.ts'
import { signInIntegrator } from '#tests/support/integrator.ts'
import { hiddenFields, openBrowser } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
let pool: Pool
/** The server's own counts, reached without a thousand slow tries. */
let limits: StrangerLimits

beforeAll(async () => {
  // Where people come from is what the proxy says.
  server = await startTestServer({ env: { TRUSTED_PROXIES: '127.0.0.1' } })
  pool = new Pool({ connectionString: server.databaseUrl })
  const { keys } = JSON.parse(await readFile(join(server.dataDirectory, 'evaluation.json'), 'utf8'))
  const key = Buffer.from(keys.data, 'base64')
  const secrets = createSecrets({ data: [{ id: 'e1', key }], hash: Buffer.from(keys.hash, 'base64') })
  limits = strangerLimitStore(pool, secrets)
})
afterAll(async () => {
  await pool.end()
  await server.close()
})

/** The cookies that a browser keeps, by name. */
type Jar = Map<string, string>

/** Types a password, from an address, in a browser with these cookies. */
async function tries(email: string, password: string, address: string, jar: Jar = new Map()) {
  const headers = () => ({
    'x-forwarded-for': address,
    origin: server.url,
    ...(jar.size === 0 ? {} : { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') }),
  })
  const keep = (answer: Response) => {
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
  }
  const page = await fetch(`${server.url}/console/sign-in`, { headers: headers(), redirect: 'manual' })
  keep(page)
  const fields = { ...hiddenFields(await page.text(), '/console/sign-in'), email, password }
  const answer = await fetch(`${server.url}/console/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: headers(),
    body: new URLSearchParams(fields),
  })
  keep(answer)
  return answer.status
}

/** What is left when the session is over: the device stays known. */
function signedOut(jar: Jar): Jar {
  return new Map([...jar].filter(([name]) => name.startsWith('musubi-device-')))
}

const later = () => pool.query('update stranger_limits set ends_at = now()')

test('ten wrong passwords from a stranger lock nobody out but the stranger', async () => {
  const { email, password } = server
  const jar: Jar = new Map()
  expect(await tries(email, password, '198.51.100.7', jar)).toBe(303)
  const device = signedOut(jar)
  expect(device.size).toBe(1)
  const statuses: number[] = []
  for (let guess = 0; guess < 12; guess++) {
    statuses.push(await tries(email, `guess number ${guess}`, '203.0.113.9'))
  }
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429])
  // The member: in the browser they know, even from the stranger's own address, and elsewhere from another.
  expect(await tries(email, password, '203.0.113.9', new Map(device))).toBe(303)
  expect(await tries(email, password, '198.51.100.8')).toBe(303)
  expect(await tries(email, password, '203.0.113.9')).toBe(429)
  await later()
  expect(await tries(email, password, '203.0.113.9')).toBe(303)
})

test('strangers from everywhere at once pause the account for browsers that it does not know, and only for those', async () => {
  const { email, password } = server
  const jar: Jar = new Map()
  expect(await tries(email, password, '198.51.100.7', jar)).toBe(303)
  for (let guess = 0; guess < 60; guess++) await limits.spend('sign_in_account', email)
  expect(await tries(email, password, '198.51.100.77')).toBe(429)
  expect(await tries(email, password, '198.51.100.77', signedOut(jar))).toBe(303)
  await later()
  expect(await tries(email, password, '198.51.100.77')).toBe(303)
})

test("a known device's cookie has tries of its own, opens nothing, and is worth nothing for another account or altered", async () => {
  const { email, password } = server
  const jar: Jar = new Map()
  await tries(email, password, '198.51.100.7', jar)
  const [[name = '', value = ''] = []] = [...signedOut(jar)]
  for (let guess = 0; guess < 10; guess++) {
    expect(await tries(email, `guess number ${guess}`, '198.51.100.7', new Map([[name, value]]))).toBe(401)
  }
  expect(await tries(email, password, '198.51.100.7', new Map([[name, value]]))).toBe(429)
  // Not counted there, so the account is as open as it was.
  expect(await tries(email, password, '198.51.100.9')).toBe(303)
  for (let guess = 0; guess < 10; guess++) await tries(email, `guess number ${guess}`, '198.51.100.20')
  const altered = `${value.slice(0, -4)}AAAA`
  expect(await tries(email, password, '198.51.100.20', new Map([[name, altered]]))).toBe(429)
  await later()
})

test('of IPv6 the network is one visitor, and whoever spent it touches no account', async () => {
  for (let spent = 0; spent < 30; spent++) await limits.spend('sign_in_address', '2001:db8:1:2::/64')
  const before = await pool.query('select count(*)::int as count from stranger_limits')
  for (const host of ['::1', ':a:b:c:d', '::ffff']) {
    expect(await tries(`nobody${host.length}@example.jp`, 'a password', `2001:db8:1:2${host}`)).toBe(429)
  }
  expect((await pool.query('select count(*)::int as count from stranger_limits')).rows).toEqual(before.rows)
  expect(await tries('nobody@example.jp', 'a password', '2001:db8:1:3::1')).toBe(401)
})

test('uploads that take too much work are counted, and after five the next waits', async () => {
  const integrator = await signInIntegrator(server.url, server.clientId)
  const { body } = await integrator.call('POST', '/documents', { title: '重い書類' })
  const [{ id: memberId }] = (await pool.query('select id from members where email = $1', [server.email]))
    .rows
  for (let spent = 0; spent < 4; spent++) await limits.spend('costly_uploads', memberId)
  // Honest files cost nothing, and a refused one of another kind neither.
  expect((await integrator.upload(body.id, await contractPdf(), 'a.pdf')).status).toBe(200)
  expect((await integrator.upload(body.id, Buffer.from('no PDF'), 'b.pdf')).status).toBe(400)
  const costly = await integrator.upload(body.id, bomb(), 'c.pdf')
  expect([costly.status, costly.body.message]).toEqual([400, expect.stringMatching(/too much work/)])
  const paused = await integrator.upload(body.id, await contractPdf(), 'd.pdf')
  expect([paused.status, paused.body.error]).toEqual([429, 'too_many_requests'])
  expect(paused.body.message).toMatch(/wait [0-9]+ minutes/)
  await later()
  expect((await integrator.upload(body.id, await contractPdf(), 'e.pdf')).status).toBe(200)
})

/**
 * Brings a file. A server that refuses one closes the connection, for nobody reads what is still sent; `fetch` may just then have
 * taken that connection for the next file, which is brought again.
 */
const checks = async (address: string, bytes: Uint8Array, signal?: AbortSignal): Promise<Response> => {
  const body = new FormData()
  body.set('file', new Blob([bytes as BlobPart], { type: 'application/pdf' }), 'a.pdf')
  const headers = { 'x-forwarded-for': address, origin: server.url }
  for (let tries = 1; ; tries++) {
    try {
      return await fetch(`${server.url}/verify`, {
        method: 'POST',
        headers,
        body,
        ...(signal === undefined ? {} : { signal }),
      })
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined
      const closed =
        cause instanceof Error && 'code' in cause && ['EPIPE', 'ECONNRESET'].includes(String(cause.code))
      if (!closed || tries === 3) throw error
    }
  }
}

test('files brought to the verification page are counted by address, and costly ones sooner', async () => {
  const pdf = await contractPdf()
  expect((await checks('203.0.113.30', pdf)).status).toBe(200)
  for (let spent = 0; spent < 59; spent++) await limits.spend('verify_address', '203.0.113.30')
  const refused = await checks('203.0.113.30', pdf)
  expect(refused.status).toBe(429)
  expect(await refused.text()).toContain('この回線からの検証が続いています')
  expect((await checks('203.0.113.31', pdf)).status).toBe(200)
  for (let spent = 0; spent < 3; spent++) await limits.spend('verify_costly', '203.0.113.31')
  expect((await checks('203.0.113.31', pdf)).status).toBe(429)
  await later()
  expect((await checks('203.0.113.31', pdf)).status).toBe(200)
})

test('of three files that one visitor sends at the same time the third is refused, and leaving gives the place back', async () => {
  const pdf = await contractPdf()
  const begin = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\n'
  const slowly = new Set<ReturnType<typeof httpRequest>>()
  const holdAPlace = () => {
    const asked = httpRequest(`${server.url}/verify`, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'multipart/form-data; boundary=b', 'x-forwarded-for': '203.0.113.40' },
    })
    asked.on('error', () => undefined)
    // One of the files below may have been quicker: its place is free again in a moment.
    asked.on('response', () => {
      slowly.delete(asked)
      holdAPlace()
    })
    asked.write(begin)
    slowly.add(asked)
  }
  holdAPlace()
  holdAPlace()
  await expect.poll(async () => (await checks('203.0.113.40', pdf)).status).toBe(429)
  expect((await checks('203.0.113.41', pdf)).status).toBe(200)
  for (const each of slowly) each.destroy()
  await expect.poll(async () => (await checks('203.0.113.40', pdf)).status).toBe(200)
})

test('whoever sends too slowly is ended, and what came is gone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'musubi-slow-'))
  const file = new PassThrough()
  file.write('%PDF-1.7')
  const path = join(folder, 'a.pdf')
  await expect(storeFile({ content: file }, path, AbortSignal.timeout(50))).rejects.toThrow()
  expect(file.destroyed).toBe(true)
  await rm(folder, { recursive: true })
})

test('an office comes in by passkeys behind one address, and whoever has none still tries a password', async () => {
  await later()
  const browser = openBrowser(server.url)
  await browser.get('/console/sign-in')
  for (let shown = 0; shown < 40; shown++) {
    expect((await browser.post('/console/sign-in/passkey', { passkey: '{}' })).status).toBe(401)
  }
  const page = await browser.post('/console/sign-in', { email: 'a@example.jp', password: 'x' })
  expect(page.status).toBe(401)
})

test('a browser that is told to wait reads it in words', async () => {
  for (let spent = 0; spent < 30; spent++) await limits.spend('sign_in_address', '127.0.0.1')
  const browser = openBrowser(server.url)
  await browser.get('/console/sign-in')
  const page = await browser.post('/console/sign-in', { email: 'a@example.jp', password: 'x' })
  expect(page.status).toBe(429)
  expect(page.html).toMatch(/分/)
  await later()
})
