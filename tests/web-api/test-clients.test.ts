import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enterConsole } from '#tests/console/console-visitor.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { issueClientId } from '#tests/support/test-client.ts'
import { aCaller, aDraft, aSentDocument, type Caller, call } from './caller.ts'

let server: TestServer
let administrator: Recipient
let live: Caller
let testing: Caller
let testClientId: string

beforeAll(async () => {
  server = await startTestServer()
  administrator = await enterConsole(server)
  live = await aCaller(server.url, server.clientId)
  testClientId = await issueClientId(administrator, '予約サイト テスト')
  testing = await aCaller(server.url, testClientId)
})
afterAll(() => server.close())

const titles = (body: { documents: { title: string }[] }) => body.documents.map(({ title }) => title)

describe('a test client', () => {
  test('has an id and a token that say so, no longer than callers expect', async () => {
    expect(testClientId).toMatch(/^test_[A-Za-z0-9_-]{31}$/)
    expect(testing.token).toMatch(/^test_[A-Za-z0-9_-]{31}$/)
    const { html } = await administrator.get('/console/clients')
    expect(html).toMatch(/予約サイト テスト<\/strong><span class="test-badge">テスト用/)
    expect((await administrator.get('/console/history')).html).toContain(
      'テスト用のクライアントID「予約サイト テスト」',
    )
  })

  test('without the mark in front its id and token are nobody’s', async () => {
    const bare = testClientId.slice('test_'.length)
    const token = await call(server.url, 'POST', '/token', { form: { client_id: bare } })
    expect(token.status).toBe(400)
    const token2 = testing.token.slice('test_'.length)
    expect((await call(server.url, 'GET', '/documents', { token: token2 })).status).toBe(401)
  })

  test('lists its documents and no others, and no other client lists them', async () => {
    const made = await aDraft(testing, { title: 'テストの契約書' })
    await aDraft(live, { title: '本番の契約書' })
    await aSentDocument(testing)
    const ofTests = (await testing.call('GET', '/documents')).body
    const ofOthers = (await live.call('GET', '/documents')).body
    expect(titles(ofTests).sort()).toEqual(['テストの契約書', '契約書'].sort())
    expect(ofTests.total).toBe(2)
    expect(titles(ofOthers)).toEqual(['本番の契約書'])
    expect(ofOthers.total).toBe(1)
    const ranged = { from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }
    const query = new URLSearchParams(ranged)
    expect((await testing.call('GET', `/documents?${query}`)).body.total).toBe(2)
    expect((await live.call('GET', `/documents?${query}`)).body.total).toBe(1)
    expect((await testing.call('GET', '/team_documents')).body.total).toBe(1)
    expect((await live.call('GET', '/team_documents')).body.total).toBe(0)
    expect((await testing.call('GET', `/documents/${made}`)).status).toBe(200)
  })

  test.each([
    ['read', 'GET', ''],
    ['change', 'PUT', ''],
    ['send', 'POST', ''],
    ['delete', 'DELETE', ''],
    ['cancel', 'PUT', '/decline'],
    ['read the management fields of', 'GET', '/attribute'],
    ['add a recipient to', 'POST', '/participants'],
  ])('cannot %s a document that is none of its tests, nor any other client one of them', async (_, method, rest) => {
    const real = await aDraft(live)
    const ofTests = await aDraft(testing)
    const form = method === 'GET' ? {} : { form: { title: '書き換え' } }
    for (const [caller, id] of [
      [testing, real],
      [live, ofTests],
    ] as const) {
      const answer = await caller.call(method, `/documents/${id}${rest}`, form)
      expect([answer.status, answer.body.error]).toEqual([404, 'not_found'])
    }
    expect((await live.call('GET', `/documents/${real}`)).body.title).toBe('契約書')
    expect((await testing.call('GET', `/documents/${ofTests}`)).body.title).toBe('契約書')
  })

  test('may read and clone the team’s templates, and changes none of them', async () => {
    const draft = await aDraft(live, { title: 'ひな形' })
    await administrator.get(`/console/documents/${draft}/template`)
    const saved = await administrator.post(`/console/documents/${draft}/template`, { title: 'ひな形' })
    const template = /\/console\/templates\/([0-9a-zA-Z]+)/.exec(saved.url)?.[1] ?? ''
    expect((await testing.call('GET', '/documents?status=4')).body).toMatchObject({
      total: 1,
      documents: [{ id: template }],
    })
    expect((await testing.call('PUT', `/documents/${template}/attribute`, { json: {} })).status).toBe(404)
    const clone = await testing.call('POST', '/documents', { form: { template_id: template } })
    expect(clone.status).toBe(200)
    expect((await live.call('GET', `/documents/${clone.body.id}`)).status).toBe(404)
    const templateOfTest = await savedTemplate(clone.body.id)
    const answer = await live.call('POST', '/documents', { form: { template_id: templateOfTest } })
    expect([answer.status, answer.body.error]).toEqual([403, 'forbidden'])
    // A draft that the console makes of it is a test, too.
    await administrator.get(`/console/templates/${templateOfTest}`)
    const made = await administrator.post(`/console/templates/${templateOfTest}/draft`)
    const draftOfIt = /\/console\/documents\/([0-9a-zA-Z]+)/.exec(made.url)?.[1] ?? ''
    expect((await live.call('GET', `/documents/${draftOfIt}`)).status).toBe(404)
    expect((await testing.call('GET', `/documents/${draftOfIt}`)).status).toBe(200)
  })

  test('is told of its own documents’ events, and the others of everything else', async () => {
    const ofTests = await aSentDocument(testing)
    const real = await aSentDocument(live)
    const [told, others] = [await everyEvent(testing), await everyEvent(live)]
    expect(told.map(({ data }) => data.documentId)).toContain(ofTests.id)
    expect(told.every(({ data }) => data.test === true && data.documentId !== real.id)).toBe(true)
    expect(others.map(({ data }) => data.documentId)).toContain(real.id)
    expect(others.some(({ data }) => data.test === true || data.documentId === ofTests.id)).toBe(false)
    expect(others.some(({ type }) => type === 'client.issued')).toBe(true)
  })
})

