import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '#contract/web-api/operations.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { type Answer, aCaller, aFullDraft, type Caller, call, type Drafted } from './caller.ts'
import { aClientOf, sql } from './other-clients.ts'

const site = 'https://app.example.jp'
const siteOfOthers = 'https://others.example.com:8443'
const stranger = 'https://stranger.example'
const missing = '0'.repeat(32)

let server: TestServer
let caller: Caller
let draft: Drafted
beforeAll(async () => {
  server = await startTestServer()
  await sql(server, 'update teams set cors_origins = $1', [[site, 'http://localhost:5173']])
  await aClientOf(server, { email: 's@example.com', teamId: 'others' })
  await sql(server, `update teams set cors_origins = $1 where id = 'others'`, [[siteOfOthers]])
  caller = await aCaller(server.url, server.clientId)
  draft = await aFullDraft(caller)
})
afterAll(() => server.close())

const paths = [...new Set(operations.map(({ path }) => path))].filter((path) => path !== '/token')
const real = (path: string) => path.replaceAll(/:[a-z_]+/g, missing)

function preflight(origin: string, path: string, method = 'POST'): Promise<Answer> {
  const headers = {
    origin,
    'access-control-request-method': method,
    'access-control-request-headers': 'authorization',
  }
  return call(server.url, 'OPTIONS', path, { headers })
}

const shared = ({ headers }: Answer) => headers.get('access-control-allow-origin')

/** No answer may be for everybody, nor bring cookies along. */
function expectNeverForAll({ headers }: Answer): void {
  expect(headers.get('access-control-allow-origin')).not.toBe('*')
  expect(headers.get('access-control-allow-credentials')).toBeNull()
}

describe('a browser asks before it calls', () => {
  test.each(paths)('OPTIONS %s answers the origins that a team registered, and no others', async (path) => {
    const asked = real(path)
    for (const origin of [site, siteOfOthers]) {
      const answer = await preflight(origin, asked)
      expect([answer.status, answer.body]).toEqual([204, ''])
      expect(shared(answer)).toBe(origin)
      expect(answer.headers.get('vary')).toBe('Origin')
      expect(answer.headers.get('access-control-allow-methods')).toBe('GET, POST, PUT, DELETE')
      expect(answer.headers.get('access-control-allow-headers')?.split(', ')).toEqual([
        'authorization',
        'content-type',
        'idempotency-key',
      ])
      expect(Number(answer.headers.get('access-control-max-age'))).toBeGreaterThanOrEqual(600)
      expectNeverForAll(answer)
    }
    const refused = await preflight(stranger, asked)
    expect([refused.status, refused.body.error]).toEqual([400, 'bad_request'])
    expect(refused.body.message).toContain('`Origin`')
    expect(shared(refused)).toBeNull()
  })

  test('also below /documents where nothing is, so that a page can read the 404', async () => {
    expect((await preflight(site, '/documents/a/b/c/d')).status).toBe(204)
  })

  test.each([
    ['another scheme', 'http://app.example.jp'],
    ['another port', 'https://app.example.jp:444'],
    ['a name below', 'https://evil.app.example.jp'],
    ['a name that begins so', 'https://app.example.jp.evil.example'],
    ['no name at all', 'null'],
    ['everybody', '*'],
    ['nothing', ''],
    ['two', `${site}, ${stranger}`],
    ['other letters', 'https://APP.example.jp'],
  ])('%s is another origin', async (_what, origin) => {
    const answer = await preflight(origin, '/documents')
    expect(answer.status).toBe(400)
    expect(shared(answer)).toBeNull()
    const direct = await caller.call('GET', '/documents', { headers: { origin } })
    expect([direct.status, direct.body.error]).toEqual([400, 'bad_request'])
    expect(shared(direct)).toBeNull()
  })

  test('without an Origin it is no such question: 405 with Allow', async () => {
    const answer = await caller.call('OPTIONS', '/documents')
    expect([answer.status, answer.body.error]).toEqual([405, 'method_not_allowed'])
    expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'POST'])
  })

  test('the pages of the console and of recipients never answer one', async () => {
    for (const path of [
      '/console',
      '/console/documents',
      '/console/settings',
      '/s/x',
      '/verify',
      '/healthz',
    ]) {
      const answer = await preflight(site, path)
      expect([path, answer.status >= 400, shared(answer)]).toEqual([path, true, null])
    }
  })
})

