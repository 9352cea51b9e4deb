import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { freshTel, waitForStatus } from '#tests/support/integrator.ts'
import { exchange, type HandMadeBrowser } from './hand-made-browser.ts'
import { atTheCode, atTheDocument, type Contract, openScene, pathOf, type Scene, stateOf } from './scene.ts'

let scene: Scene
let contract: Contract
let inside: HandMadeBrowser

beforeAll(async () => {
  scene = await openScene()
  contract = await scene.contract({ title: '秘密の合意書' })
  inside = await atTheDocument(scene, contract)
})
afterAll(() => scene.close())

const documentPaths = ({ sent }: Contract) => [
  '/review',
  '/confirm',
  '/done',
  '/decline',
  '/declined',
  '/copies',
  '/certificate',
  '/certificate/extract',
  `/files/${sent.fileId}`,
  `/files/${sent.fileId}?download`,
  '/files/00000000000000000000000000000000',
  `/sealed/${sent.fileId}`,
]

test('without a session every document route leads to the start, whatever it would have shown', async () => {
  const answers = await Promise.all(
    documentPaths(contract).map((path) => exchange(scene.port, 'GET', contract.base + path)),
  )
  const shapes = answers.map(({ status, headers, html }) => [status, headers.location, html])
  for (const shape of shapes) expect(shape).toEqual([303, contract.base, ''])
})

test('a matched number alone opens no document route', async () => {
  const other = await scene.contract({ title: '秘密の合意書' })
  const browser = await atTheCode(scene, other)
  for (const path of documentPaths(other)) {
    await browser.get(other.base + path)
    expect(browser.page.path, path).toBe(`${other.base}/code`)
    expect(browser.page.html).not.toContain('秘密')
  }
  const { html } = await browser.once('GET', `${other.base}/status`)
  expect(JSON.parse(html)).toEqual({ delivery: expect.any(String), concluded: false, outcome: null })
})

test('forms behind the code are refused without its session, all alike', async () => {
  const { base } = contract
  for (const action of ['/code', '/code/resend', '/inputs', '/confirm', '/consent', '/decline']) {
    const stranger = scene.browser()
    await stranger.get(base)
    const answer = await stranger.post(base + action)
    expect([answer.status, stateOf(answer.html)], action).toEqual([403, 'form_stale'])
  }
})

describe('addresses that are none of ours', () => {
  test.each([
    '/s',
    '/s/',
    '/s/x',
    `/s/${'A'.repeat(43)}`,
    `/s/${'A'.repeat(44)}`,
    `/s/${'A'.repeat(250)}/review`,
    `/s/${'%41'.repeat(43)}`,
    '/s/../s/x',
    '/s/..%2f..%2fetc/passwd',
    '/s/%2e%2e/%2e%2e/console',
    `/s/${'A'.repeat(43)}/files/..%2f..%2fsecret`,
    '//s/x',
    '/s//review',
  ])('%s is a 404 that tells nothing', async (path) => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const answer = await exchange(scene.port, method, path)
      expect(answer.status, method).toBe(404)
      expect(answer.html).not.toMatch(/ENOENT|at \w+ \(|node_modules|FST_/)
    }
  })

  test('a path of a living URL that leads nowhere is a 404 page of ours', async () => {
    for (const path of ['/nowhere', '/files', '/files/a/b', '/review/', '/..', '/review/../files']) {
      const answer = await exchange(scene.port, 'GET', contract.base + path)
      expect(answer.status, path).toBeGreaterThanOrEqual(303)
      expect(answer.status, path).toBeLessThan(500)
      expect(answer.html).not.toContain('秘密')
    }
  })

  test('a broken percent sign is refused without saying what broke', async () => {
    const answer = await exchange(scene.port, 'GET', '/s/%zz')
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(answer.html).not.toMatch(/FST_|%zz/)
  })

  test("another document's file is not found behind this session", async () => {
    const other = await scene.contract()
    const answer = await inside.once('GET', `${contract.base}/files/${other.sent.fileId}`)
    expect([answer.status, stateOf(answer.html)]).toEqual([404, 'url_unknown'])
  })
})

