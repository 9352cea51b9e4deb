import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { amendDocument } from '#tests/support/amended-by-hand.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aDraft, aFullDraft, aSentDocument, type Caller } from './caller.ts'
import { aClientOf, sql } from './other-clients.ts'

let server: TestServer
let caller: Caller
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

const at = (id: string) => `/documents/${id}/attribute`
const get = (id: string) => caller.call('GET', at(id))
const put = (id: string, json: unknown) => caller.call('PUT', at(id), { json })
/** Bodies and answers as they are written, for what JSON.parse would lose. */
async function exactly(method: 'GET' | 'PUT', id: string, body?: string) {
  const answer = await fetch(`${server.url}${at(id)}`, {
    method,
    headers: { authorization: `Bearer ${caller.token}`, 'content-type': 'application/json' },
    body: body ?? null,
  })
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
}

const whole = {
  title: '管理用タイトル',
  counterparty: '株式会社みなと商事',
  contract_at: '2026-11-22',
  validity_start_at: '2026-12-01',
  validity_end_at: '2027-11-30',
  validity_end_notice_at: '2027-08-31',
  auto_update: 1,
  local_id: 'K-0001',
  amount: 1200000,
  options: [
    { order: 1, content: '営業一部' },
    { order: 10, content: '' },
  ],
}
const empty = {
  title: '',
  counterparty: '',
  contract_at: null,
  validity_start_at: null,
  validity_end_at: null,
  validity_end_notice_at: null,
  auto_update: 0,
  local_id: '',
  amount: null,
  options: [],
}
const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)

describe('the attribute of a document', () => {
  test('is 404 before its first PUT, as the public description says', async () => {
    const id = await aDraft(caller)
    const { status, body } = await get(id)
    expect([status, body.error]).toEqual([404, 'not_found'])
    expect(body.message).toContain('PUT …/attribute')
  })

  test('is written whole and read back, member for member', async () => {
    const id = await aDraft(caller)
    const written = await put(id, whole)
    expect(written.status).toBe(200)
    const expected = { document_id: id, ...whole, created_at: timestamp, updated_at: timestamp }
    expect(written.body).toEqual(expected)
    expect(Object.keys(written.body)).toEqual(Object.keys(expected))
    expect((await get(id)).body).toEqual(written.body)
  })

  test('is made with nothing said', async () => {
    const id = await aDraft(caller)
    expect(await put(id, {})).toMatchObject({ status: 200, body: { document_id: id, ...empty } })
  })

  test('keeps what was not said, also what was said to be null where null clears nothing', async () => {
    const id = await aDraft(caller)
    await put(id, whole)
    await put(id, { local_id: 'K-0002', unknown: { deep: [1] } })
    const { body } = await put(id, { title: null, counterparty: null, auto_update: null, options: null })
    expect(body).toMatchObject({ ...whole, local_id: 'K-0002' })
  })

  test('loses dates and amount to null, not to an empty string', async () => {
    const id = await aDraft(caller)
    await put(id, whole)
    const kept = await put(id, { contract_at: '', validity_end_at: '', amount: '', auto_update: '' })
    expect(kept.body).toMatchObject(whole)
    const cleared = {
      contract_at: null,
      validity_start_at: null,
      validity_end_at: null,
      validity_end_notice_at: null,
      amount: null,
    }
    const { body } = await put(id, cleared)
    expect(body).toMatchObject({ ...whole, ...cleared })
    expect((await get(id)).body).toEqual(body)
  })

  test('loses texts to an empty string', async () => {
    const id = await aDraft(caller)
    await put(id, whole)
    const texts = { title: '', counterparty: '', local_id: '' }
    expect((await put(id, texts)).body).toMatchObject({ ...whole, ...texts })
  })

  test('has its options merged by order, ascending', async () => {
    const id = await aDraft(caller)
    await put(id, {
      options: [
        { order: 3, content: 'c' },
        { order: 1, content: 'a' },
      ],
    })
    const { body } = await put(id, {
      options: [
        { order: '2', content: 'b' },
        { order: 3, content: 'C' },
      ],
    })
    expect(body.options).toEqual([
      { order: 1, content: 'a' },
      { order: 2, content: 'b' },
      { order: 3, content: 'C' },
    ])
    expect((await put(id, { options: [] })).body.options).toEqual(body.options)
  })

  test('takes numbers that clients send as texts', async () => {
    const id = await aDraft(caller)
    const { body } = await put(id, { auto_update: '2', amount: '5000' })
    expect(body).toMatchObject({ auto_update: 2, amount: 5000 })
  })

  test('takes texts of 500 characters, counted as people count', async () => {
    const id = await aDraft(caller)
    const long = '😀'.repeat(500)
    const all = { title: long, counterparty: long, local_id: long, options: [{ order: 5, content: long }] }
    expect(await put(id, all)).toMatchObject({ status: 200, body: all })
    expect((await caller.call('GET', `/documents/${id}`)).body.note).toBe(long)
  })

  test.each([
    'application/json; charset=utf-8',
    'Application/JSON',
  ])('is taken as %s, with a byte order mark too', async (type) => {
    const id = await aDraft(caller)
    const sending = { raw: '\uFEFF{"title":"x"}', headers: { 'content-type': type } }
    expect(await caller.call('PUT', at(id), sending)).toMatchObject({ status: 200, body: { title: 'x' } })
  })
})

