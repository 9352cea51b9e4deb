import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { amendParticipant } from '#tests/support/amended-by-hand.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aDraft, aFullDraft, aSentDocument, type Caller, recipientForm } from './caller.ts'
import { sql } from './other-clients.ts'

let server: TestServer
let caller: Caller
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

const add = async (form: Record<string, string>, id?: string) =>
  caller.call('POST', `/documents/${id ?? (await aDraft(caller))}/participants`, { form })

describe('a recipient is added', () => {
  test.each([
    ['with e-mail', { name: '甲', email: 'ko@example.jp', organization: '会社', language_code: 'zh-CHT' }],
    ['with SMS', { name: '乙', tel: '06012345678', callback: 'T' }],
    [
      'with SMS, e-mail and a recipient id',
      { ...recipientForm, email: 'x@example.jp', recipient_id: 'user-1' },
    ],
    ['with simple authentication', { name: '丙', recipient_id: '~user 1!' }],
    ['with a number that is not used', { name: '丁', email: 'd@example.jp', tel: '07012345678' }],
  ])('%s', async (_what, form: Record<string, string>) => {
    const { status, body } = await add(form)
    expect(status).toBe(200)
    const { callback, ...texts } = form
    expect(body.participants[1]).toMatchObject({
      ...texts,
      callback: callback !== undefined,
      order: 1,
      status: 0,
      advanced_authn_request: false,
      processed_at: null,
    })
  })

  test('with the address of the sender', async () => {
    expect((await add({ name: 'self', email: server.email })).status).toBe(200)
  })
})

describe('a recipient is refused', () => {
  test.each([
    ['name', { ...recipientForm, name: '' }],
    ['name', { ...recipientForm, name: 'あ'.repeat(65) }],
    ['email', { name: 'a' }],
    ['email', { name: 'a', email: 'nobody' }],
    ['email', { name: 'a', email: `${'x'.repeat(250)}@b.jp` }],
    ['organization', { ...recipientForm, organization: 'x'.repeat(65) }],
    ['access_code', { ...recipientForm, access_code: 'x'.repeat(65) }],
    ['language_code', { ...recipientForm, language_code: 'fr' }],
    ['language_code', { ...recipientForm, language_code: 'en' }],
    ['advanced_authn_request', { ...recipientForm, advanced_authn_request: 'true' }],
    ['advanced_authn_request', { ...recipientForm, advanced_authn_request: '9' }],
    ['recipient_id', { name: 'a', recipient_id: 'x'.repeat(65) }],
    ['recipient_id', { name: 'a', recipient_id: '日本' }],
    ['callback', { ...recipientForm, callback: 'on' }],
    ['tel', { name: 'a', callback: '1' }],
    ...[
      '05012345678',
      '02012345678',
      '0312345678',
      '090-1234-5678',
      '+819012345678',
      '0901234567',
      '０９０１２３４５６７８',
    ].map((tel) => ['tel', { ...recipientForm, tel }]),
  ] as [string, Record<string, string>][])('for its %s: %o', async (field, form) => {
    const { status, body } = await add(form)
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain(`\`${field}\``)
  })

  test('as a duplicate, compared without case', async () => {
    const id = await aDraft(caller)
    await add({ name: 'a', email: 'Same@example.jp' }, id)
    const { status, body } = await add({ name: 'b', email: 'same@Example.jp' }, id)
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain('`email`')
  })

  test('as the 129th', async () => {
    const id = await aDraft(caller)
    for (let n = 0; n < 128; n++)
      expect((await add({ name: `${n}`, recipient_id: `r${n}` }, id)).status).toBe(200)
    const { status, body } = await add({ name: 'late', recipient_id: 'r' }, id)
    expect([status, body.error]).toEqual([409, 'conflict'])
    const whole = await caller.call('GET', `/documents/${id}`)
    expect(whole.body.participants.map((each: { order: number }) => each.order)).toEqual(
      Array.from({ length: 129 }, (_, order) => order),
    )
  })
})

