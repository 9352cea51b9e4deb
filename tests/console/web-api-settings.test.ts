import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Page, Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, type Caller, call } from '#tests/web-api/caller.ts'
import { enterConsole, formEntries } from './console-visitor.ts'

const allOn = {
  web_api_enabled: '1',
  private_documents: '1',
  recipient_uploads: '1',
  imports_enabled: '1',
}

let server: TestServer
let administrator: Recipient
let caller: Caller
beforeAll(async () => {
  server = await startTestServer()
  administrator = await enterConsole(server)
  caller = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())
beforeEach(() => save({ ...allOn, cors_origins: '', api_networks: '' }))

/** What a browser would post of the form as it stands, with these changes; an undefined box is not ticked. */
async function save(changes: Record<string, string | undefined>): Promise<Page> {
  const { html } = await administrator.get('/console/settings')
  const fields = { ...formEntries(html), ...changes }
  const posted = Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return administrator.post('/console/settings', Object.fromEntries(posted))
}

const stored = async () => formEntries((await administrator.get('/console/settings')).html)

function problemOf(page: Page, field: string): string {
  return new RegExp(`id="${field}-error"[\\s\\S]*?<span>([^<]*)</span>`).exec(page.html)?.[1] ?? ''
}

describe('who may call the Web API', () => {
  test('every box that is not ticked is off, and stays so', async () => {
    const page = await save({
      web_api_enabled: undefined,
      private_documents: undefined,
      recipient_uploads: undefined,
      imports_enabled: undefined,
    })
    expect(page.url).toMatch(/\?done=saved$/)
    expect(Object.keys(await stored()).filter((name) => name in allOn)).toEqual([])
    expect((await save({})).url).toMatch(/\?done=unchanged$/)
    expect((await save({ imports_enabled: '1' })).url).toMatch(/\?done=saved$/)
    expect(Object.keys(await stored()).filter((name) => name in allOn)).toEqual(['imports_enabled'])
  })

  test('a switched-off Web API stops calls at once and leaves the console alone, so that it can be undone', async () => {
    await save({ web_api_enabled: undefined })
    expect((await caller.call('GET', '/documents')).body.error).toBe('webapi_option_required')
    expect((await administrator.get('/console/documents')).status).toBe(200)
    await save({ web_api_enabled: '1' })
    expect((await caller.call('GET', '/documents')).status).toBe(200)
  })

  test('origins are kept as browsers write them, each once, and calls from them are answered', async () => {
    await save({
      cors_origins: [
        '  https://App.Example.JP/ ',
        '',
        'https://app.example.jp:443',
        'https://日本語.jp',
        'http://localhost:5173',
        'https://[2001:DB8::1]:8443',
      ].join('\r\n'),
    })
    expect((await stored()).cors_origins?.split('\n')).toEqual([
      'https://app.example.jp',
      'https://xn--wgv71a119e.jp',
      'http://localhost:5173',
      'https://[2001:db8::1]:8443',
    ])
    const answer = await caller.call('GET', '/documents', { headers: { origin: 'https://app.example.jp' } })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([
      200,
      'https://app.example.jp',
    ])
    expect((await save({})).url).toMatch(/\?done=unchanged$/)
  })

  test('networks are kept in one spelling, and calls from elsewhere stop; the console does not', async () => {
    await save({ api_networks: '203.0.113.0/24\r\n\r\n2001:DB8:0::/32\n203.0.113.7/32\n::ffff:203.0.113.7' })
    expect((await stored()).api_networks?.split('\n')).toEqual([
      '203.0.113.0/24',
      '2001:db8::/32',
      '203.0.113.7',
    ])
    expect((await caller.call('GET', '/documents')).status).toBe(403)
    const token = await call(server.url, 'POST', '/token', { form: { client_id: server.clientId } })
    expect([token.status, token.body.error]).toEqual([403, 'forbidden'])
    expect((await administrator.get('/console/documents')).status).toBe(200)
    await save({ api_networks: '127.0.0.1' })
    expect((await caller.call('GET', '/documents')).status).toBe(200)
  })

  test('the page warns of what stops, and shows whence it was opened', async () => {
    const { html } = await administrator.get('/console/settings')
    expect(html).toContain('ほかの場所からの呼び出しは保存したときから止まります')
    expect(html).toContain('いまお使いのアドレスは 127.0.0.1 です')
    const english = (await administrator.get('/console/settings?lang=en')).html
    expect(english).toContain('calls from anywhere else are refused')
    await administrator.get('/console/settings?lang=ja')
  })
})

describe('a list that is malformed', () => {
  test.each([
    ['cors_origins', 'https://ok.example\r\n\r\nhttps://bad.example/path\r\nhttps://ok2.example', '3'],
    ['cors_origins', '\r\n*', '2'],
    ['cors_origins', 'null', '1'],
    ['cors_origins', 'http://shop.example', '1'],
    ['cors_origins', 'app.example.jp', '1'],
    ['cors_origins', 'https://user@app.example.jp', '1'],
    ['cors_origins', 'https://a.example https://b.example', '1'],
    ['cors_origins', 'https://a.example:99999', '1'],
    ['cors_origins', 'https://*.example.jp', '1'],
    ['cors_origins', 'https://<script>.example', '1'],
    ['api_networks', '203.0.113.0/24\r\n203.0.113.0/33\r\nhost.example', '2, 3'],
    ['api_networks', '203.0.113.0/255.255.255.0', '1'],
    ['api_networks', '203.0.113.1-203.0.113.9', '1'],
    ['api_networks', 'fe80::1%eth0', '1'],
    ['api_networks', '２０３.0.113.7', '1'],
  ])('%s %j is refused with its line named, kept in its field, and nothing is saved', async (field, text, lines) => {
    const before = await stored()
    const page = await save({ [field]: text, contact: 'somebody@example.jp', private_documents: undefined })
    expect(page.status).toBe(400)
    expect(problemOf(page, field)).toContain(`${lines}行目`)
    const kept = formEntries(page.html)
    const html = text.replaceAll('\r\n', '\n').replaceAll('<', '&lt;')
    expect(kept[field]?.replace(/^\n/, '')).toBe(html.replace(/^\n/, ''))
    expect(kept.contact).toBe('somebody@example.jp')
    expect(kept).not.toHaveProperty('private_documents')
    expect({ ...(await stored()), form_token: '' }).toEqual({ ...before, form_token: '' })
  })

  test('with more lines than anybody needs is refused with the limit', async () => {
    const origins = Array.from({ length: 101 }, (_, index) => `https://s${index}.example`).join('\n')
    const page = await save({ cors_origins: origins, api_networks: '10.0.0.1\n'.repeat(101) })
    expect(page.status).toBe(400)
    for (const field of ['cors_origins', 'api_networks']) expect(problemOf(page, field)).toContain('100行')
    expect((await save({ api_networks: '10.0.0.1\n127.0.0.1\n\n\n'.repeat(50) })).status).toBe(200)
  })

  test('is told together with whatever else is wrong, in English too', async () => {
    await administrator.get('/console/settings?lang=en')
    const page = await save({ cors_origins: '*', api_networks: 'x', return_url: 'x' })
    expect(problemOf(page, 'cors_origins')).toContain('correct line 1')
    expect(problemOf(page, 'api_networks')).toContain('correct line 1')
    expect(problemOf(page, 'return_url')).not.toBe('')
    await administrator.get('/console/settings?lang=ja')
  })
})

test('what somebody else changes while settings are being saved is not undone', async () => {
  const other = new Client({ connectionString: server.databaseUrl })
  await other.connect()
  try {
    const [before] = (await other.query('select departments_enabled from teams')).rows
    await other.query('begin')
    await other.query('update teams set departments_enabled = not departments_enabled')
    const saving = save({ contact: 'new@example.jp' })
    await until('the saving waits for the row', async () => {
      const { rows } = await other.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      return rows.length > 0
    })
    await other.query('commit')
    expect((await saving).url).toMatch(/\?done=saved$/)
    const { rows } = await other.query('select departments_enabled, contact from teams')
    expect(rows).toEqual([{ departments_enabled: !before.departments_enabled, contact: 'new@example.jp' }])
  } finally {
    await other.end()
  }
})