describe('an amount', () => {
  test.each([
    '9007199254740993',
    '9223372036854775807',
    '-9223372036854775808',
    '0',
  ])('of %s keeps every digit, in the body, in the database and in the answer', async (digits) => {
    const id = await aDraft(caller)
    const written = await exactly('PUT', id, `{"amount": ${digits}}`)
    expect(written).toMatchObject({ status: 200, type: expect.stringContaining('application/json') })
    expect(written.text).toContain(`"amount":${digits},`)
    expect((await exactly('GET', id)).text).toBe(written.text)
  })
})

describe('the counterparty', () => {
  test('of a draft is also its note, and an empty one empties it', async () => {
    const id = await aDraft(caller, { note: '前のメモ' })
    await put(id, { title: 'x' })
    const note = async () => (await caller.call('GET', `/documents/${id}`)).body.note
    expect(await note()).toBe('前のメモ')
    await put(id, { counterparty: '乙商店' })
    expect(await note()).toBe('乙商店')
    await put(id, { counterparty: '' })
    expect(await note()).toBe('')
  })

  test('does not follow the note', async () => {
    const id = await aDraft(caller)
    await put(id, { counterparty: '乙商店' })
    await caller.call('PUT', `/documents/${id}`, { form: { note: '別のメモ' } })
    expect((await get(id)).body.counterparty).toBe('乙商店')
  })

  test('leaves the note of a sent document alone', async () => {
    const { id, path } = await aSentDocument(caller)
    const { body: before } = await caller.call('GET', path)
    expect((await put(id, { counterparty: '乙商店' })).body.counterparty).toBe('乙商店')
    expect((await caller.call('GET', path)).body).toEqual(before)
  })
})

describe('in every state of the document', () => {
  test.each([
    'awaiting',
    'concluded',
    'cancelled',
    'template',
    'imported',
  ])('%s: it is written and read', async (state) => {
    const id = await aDraft(caller)
    await sql(server, amendDocument, [id, { status: state }])
    expect((await put(id, whole)).status).toBe(200)
    expect((await get(id)).body).toMatchObject(whole)
  })
})