describe('a change', () => {
  test('keeps what was not said', async () => {
    const { path, recipient } = await aFullDraft(caller)
    const form = { organization: '会社', access_code: '123456' }
    const { body } = await caller.call('PUT', `${path}/participants/${recipient}`, { form })
    expect(body.participants[1]).toMatchObject({
      ...form,
      name: recipientForm.name,
      tel: recipientForm.tel,
      callback: true,
    })
  })

  test('is judged as a whole', async () => {
    const { path, recipient } = await aFullDraft(caller)
    const change = (form: Record<string, string>) =>
      caller.call('PUT', `${path}/participants/${recipient}`, { form })
    for (const [field, form] of Object.entries({
      name: { name: '' },
      tel: { tel: '' },
      email: { callback: '0', recipient_id: '' },
      language_code: { language_code: 'en' },
    })) {
      const { status, body } = await change(form as Record<string, string>)
      expect(status).toBe(400)
      expect(body.message).toContain(`\`${field}\``)
    }
    expect((await change({ callback: '0', email: 'now@example.jp' })).status).toBe(200)
  })
})

test('removing a recipient removes their widgets and closes the gap in the order', async () => {
  const { id, path, file, recipient } = await aFullDraft(caller)
  await add({ name: '次', email: 'next@example.jp' }, id)
  const form = { participant_id: recipient, type: '0', page: '0', x: '1', y: '1' }
  await caller.call('POST', `${path}/files/${file}/widgets`, { form })
  const { status, body } = await caller.call('DELETE', `${path}/participants/${recipient}`)
  expect(status).toBe(200)
  expect(body.participants.map((each: { name: string; order: number }) => each.order)).toEqual([0, 1])
  expect(body.participants[1].name).toBe('次')
  expect(body.files[0].widgets).toEqual([])
  expect((await caller.call('GET', path)).body).toEqual(body)
})

describe('a wrong number of a sent document', () => {
  test('is corrected by tel alone, and older URLs end', async () => {
    const { path, recipient } = await aSentDocument(caller)
    const target = `${path}/participants/${recipient}`
    const { body: old } = await caller.call('POST', `${target}/signing_url`)
    expect((await fetch(old.url)).status).toBe(200)
    const { status, body } = await caller.call('PUT', target, { form: { tel: '07099998888' } })
    expect([status, body.participants[1].tel]).toEqual([200, '07099998888'])
    expect((await fetch(old.url)).ok).toBe(false)
    const { body: fresh } = await caller.call('POST', `${target}/signing_url`)
    expect((await fetch(fresh.url)).status).toBe(200)
  })

  test('is not corrected together with anything else, nor by a wrong one, nor once the code was right', async () => {
    const { path, recipient } = await aSentDocument(caller)
    const correct = (form: Record<string, string>) =>
      caller.call('PUT', `${path}/participants/${recipient}`, { form })
    const more = await correct({ tel: '07099998888', name: '別人' })
    expect([more.status, more.body.error]).toEqual([403, 'not_acceptable'])
    const wrong = await correct({ tel: '0312345678' })
    expect([wrong.status, wrong.body.error]).toEqual([400, 'bad_request'])
    await sql(server, amendParticipant, [recipient, { authenticated_at: new Date() }])
    const late = await correct({ tel: '07099998888' })
    expect(late.status).toBe(400)
    expect(late.body.message).toContain('`tel`')
  })
})

describe('without embedded signing', () => {
  beforeAll(() => sql(server, 'update teams set return_url = null'))

  test.each([
    recipientForm,
    { name: 'a', recipient_id: 'r' },
  ])('%o is forbidden to callback', async (form) => {
    const { status, body } = await add(form)
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain('forbidden to callback')
  })

  test('recipients with e-mail are added as ever', async () => {
    expect((await add({ name: 'a', email: 'a@example.jp' })).status).toBe(200)
  })
})