describe('calls from a page', () => {
  const from = (origin: string) => ({ headers: { origin } })

  test('of the own team are answered to that page, with what it needs to read', async () => {
    const answer = await caller.call('GET', '/documents', from(site))
    expect([answer.status, shared(answer)]).toEqual([200, site])
    expect(answer.headers.get('vary')?.toLowerCase()).toMatch(/^origin\b/)
    expect(answer.headers.get('access-control-expose-headers')).toBe(
      'Allow, Retry-After, Content-Disposition, X-Request-Id, X-Musubi-Notice',
    )
    expectNeverForAll(answer)
    const local = await caller.call('POST', '/documents', from('http://localhost:5173'))
    expect([local.status, shared(local)]).toEqual([200, 'http://localhost:5173'])
    const file = await caller.call('GET', `${draft.path}/files/${draft.file}`, from(site))
    expect([file.status, shared(file)]).toEqual([200, site])
    expect(file.headers.get('content-disposition')).toContain('attachment')
  })

  test('of our own are answered: the reference page tries calls', async () => {
    expect((await caller.call('GET', '/documents', from(server.url))).status).toBe(200)
  })

  test('of an origin that only another team registered are refused', async () => {
    const answer = await caller.call('GET', '/documents', from(siteOfOthers))
    expect([answer.status, answer.body.error, shared(answer)]).toEqual([400, 'bad_request', null])
  })

  test('are refused before the document is looked at, and change nothing', async () => {
    const before = (await caller.call('GET', draft.path)).body
    for (const path of [draft.path, `/documents/${missing}`]) {
      const answer = await caller.call('PUT', path, { form: { title: '乗っ取り' }, ...from(stranger) })
      expect([answer.status, answer.body.error]).toEqual([400, 'bad_request'])
    }
    expect((await caller.call('GET', draft.path)).body).toEqual(before)
  })

  test.each([
    ['400', 'POST', '/documents', { form: { private: 'maybe' } }, 400],
    ['404 of a document', 'GET', `/documents/${missing}`, {}, 404],
    ['404 of a path', 'GET', '/documents/a/b/c/d', {}, 404],
    ['405', 'PATCH', '/documents', {}, 405],
    ['401, although nobody knows yet whose page it is', 'GET', '/documents', { token: 'x'.repeat(32) }, 401],
    ['400 without a token', 'GET', '/documents', { token: null }, 400],
  ] as const)('can read an error as well: %s', async (_what, method, path, sending, status) => {
    const answer = await caller.call(method, path, { ...sending, ...from(site) })
    expect([answer.status, shared(answer)]).toEqual([status, site])
    expect(answer.headers.get('vary')).toBe('Origin')
    expect(answer.body.message).not.toBe('')
  })

  test('of a stranger cannot read why there is no caller', async () => {
    const answer = await caller.call('GET', '/documents', { token: 'x'.repeat(32), ...from(stranger) })
    expect([answer.status, shared(answer)]).toEqual([401, null])
  })

  test('answers without an Origin say that they would differ with one, and nothing more', async () => {
    const answer = await caller.call('GET', draft.path)
    expect(answer.headers.get('vary')?.toLowerCase()).toMatch(/^origin\b/)
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  test('stop the moment the origin is taken off the list', async () => {
    await sql(server, `update teams set cors_origins = '{}' where id <> 'others'`)
    expect((await caller.call('GET', '/documents', from(site))).status).toBe(400)
    expect((await preflight(site, '/documents')).status).toBe(400)
    await sql(server, `update teams set cors_origins = $1 where id <> 'others'`, [[site]])
    expect((await caller.call('GET', '/documents', from(site))).status).toBe(200)
  })
})

describe('/token is for servers', () => {
  test('never answers a browser that asks: 405, without a word of origins', async () => {
    for (const origin of [site, stranger, server.url]) {
      const answer = await preflight(origin, '/token')
      expect([answer.status, answer.body.error]).toEqual([405, 'method_not_allowed'])
      expect([...answer.headers.keys()].filter((name) => /^(access-control|vary)/.test(name))).toEqual([])
    }
  })

  test('gives a token as ever, but no page of another site can read it', async () => {
    for (const method of ['POST', 'GET']) {
      const answer = await call(server.url, method, `/token?client_id=${server.clientId}`, {
        headers: { origin: site },
      })
      expect([answer.status, shared(answer)]).toEqual([200, null])
    }
    const refused = await call(server.url, 'POST', '/token', { headers: { origin: site } })
    expect([refused.status, shared(refused)]).toEqual([400, null])
  })
})