describe('is refused', () => {
  test.each([
    ['title', { title: 'あ'.repeat(501) }],
    ['title', { title: 5 }],
    ['title', { title: true }],
    ['title', { title: ['x'] }],
    ['title', { title: { a: 1 } }],
    ['title', { title: 'a\u0000b' }],
    ['counterparty', { counterparty: 'x'.repeat(501) }],
    ['local_id', { local_id: 'x'.repeat(501) }],
    ['contract_at', { contract_at: '2026-02-30' }],
    ['contract_at', { contract_at: '2026/11/22' }],
    ['contract_at', { contract_at: '20261122' }],
    ['contract_at', { contract_at: '0000-01-01' }],
    ['contract_at', { contract_at: '2026-11-22T00:00:00Z' }],
    ['contract_at', { contract_at: 20261122 }],
    ['validity_start_at', { validity_start_at: 'tomorrow' }],
    ['validity_end_at', { validity_end_at: false }],
    ['validity_end_notice_at', { validity_end_notice_at: '2027-13-01' }],
    ['auto_update', { auto_update: 3 }],
    ['auto_update', { auto_update: '1.5' }],
    ['auto_update', { auto_update: true }],
    ['amount', { amount: 1.5 }],
    ['amount', { amount: 'many' }],
    ['amount', { amount: [1] }],
    ['options', { options: { order: 1, content: 'x' } }],
    ['options', { options: 'x' }],
    ['options[0]', { options: ['x'] }],
    ['options[0].order', { options: [{ content: 'x' }] }],
    ['options[0].order', { options: [{ order: 0, content: 'x' }] }],
    ['options[0].order', { options: [{ order: 11, content: 'x' }] }],
    ['options[0].order', { options: [{ order: 1.5, content: 'x' }] }],
    ['options[0].order', { options: [{ order: null, content: 'x' }] }],
    ['options[1].content', { options: [{ order: 1, content: 'x' }, { order: 2 }] }],
    ['options[0].content', { options: [{ order: 1, content: 'x'.repeat(501) }] }],
    ['options[0].content', { options: [{ order: 1, content: 7 }] }],
  ])('for its %s: %j', async (field, json) => {
    const id = await aDraft(caller)
    const { status, body } = await put(id, { ...json, local_id: 'x', ...json })
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain(`\`${field}\``)
    expect((await get(id)).status).toBe(404)
  })

  test.each([
    '9223372036854775808',
    '-9223372036854775809',
    '1e400',
    '9'.repeat(1000),
  ])('with an amount of %.30s', async (digits) => {
    const { status, text } = await exactly('PUT', await aDraft(caller), `{"amount":${digits}}`)
    expect(status).toBe(400)
    expect(JSON.parse(text).message).toContain('`amount`')
  })

  test.each([
    '',
    '[]',
    'null',
    '"x"',
    '5',
    '{"title":',
    '{"title":"x"}}',
    'title=x',
    '['.repeat(100_000),
    `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
  ])('when the body is %.20j', async (body) => {
    const { status, text } = await exactly('PUT', await aDraft(caller), body)
    expect([status, JSON.parse(text).error]).toEqual([400, 'bad_request'])
  })

  test('not for a repeated key: the first value counts', async () => {
    const id = await aDraft(caller)
    const { text } = await exactly('PUT', id, '{"title":"一","title":5,"amount":1,"amount":2}')
    expect(JSON.parse(text)).toMatchObject({ title: '一', amount: 1 })
  })

  test.each([
    ['a form', { form: { title: 'x' } }],
    ['a text', { raw: '{"title":"x"}', headers: { 'content-type': 'text/plain' } }],
    ['another kind of JSON', { raw: '{"title":"x"}', headers: { 'content-type': 'application/ld+json' } }],
    ['multipart', { raw: new FormData() }],
    ['nothing', {}],
  ])('as %s, for it is JSON only', async (_what, sending) => {
    const id = await aDraft(caller)
    const { status, body } = await caller.call('PUT', `${at(id)}?title=x`, sending)
    expect([status, body.error]).toEqual([415, 'unsupported_media_type'])
    expect(body.message).toContain('application/json')
  })
})

describe('who is not the sender', () => {
  test('writes nothing; readers see the terms of the agreement, and supervisors all of it', async () => {
    const email = 'reader@example.jp'
    const { id } = await aSentDocument(caller, { name: 'a', email, recipient_id: 'r' })
    await put(id, whole)
    const recipient = await aCaller(server.url, await aClientOf(server, { email, teamId: 'other-attribute' }))
    const supervisor = await aCaller(
      server.url,
      await aClientOf(server, { email: 'supervisor@example.jp', documentAdministrator: true }),
    )
    const colleague = await aCaller(server.url, await aClientOf(server, { email: 'next@example.jp' }))
    const { title, contract_at, validity_start_at, validity_end_at, auto_update } = whole
    const seen = await recipient.call('GET', at(id))
    expect(seen.body).toMatchObject({
      ...empty,
      ...{ title, contract_at, validity_start_at, validity_end_at, auto_update },
    })
    expect((await supervisor.call('GET', at(id))).body).toMatchObject(whole)
    expect((await colleague.call('GET', at(id))).status).toBe(403)
    for (const other of [recipient, supervisor, colleague]) {
      const { status, body } = await other.call('PUT', at(id), { json: { title: 'x' } })
      expect([status, body.error]).toEqual([403, 'forbidden'])
    }
    expect((await get(id)).body).toMatchObject(whole)
  })
})

test('two who write at once lose nothing', async () => {
  const id = await aDraft(caller)
  for (let round = 0; round < 5; round++) {
    const writes = Array.from({ length: 10 }, (_, n) =>
      put(id, { options: [{ order: n + 1, content: `${round}-${n}` }] }),
    )
    const answers = await Promise.all([...writes, put(id, { local_id: `K-${round}` })])
    expect(answers.map(({ status }) => status)).toEqual(Array(11).fill(200))
    const { body } = await get(id)
    expect(body.local_id).toBe(`K-${round}`)
    expect(body.options).toEqual(
      Array.from({ length: 10 }, (_, n) => ({ order: n + 1, content: `${round}-${n}` })),
    )
  }
})

test('a draft that is deleted takes its attribute along, also while it is being written', async () => {
  const { id, path } = await aFullDraft(caller)
  await put(id, whole)
  const [deleted, ...written] = await Promise.all([
    caller.call('DELETE', path),
    ...Array.from({ length: 5 }, () => put(id, whole)),
  ])
  expect(deleted?.status).toBe(204)
  for (const { status } of written) expect([200, 404]).toContain(status)
  expect((await get(id)).status).toBe(404)
  await sql(
    server,
    'do $$ begin assert not exists (select from document_attributes a where not exists (select from documents d where d.id = a.document_id)); end $$',
  )
})
