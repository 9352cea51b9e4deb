import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { call } from './caller.ts'
import { aClientOf, sql } from './other-clients.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const ask = (sending: Parameters<typeof call>[3], path = '/token', method = 'POST') =>
  call(server.url, method, path, sending)

test('a client id gives a bearer token of 32 to 36 characters for an hour', async () => {
  const { status, body } = await ask({ form: { client_id: server.clientId } })
  expect(status).toBe(200)
  expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'token_type'])
  expect(body.token_type).toBe('Bearer')
  expect(body.access_token).toMatch(/^[\x21-\x7e]{32,36}$/)
  expect(body.expires_in).toBeGreaterThan(3500)
  expect(body.expires_in).toBeLessThanOrEqual(3600)
})

test('asking again while it is alive gives the same token, however it is asked', async () => {
  const { body } = await ask({ form: { client_id: server.clientId } })
  const query = `/token?client_id=${server.clientId}`
  const others = await Promise.all([
    ask({}, query),
    ask({}, query, 'GET'),
    ask({ json: { client_id: server.clientId } }),
    ask({ form: { client_id: server.clientId }, headers: { authorization: 'Bearer nonsense' } }),
  ])
  for (const other of others) expect(other.body.access_token).toBe(body.access_token)
})

test('an expired token is followed by a new one, and refused', async () => {
  const { body } = await ask({ form: { client_id: server.clientId } })
  await sql(server, `update clients set token_expires_at = now() - interval '1 second'`)
  const old = await call(server.url, 'GET', '/documents', { token: body.access_token })
  expect([old.status, old.body.error]).toEqual([401, 'unauthorized'])
  const next = await ask({ form: { client_id: server.clientId } })
  expect(next.body.access_token).not.toBe(body.access_token)
})

describe('refused', () => {
  test.each([
    ['no client id', {}, 400, 'invalid_request'],
    ['an empty client id', { form: { client_id: '' } }, 400, 'invalid_request'],
    ['an unknown client id', { form: { client_id: 'nobody' } }, 400, 'invalid_client'],
  ])('%s', async (_what, sending, status, error) => {
    const answer = await ask(sending)
    expect([answer.status, answer.body.error]).toEqual([status, error])
    expect(answer.body.message).toContain('`client_id`')
  })

  test('the client of a disabled member', async () => {
    const clientId = await aClientOf(server, { email: 'gone@example.jp', disabled: true })
    const answer = await ask({ form: { client_id: clientId } })
    expect([answer.status, answer.body.error]).toEqual([403, 'forbidden'])
  })

  test('another method', async () => {
    const answer = await ask({}, '/token', 'DELETE')
    expect([answer.status, answer.body.error]).toEqual([405, 'method_not_allowed'])
    expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'POST'])
  })
})

test('parallel requests of one client get one token', async () => {
  const clientId = await aClientOf(server, { email: 'parallel@example.jp' })
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask({ form: { client_id: clientId } })))
  expect(new Set(answers.map((each) => each.body.access_token)).size).toBe(1)
})
