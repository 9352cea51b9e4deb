import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { amendDocument } from '#tests/support/amended-by-hand.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aDraft, aSentDocument, type Caller } from './caller.ts'
import { aClientOf, sql } from './other-clients.ts'

let server: TestServer
let caller: Caller
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

const at = (id: string) => `/documents/${id}/alert`
const get = (id: string) => caller.call('GET', at(id))
const put = (id: string, form: Record<string, string>) => caller.call('PUT', at(id), { form })
const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)

describe('the alert of a document', () => {
  test('does not exist before it is set', async () => {
    const { status, body } = await get(await aDraft(caller))
    expect([status, body.error]).toEqual([404, 'not_found'])
    expect(body.message).toContain('PUT')
  })

  test('is set with a day alone: no memo, and switched off', async () => {
    const id = await aDraft(caller)
    const { status, body } = await put(id, { alert_at: '2028-02-29' })
    expect(status).toBe(200)
    expect(body).toEqual({
      id: expect.any(Number),
      document_id: id,
      memo: '',
      alert_at: '2028-02-29',
      enabled: false,
      created_at: timestamp,
      updated_at: timestamp,
    })
    expect(Number.isSafeInteger(body.id)).toBe(true)
    expect((await get(id)).body).toEqual(body)
  })

  test('keeps its id and what was not said', async () => {
    const id = await aDraft(caller)
    const { body: first } = await put(id, { alert_at: '2027-03-31', memo: '更新の確認', enabled: 't' })
    expect(first).toMatchObject({ memo: '更新の確認', enabled: true })
    const { body: second } = await put(id, { enabled: '0', alert_at: '' })
    expect(second).toEqual({ ...first, enabled: false, updated_at: timestamp })
    const { body: third } = await put(id, { memo: '' })
    expect(third).toEqual({ ...second, memo: '', updated_at: timestamp })
    expect((await put(id, {})).body.id).toBe(first.id)
  })

  test('has another id in another document', async () => {
    const ids = await Promise.all([aDraft(caller), aDraft(caller)])
    const [one, two] = await Promise.all(ids.map((id) => put(id, { alert_at: '2027-01-01' })))
    expect(one?.body.id).not.toBe(two?.body.id)
  })

  test('takes a memo of 1000 characters', async () => {
    const memo = '語'.repeat(999).concat('😀')
    expect(await put(await aDraft(caller), { alert_at: '2027-01-01', memo })).toMatchObject({
      status: 200,
      body: { memo },
    })
  })

  test('is set as JSON, in the query, or as multipart', async () => {
    const id = await aDraft(caller)
    const json = { alert_at: '2027-01-01', enabled: true, memo: 'a' }
    expect((await caller.call('PUT', at(id), { json })).body).toMatchObject(json)
    const query = await caller.call('PUT', `${at(id)}?alert_at=2027-01-02&enabled=F`)
    expect(query.body).toMatchObject({ alert_at: '2027-01-02', enabled: false, memo: 'a' })
    const raw = new FormData()
    raw.set('memo', '二')
    expect((await caller.call('PUT', at(id), { raw })).body).toMatchObject({ memo: '二' })
  })

  test.each([
    'awaiting',
    'concluded',
    'cancelled',
    'template',
    'imported',
  ])('is set and read when the document is %s', async (state) => {
    const id = await aDraft(caller)
    await sql(server, amendDocument, [id, { status: state }])
    const { status, body } = await put(id, { alert_at: '2027-01-01' })
    expect(status).toBe(200)
    expect((await get(id)).body).toEqual(body)
  })

  test('goes with the draft that is deleted', async () => {
    const id = await aDraft(caller)
    await put(id, { alert_at: '2027-01-01' })
    expect((await caller.call('DELETE', `/documents/${id}`)).status).toBe(204)
    expect((await get(id)).status).toBe(404)
    expect((await put(id, { alert_at: '2027-01-01' })).status).toBe(404)
  })
})

describe('is refused', () => {
  test.each([
    ['alert_at', {}],
    ['alert_at', { alert_at: '', memo: 'x' }],
    ['alert_at', { alert_at: '2027-02-29' }],
    ['alert_at', { alert_at: '2027-1-1' }],
    ['alert_at', { alert_at: '0000-01-01' }],
    ['alert_at', { alert_at: '2027-01-01T00:00:00Z' }],
    ['alert_at', { alert_at: "1'; drop table documents" }],
    ['memo', { alert_at: '2027-01-01', memo: 'x'.repeat(1001) }],
    ['memo', { alert_at: '2027-01-01', memo: 'a\u0000' }],
    ['enabled', { alert_at: '2027-01-01', enabled: 'yes' }],
  ] as [string, Record<string, string>][])('for its %s: %j', async (field, form) => {
    const id = await aDraft(caller)
    const { status, body } = await put(id, form)
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain(`\`${field}\``)
    expect((await get(id)).status).toBe(404)
  })

  test('to whoever is not the sender; supervisors may read it, recipients not', async () => {
    const email = 'reader@example.jp'
    const { id } = await aSentDocument(caller, { name: 'a', email, recipient_id: 'r' })
    const { body: alert } = await put(id, { alert_at: '2027-01-01', memo: '社外秘' })
    const recipient = await aCaller(server.url, await aClientOf(server, { email, teamId: 'other-alert' }))
    const supervisor = await aCaller(
      server.url,
      await aClientOf(server, { email: 'supervisor@example.jp', documentAdministrator: true }),
    )
    const colleague = await aCaller(server.url, await aClientOf(server, { email: 'next@example.jp' }))
    expect((await supervisor.call('GET', at(id))).body).toEqual(alert)
    for (const other of [recipient, colleague]) expect((await other.call('GET', at(id))).status).toBe(403)
    for (const other of [recipient, supervisor, colleague]) {
      const { status, body } = await other.call('PUT', at(id), { form: { alert_at: 'x' } })
      expect([status, body.error]).toEqual([403, 'forbidden'])
    }
  })
})

test('two who set it at once make one alert and lose nothing', async () => {
  for (let round = 0; round < 5; round++) {
    const id = await aDraft(caller)
    const answers = await Promise.all([
      put(id, { alert_at: '2027-01-01', memo: 'a' }),
      put(id, { alert_at: '2027-01-01', enabled: '1' }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect((await get(id)).body).toMatchObject({ memo: 'a', enabled: true })
  }
})