describe('reading writes nothing', () => {
  const snapshot = async () => {
    const tables = await scene.sql(
      `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    )
    const rows: Record<string, unknown> = {}
    for (const { table_name: table } of tables) {
      rows[table] = await scene.sql(
        `select count(*)::int as count, coalesce(max(xmin::text::bigint), 0) as newest from "${table}"`,
      )
    }
    return rows
  }

  test('GET and HEAD of every page, inside and outside, change no row but a session', async () => {
    const concluded = await scene.contract({ pdf: await contractPdf() })
    const done = await atTheDocument(scene, concluded)
    await done.post(`${concluded.base}/confirm`)
    await done.post(`${concluded.base}/consent`)
    await waitForStatus(concluded.sent, 2)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const before = await snapshot()
    const stranger = scene.browser()
    for (const [browser, at] of [
      [inside, contract],
      [stranger, contract],
      [done, concluded],
      [stranger, concluded],
    ] as const) {
      for (const path of ['', '/code', '/copy', '/terms', '/status', ...documentPaths(at)]) {
        for (const method of ['HEAD', 'GET']) {
          const { status } = await browser.once(method, at.base + path)
          expect(status, `${method} ${path}`).toBeLessThan(500)
        }
      }
    }
    const after = await snapshot()
    delete before.signing_sessions
    delete after.signing_sessions
    expect(after).toEqual(before)
  })

  test('a session is touched by reading, at most once a minute', async () => {
    const seen = async () =>
      (
        await scene.sql(
          'select last_seen_at from signing_sessions where document_id = $1 and ended_at is null',
          [contract.sent.documentId],
        )
      )[0].last_seen_at.getTime()
    const before = await seen()
    await inside.get(`${contract.base}/review`)
    expect(await seen()).toBe(before)
    await scene.sql(
      "update signing_sessions set last_seen_at = now() - interval '2 minutes' where document_id = $1",
      [contract.sent.documentId],
    )
    await inside.get(`${contract.base}/review`)
    expect(Date.now() - (await seen())).toBeLessThan(60_000)
  })
})

describe('forms', () => {
  const post = async (change: { headers?: Record<string, string>; token?: string | null }) => {
    const { base, tel } = await scene.contract()
    const page = await exchange(scene.port, 'GET', base)
    const own = /name="form_token" value="([^"]+)"/.exec(page.html)?.[1] ?? ''
    const token = change.token === undefined ? own : change.token
    const body = new URLSearchParams({ tel, ...(token === null ? {} : { form_token: token }) }).toString()
    return exchange(scene.port, 'POST', `${base}/phone`, { body, headers: change.headers ?? {} })
  }
  const refused = (answer: { status: number; html: string }) => {
    expect([answer.status, stateOf(answer.html)]).toEqual([403, 'form_stale'])
  }

  test('a form is taken with its token, with and without the headers that tell where it comes from', async () => {
    const origin = `http://127.0.0.1:${scene.port}`
    for (const headers of [{}, { origin }, { origin, 'sec-fetch-site': 'same-origin' }]) {
      expect((await post({ headers })).status).toBe(303)
    }
  })

  test.each([
    ['no token', { token: null }],
    ['an empty token', { token: '' }],
    ['a made-up token', { token: 'A'.repeat(43) }],
    ['another origin', { headers: { origin: 'https://evil.example' } }],
    ['the origin null', { headers: { origin: 'null' } }],
    ['our host on another port', { headers: { origin: 'http://127.0.0.1:1' } }],
    ['our host on another scheme', { headers: { origin: 'https://127.0.0.1' } }],
    ['another site', { headers: { 'sec-fetch-site': 'cross-site' } }],
    ['a sibling site', { headers: { 'sec-fetch-site': 'same-site' } }],
    ['nowhere', { headers: { 'sec-fetch-site': 'none' } }],
  ])('a form with or from %s is refused', async (_what, change) => {
    refused(await post(change))
  })

  test("another URL's token, and another session's, are wrong tokens", async () => {
    const other = await scene.contract()
    const page = await exchange(scene.port, 'GET', other.base)
    refused(await post({ token: /name="form_token" value="([^"]+)"/.exec(page.html)?.[1] ?? '' }))
    const stranger = await atTheDocument(scene, other)
    const token = /name="form_token" value="([^"]+)"/.exec(stranger.page.html)?.[1] ?? ''
    await inside.get(`${contract.base}/review`)
    refused(await inside.post(`${contract.base}/inputs`, {}, { form_token: token }))
  })

  test('bodies that are no form, too large, or hold U+0000 are the caller’s mistake, not ours', async () => {
    const { base } = contract
    const json = { headers: { 'content-type': 'application/json' }, body: '{"tel":"1"}' }
    expect((await exchange(scene.port, 'POST', `${base}/phone`, json)).status).toBe(415)
    const large = { body: `tel=${'1'.repeat(600_000)}` }
    expect((await exchange(scene.port, 'POST', `${base}/phone`, large)).status).toBe(413)
    await inside.get(`${base}/decline`)
    const fresh = await scene.contract()
    const other = await atTheDocument(scene, fresh)
    await other.get(`${fresh.base}/decline`)
    const broken = await other.post(`${fresh.base}/decline`, { reason: 'a\0b' })
    expect(broken.status).toBe(400)
    await other.get(`${fresh.base}/decline`)
    await other.post(`${fresh.base}/decline`, { reason: 'ab', __proto__: 'x', constructor: 'y' })
    expect(other.page.path).toBe(`${fresh.base}/declined`)
  })
})