describe('a test document', () => {
  test('stays one, whoever writes its body, and after a restart', async () => {
    const id = await aDraft(testing)
    const real = await aDraft(live)
    const database = new Client({ connectionString: server.databaseUrl })
    await database.connect()
    try {
      const set = (what: string, of: string) =>
        database.query(`update documents set snapshot = ${what} where id = $1`, [of])
      await expect(set(`jsonb_set(snapshot::jsonb, '{test}', 'false')`, id)).rejects.toThrow(/never changes/)
      await expect(set(`(snapshot::jsonb - 'test')::json`, id)).rejects.toThrow(/never changes/)
      await expect(set(`jsonb_set(snapshot::jsonb, '{test}', 'true')`, real)).rejects.toThrow(/never changes/)
      await expect(database.query('update clients set test = not test')).rejects.toThrow(/never changes/)
    } finally {
      await database.end()
    }
    await server.process().stop()
    await server.restart()
    expect((await testing.call('GET', `/documents/${id}`)).status).toBe(200)
    expect((await live.call('GET', `/documents/${id}`)).status).toBe(404)
  })

  test('is on the list of the console with a badge, and can be hidden', async () => {
    await aDraft(testing, { title: '見えるテスト' })
    const { html } = await administrator.get('/console/documents')
    expect(html).toMatch(/見えるテスト<\/a><span class="test-badge">テスト/)
    expect(html).toContain('href="/console/documents?tests=hidden"')
    const hidden = (await administrator.get('/console/documents?tests=hidden')).html
    expect(hidden).not.toContain('見えるテスト')
    expect(hidden).toContain('本番の契約書')
    const only = (await administrator.get('/console/documents?tests=only&q=%E5%A5%91%E7%B4%84%E6%9B%B8')).html
    expect(only).not.toContain('本番の契約書')
    expect(only).toContain('name="tests" value="only"')
  })
})

async function savedTemplate(draft: string): Promise<string> {
  await administrator.get(`/console/documents/${draft}/template`)
  const saved = await administrator.post(`/console/documents/${draft}/template`, { title: 'テストのひな形' })
  return /\/console\/templates\/([0-9a-zA-Z]+)/.exec(saved.url)?.[1] ?? ''
}

type Told = { type: string; data: { documentId?: string; test?: boolean } }

/** A page of two events at a time: what is not for the caller is passed over, and pages may be empty. */
async function everyEvent(caller: Caller): Promise<Told[]> {
  const events: Told[] = []
  for (let after = '', more = true; more; ) {
    const { body } = await caller.call('GET', `/events?limit=2&after=${after}`)
    events.push(...body.events)
    after = body.next
    more = body.more
  }
  return events
}
