import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { askRaw, type RawAnswer } from './raw.ts'

let server: TestServer
let port: number
beforeAll(async () => {
  server = await startTestServer({ env: { ALLOWED_HOSTS: 'sign.test', LOG_LEVEL: 'info' } })
  port = server.process().port
})
afterAll(() => server.close())

const ask = (lines: string[]) => askRaw(port, `${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`)
const own = 'Host: localhost'

const everywhere = [
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'permissions-policy',
  'cache-control',
  'x-request-id',
]

function expectHeaders(answer: RawAnswer): void {
  for (const name of everywhere) expect(answer.headers.get(name), name).toBeDefined()
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
  expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/)
}

describe('security headers and an id are on every answer', () => {
  test.each<[string, string[], number]>([
    ['a page', ['GET /console/sign-in HTTP/1.1', own], 200],
    ['a redirect', ['GET / HTTP/1.1', own], 302],
    ['the state of health', ['GET /healthz HTTP/1.1', own], 200],
    ['the description of the Web API', ['GET /openapi.json HTTP/1.1', own], 200],
    ['an unknown address', ['GET /nowhere HTTP/1.1', own, 'Accept: text/html'], 404],
    ['an unknown asset', ['GET /assets/nothing.js HTTP/1.1', own], 404],
    ['an unknown page of the console', ['GET /console/nowhere HTTP/1.1', own], 404],
    ['a wrong method', ['DELETE /healthz HTTP/1.1', own], 405],
    ['a call without a token', ['GET /documents HTTP/1.1', own], 400],
    ['a call with a wrong one', ['GET /documents HTTP/1.1', own, 'Authorization: Bearer x'], 401],
    ['a wrong method of the Web API', ['PATCH /token HTTP/1.1', own], 405],
    ['a URL that does not exist', [`GET /s/${'A'.repeat(43)} HTTP/1.1`, own], 404],
    ['an address that is no text', ['GET /%ff HTTP/1.1', own], 400],
    ['an address that nobody can decode', ['GET /console/%zz HTTP/1.1', own], 400],
    ['a form that is too large', ['POST /token HTTP/1.1', own, 'Content-Length: 99999999'], 400],
    ['a request line of nobody', ['NONSENSE', own], 400],
    ['a header that is none', ['GET / HTTP/1.1', own, 'x y'], 400],
    ['headers without an end', ['GET / HTTP/1.1', own, `X-Long: ${'x'.repeat(20_000)}`], 400],
    ['two lengths', ['POST /token HTTP/1.1', own, 'Content-Length: 1', 'Content-Length: 2'], 400],
  ])('%s', async (_what, lines, status) => {
    const answer = await ask(lines)
    expect(answer.status).toBe(status)
    expectHeaders(answer)
  })

  test('an asset, which is kept for good', async () => {
    const [, path = ''] =
      /href="(\/assets\/[^"]+\.css)"/.exec(await (await fetch(`${server.url}/verify`)).text()) ?? []
    const answer = await ask([`GET ${path} HTTP/1.1`, own])
    expect(answer.status).toBe(200)
    expectHeaders(answer)
    expect(answer.headers.get('cache-control')).toContain('immutable')
    expect(answer.headers.get('content-security-policy')).toContain("'wasm-unsafe-eval'")
  })

  test('each has an id of its own, whatever the client calls it', async () => {
    const asked = ['GET /healthz HTTP/1.1', own, 'X-Request-Id: 00000000-of-a-stranger']
    const ids = [await ask(asked), await ask(asked)].map(({ headers }) => headers.get('x-request-id'))
    expect(new Set(ids).size).toBe(2)
    expect(ids).not.toContain('00000000-of-a-stranger')
  })

  test('a proxy that the operator named may call a request as it likes', async () => {
    const behind = await startTestServer({ env: { TRUSTED_PROXIES: '127.0.0.1' } })
    try {
      const raw = (id: string) =>
        askRaw(behind.process().port, `GET /healthz HTTP/1.1\r\n${own}\r\nX-Request-Id: ${id}\r\n\r\n`)
      expect((await raw('proxy-0123456789')).headers.get('x-request-id')).toBe('proxy-0123456789')
      for (const odd of ['short', 'x'.repeat(65), 'a b c d e f', '<script>alert</script>']) {
        expect((await raw(odd)).headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/)
      }
    } finally {
      await behind.close()
    }
  })
})

describe('the host of a request', () => {
  const get = (...headers: string[]) => ask(['GET /verify HTTP/1.1', 'Accept: text/html', ...headers])

  test.each<[string, string[]]>([
    ['none', []],
    ['two', [own, 'Host: 127.0.0.1']],
    ['twice the same', [own, own]],
    ['one that is no host', ['Host: a b']],
    ['one with a name in front', ['Host: me@localhost']],
    ['an empty one', ['Host:']],
  ])('%s is 400', async (_what, headers) => {
    const answer = await get(...headers)
    expect(answer.status).toBe(400)
    expectHeaders(answer)
  })

  test.each([
    'localhost',
    'localhost:3000',
    'LOCALHOST',
    '127.0.0.1',
    '127.9.9.9:1',
    '[::1]:80',
    'a.localhost',
    'localhost.',
    'sign.test',
    'Sign.Test:8080',
  ])('%s is ours in evaluation', async (host) => {
    expect((await get(`Host: ${host}`)).status).toBe(200)
  })

  test.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '192.0.2.1',
    'sign.test.evil',
    'notlocalhost',
    '128.0.0.1',
  ])('%s is not, as a stranger’s name may lead here', async (host) => {
    const answer = await get(`Host: ${host}`)
    expect([answer.status, answer.body.includes('ALLOWED_HOSTS')]).toEqual([400, true])
    const api = await ask(['GET /documents HTTP/1.1', `Host: ${host}`, 'Authorization: Bearer x'])
    expect([api.status, JSON.parse(api.body).error]).toEqual([400, 'bad_request'])
  })

  test('an HTTP/1.0 client may leave it out', async () => {
    expect((await ask(['GET /healthz HTTP/1.0'])).status).toBe(200)
  })
})

