import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { operations } from '#contract/web-api/operations.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { type Answer, aCaller, type Caller, call } from './caller.ts'
import { aClientOf, sql } from './other-clients.ts'

let server: TestServer
let caller: Caller
let clientOfOthers: string
beforeAll(async () => {
  // The test itself stands where the operator's proxy stands.
  server = await startTestServer({ env: { TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8' } })
  clientOfOthers = await aClientOf(server, { email: 's@example.com', teamId: 'others' })
  caller = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

const allow = (...networks: string[]) =>
  sql(server, `update teams set api_networks = $1 where id <> 'others'`, [networks])
beforeEach(() => allow())

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })
const ask = (address: string, path = '/documents') => caller.call('GET', path, from(address))
const askToken = (address: string, clientId = server.clientId) =>
  call(server.url, 'POST', '/token', { form: { client_id: clientId }, ...from(address) })

function expectOutside({ status, body }: Answer): void {
  expect([status, body.error]).toEqual([403, 'forbidden'])
  expect(body.message).toContain('address')
}

describe('a team that names networks', () => {
  test.each([
    ['one IPv4 address', '203.0.113.7', '203.0.113.7', '203.0.113.8'],
    ['a network of IPv4', '203.0.113.0/25', '203.0.113.127', '203.0.113.128'],
    ['one IPv6 address', '2001:db8::7', '2001:DB8:0:0::7', '2001:db8::8'],
    ['a network of IPv6', '2001:db8:8000::/33', '2001:db8:ffff::1', '2001:db8:7fff::1'],
    ['IPv4 that arrives inside IPv6', '203.0.113.7', '::ffff:203.0.113.7', '::ffff:203.0.113.8'],
    ['IPv4 that arrives inside IPv6, in hexadecimal', '203.0.113.7', '::ffff:cb00:7107', '::ffff:cb00:7108'],
    ['all of IPv6, which is not all of IPv4', '::/0', '2001:db8::1', '203.0.113.7'],
  ])('%s: calls and tokens from inside, 403 from outside', async (_what, network, inside, outside) => {
    await allow('192.0.2.1', network)
    expect((await ask(inside)).status).toBe(200)
    expect((await askToken(inside)).status).toBe(200)
    expectOutside(await ask(outside))
    expectOutside(await askToken(outside))
  })

  test('and whose client stands behind two proxies of ours is known by its own address', async () => {
    await allow('203.0.113.7')
    expect((await ask('203.0.113.7, 10.1.2.3')).status).toBe(200)
    // What the client wrote itself stands further to the left, and is not believed.
    expectOutside(await ask('203.0.113.7, 198.51.100.1, 10.1.2.3'))
  })

  test.each([
    'unknown',
    '203.0.113.7:443',
    '[2001:db8::1]',
    '',
  ])('refuses the address %j, which is none', async (address) => {
    await allow('203.0.113.0/24', '2001:db8::/32')
    expectOutside(await ask(address))
    expectOutside(await askToken(address))
  })

  test('binds nobody else', async () => {
    await allow('203.0.113.7')
    const other = await askToken('198.51.100.1', clientOfOthers)
    expect(other.status).toBe(200)
    const answer = await call(server.url, 'GET', '/documents', {
      token: other.body.access_token,
      ...from('198.51.100.1'),
    })
    expect(answer.status).toBe(200)
  })

  test('is obeyed at once, by tokens that were given before, too', async () => {
    expect((await ask('198.51.100.1')).status).toBe(200)
    await allow('203.0.113.7')
    expectOutside(await ask('198.51.100.1'))
    await allow()
    expect((await ask('198.51.100.1')).status).toBe(200)
  })

  test('still has its console and its consent pages from anywhere', async () => {
    await allow('203.0.113.7')
    const console = await call(server.url, 'GET', '/console/sign-in', from('198.51.100.1'))
    expect(console.status).toBe(200)
    const page = await call(server.url, 'GET', '/verify', from('198.51.100.1'))
    expect(page.status).toBe(200)
  })
})

describe('outside, nothing is told but that', () => {
  const outside = '198.51.100.1'
  beforeEach(() => allow('203.0.113.7'))

  test.each(
    operations.filter(({ path }) => path !== '/token').map(({ method, path }) => [method, path]),
  )('%s %s, whether the document exists or not', async (method, path) => {
    for (const id of ['0'.repeat(32), '-']) {
      expectOutside(await caller.call(method, path.replaceAll(/:[a-z_]+/g, id), from(outside)))
    }
  })

  test('after the header and the token, before the method and the path', async () => {
    const answers = [
      await caller.call('GET', '/documents', { ...from(outside), token: null }),
      await caller.call('GET', '/documents', { ...from(outside), token: 'x'.repeat(32) }),
      await caller.call('PATCH', '/documents', from(outside)),
      await caller.call('GET', '/documents/a/b/c/d', from(outside)),
    ]
    expect(answers.map(({ status, body }) => [status, body.error])).toEqual([
      [400, 'bad_request'],
      [401, 'unauthorized'],
      [403, 'forbidden'],
      [403, 'forbidden'],
    ])
  })

  test('at /token an unknown client is unknown, and no token is given or made', async () => {
    const unknown = await askToken(outside, 'nobody')
    expect([unknown.status, unknown.body.error]).toEqual([400, 'invalid_client'])
    const refused = await askToken(outside)
    expectOutside(refused)
    expect(refused.body.access_token).toBeUndefined()
  })
})

test('X-Forwarded-For from whoever is no proxy of ours is not believed', async () => {
  const direct = await startTestServer()
  try {
    await sql(direct, 'update teams set api_networks = $1', [['203.0.113.7']])
    const claimed = await call(direct.url, 'POST', '/token', {
      form: { client_id: direct.clientId },
      ...from('203.0.113.7'),
    })
    expectOutside(claimed)
    await sql(direct, 'update teams set api_networks = $1', [['127.0.0.0/8']])
    expect((await aCaller(direct.url, direct.clientId)).token).toHaveLength(32)
  } finally {
    await direct.close()
  }
})