describe('headers', () => {
  test('every answer forbids what pages of ours never do: pages, redirects, files, errors, JSON', async () => {
    const { base, sent } = contract
    const answers = [
      ...inside.exchanges,
      await inside.once('GET', `${base}/files/${sent.fileId}`),
      await inside.once('HEAD', `${base}/files/${sent.fileId}`),
      await inside.once('GET', `${base}/status`),
      await inside.once('GET', `${base}/terms`),
      await exchange(scene.port, 'GET', `${base}/status`, { headers: { accept: 'application/json' } }),
      await exchange(scene.port, 'GET', '/s/x'),
      await exchange(scene.port, 'GET', `${base}/nowhere`),
      await exchange(scene.port, 'POST', `${base}/consent`),
      await exchange(scene.port, 'POST', `${base}/consent`, {
        headers: { 'content-type': 'text/plain' },
        body: 'x',
      }),
    ]
    inside.headers = { accept: 'application/json' }
    await inside.get(`${base}/review`)
    answers.push(await inside.post(`${base}/inputs`))
    inside.headers = {}
    expect(new Set(answers.map((each) => each.status))).toEqual(new Set([200, 204, 303, 403, 404]))
    for (const { method, path, headers } of answers) {
      const where = `${method} ${path}`
      const policy = headers['content-security-policy'] ?? ''
      expect(policy, where).toContain("default-src 'none'")
      expect(policy, where).toContain("frame-ancestors 'none'")
      expect(policy, where).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/)
      if (!policy.includes('sandbox')) {
        expect(policy, where).toContain("base-uri 'none'")
        expect(policy, where).toContain("form-action 'self'")
        expect(headers['permissions-policy'], where).toContain('otp-credentials=(self)')
        expect(headers['cross-origin-opener-policy'], where).toBe('same-origin')
      }
      expect(headers['cache-control'], where).toBe('no-store')
      expect(headers['referrer-policy'], where).toBe('same-origin')
      expect(headers['x-content-type-options'], where).toBe('nosniff')
      expect(headers['cross-origin-resource-policy'], where).toBe('same-origin')
    }
  })

  test('a file is shown in a sandbox, under its own name', async () => {
    const shown = await inside.once('GET', `${contract.base}/files/${contract.sent.fileId}`)
    expect(shown.headers['content-type']).toBe('application/pdf')
    expect(shown.headers['content-security-policy']).toContain('sandbox')
    expect(shown.headers['content-disposition']).toContain(
      `filename*=UTF-8''${encodeURIComponent('契約書.pdf')}`,
    )
    const saved = await inside.once('GET', `${contract.base}/files/${contract.sent.fileId}?download`)
    expect(saved.headers['content-disposition']).toMatch(/^attachment/)
  })

  test("frame-ancestors is the team's list, on pages and messages", async () => {
    await scene.sql("update teams set frame_ancestors = '{https://a.example,https://b.example}'")
    try {
      const { base } = await scene.contract()
      const page = await exchange(scene.port, 'GET', base)
      expect(page.headers['content-security-policy']).toContain(
        'frame-ancestors https://a.example https://b.example',
      )
      const message = await exchange(scene.port, 'GET', `${base}/nowhere`)
      expect(message.status).toBe(404)
    } finally {
      await scene.sql("update teams set frame_ancestors = '{}'")
    }
  })
})

test('a URL is 256 random bits of which the database holds only a hash', async () => {
  const path = await pathOf(contract.sent)
  const token = path.slice(3)
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  const [row] = await scene.sql(
    'select row_to_json(u)::text as text from signing_urls u order by created_at desc',
  )
  expect(row.text).not.toContain(token)
  expect(freshTel()).not.toBe(contract.tel)
})