describe('a target with scheme and host', () => {
  test('is read as the path that it names', async () => {
    const answer = await ask(['GET http://localhost/verify?lang=en HTTP/1.1', own])
    expect([answer.status, answer.body.includes('<html lang="en"')]).toEqual([200, true])
    expect((await ask(['GET http://localhost/documents HTTP/1.1', own])).status).toBe(400)
  })
  test('its host outranks the header', async () => {
    expect((await ask(['GET http://evil.example/verify HTTP/1.1', own])).status).toBe(400)
    expect((await ask(['GET http://localhost/verify HTTP/1.1', 'Host: evil.example'])).status).toBe(200)
  })
  test.each([
    'ftp://localhost/',
    'http:///verify',
    'javascript:alert(1)',
    '*',
    'localhost:80',
  ])('%s is 400', async (target) => {
    expect((await ask([`GET ${target} HTTP/1.1`, own])).status).toBe(400)
  })
})

describe('cookies that are no text', () => {
  test.each([
    'musubi-lang=%00',
    'musubi-lang=%ff',
    '__Host-musubi-console=%zz',
  ])('%s is 400', async (cookie) => {
    expect((await ask(['GET /verify HTTP/1.1', own, `Cookie: ${cookie}`])).status).toBe(400)
  })
  test('bytes that are not UTF-8 are 400, also in a cookie of somebody else', async () => {
    const bytes = Buffer.from(`GET /verify HTTP/1.1\r\n${own}\r\nCookie: other=caf\xe9\r\n\r\n`, 'latin1')
    expect((await askRaw(port, bytes)).status).toBe(400)
  })
  test('what others on this host keep is their own business', async () => {
    expect(
      (await ask(['GET /verify HTTP/1.1', own, 'Cookie: other=%00%ff; x; =; musubi-lang=en'])).status,
    ).toBe(200)
  })
})

describe('an address that was mistyped', () => {
  const person = ['Accept: text/html,application/xhtml+xml,*/*;q=0.8']
  test.each<[string, string[], number, RegExp]>([
    [
      'is a page in Japanese',
      ['GET /consoel HTTP/1.1'],
      404,
      /<html lang="ja"[\s\S]*このページは見つかりません/,
    ],
    [
      'is a page in English',
      ['GET /consoel HTTP/1.1', 'Accept-Language: en'],
      404,
      /<html lang="en"[\s\S]*There is no such page/,
    ],
    ['is a page in the language that was chosen', ['GET /consoel?lang=en HTTP/1.1'], 404, /<html lang="en"/],
    ['is a page for a wrong method', ['POST /healthz HTTP/1.1', 'Content-Length: 0'], 405, /直接開けません/],
    ['is a page for what is no text', ['GET /console/documents?q=%00 HTTP/1.1'], 400, /読み取れません/],
  ])('%s', async (_what, [first = '', ...more], status, words) => {
    const answer = await ask([first, own, ...person, ...more])
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8'])
    expect(answer.body).toMatch(words)
    expectHeaders(answer)
  })

  test.each<[string, string[]]>([
    ['a program that takes anything', ['GET /nowhere HTTP/1.1', 'Accept: */*']],
    ['a program that says nothing', ['GET /nowhere HTTP/1.1']],
    ['a client of the Web API', ['GET /nowhere HTTP/1.1', 'Accept: text/html', 'Authorization: Bearer x']],
    ['whoever asks below the Web API’s paths', ['GET /document HTTP/1.1', 'Accept: application/json']],
    ['a browser at a path of the Web API', ['GET /me/x HTTP/1.1', 'Accept: text/html']],
  ])('is JSON for %s', async (_what, lines) => {
    const answer = await ask([...lines, own])
    expect([answer.status, JSON.parse(answer.body).error]).toEqual([404, 'not_found'])
  })
})

test('a proxy that nobody named is told once, without anybody’s address', async () => {
  for (const header of [
    'X-Forwarded-For: 203.0.113.7',
    'X-Forwarded-For: 203.0.113.8',
    'Forwarded: for=203.0.113.9',
  ]) {
    await ask(['GET /healthz HTTP/1.1', own, header])
  }
  const lines = server
    .process()
    .output()
    .split('\n')
    .filter((line) => line.includes('TRUSTED_PROXIES'))
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toContain('203.0.113')
  expect(JSON.parse(lines[0] ?? '{}').reqId).toMatch(/^[0-9a-f]{32}$/)
})
