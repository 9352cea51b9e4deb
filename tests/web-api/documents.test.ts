import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aDraft, aFullDraft, aSentDocument, type Caller, upload } from './caller.ts'
import { aClientOf, sql } from './other-clients.ts'

let server: TestServer
let caller: Caller
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

describe('a new document', () => {
  test('is a draft with the sender as participant 0, every field present', async () => {
    const form = { title: '契約', note: '社内メモ', message: '宜しく\n願います', can_transfer: '0' }
    const { body } = await caller.call('POST', '/documents', { form })
    expect(body).toMatchObject({ ...form, can_transfer: false, status: 0, private: false, sent_at: null })
    expect(body).toMatchObject({ files: [], reportees: [], attachment: null, decline_comment: '' })
    expect(body.id).toMatch(/^.{32}$/)
    expect(body.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    expect(body.last_processed_at).toMatch(/T\d\d:\d\d:\d\d\.\d{6}Z$/)
    expect(body.participants).toHaveLength(1)
    expect(body.participants[0]).toMatchObject({
      email: server.email,
      order: 0,
      status: 2,
      language_code: 'ja',
      advanced_authn_request: false,
      tel: '',
      recipient_id: '',
      callback: false,
      processed_at: null,
    })
    expect(body.participants[0]).not.toHaveProperty('access_expires_at')
    expect(body.participants[0]).not.toHaveProperty('access_code')
    expect((await caller.call('GET', `/documents/${body.id}`)).body).toEqual(body)
  })

  test.each([
    ['title', 'あ'.repeat(501)],
    ['title', 'a\0b'],
    ['message', 'x'.repeat(16_001)],
    ['can_transfer', 'yes'],
    ['private', '1'],
    ['private', 'ja'],
  ])('is refused for its %s', async (field, value) => {
    const { status, body } = await caller.call('POST', '/documents', { form: { [field]: value } })
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain(`\`${field}\``)
  })

  test('takes the longest title and message, counted in characters', async () => {
    const form = { title: '𠮷'.repeat(500), message: 'あ'.repeat(16_000), note: 'n'.repeat(20_000) }
    expect((await caller.call('POST', '/documents', { form })).body).toMatchObject(form)
  })

  test('from an unknown template is forbidden, from a document that is no template refused', async () => {
    const of = (id: string) => caller.call('POST', '/documents', { form: { template_id: id } })
    const unknown = await of('0'.repeat(32))
    const none = await of(await aDraft(caller))
    expect([unknown.status, unknown.body.error]).toEqual([403, 'forbidden'])
    expect([none.status, none.body.error]).toEqual([400, 'bad_request'])
    expect((await of('')).status).toBe(200)
  })

  test('may be private where the team allows it', async () => {
    await sql(server, 'update teams set private_documents = true')
    const id = await aDraft(caller, { private: 'TRUE' })
    expect((await caller.call('GET', `/documents/${id}`)).body.private).toBe(true)
  })
})

test('a change keeps what was not said, and an empty text is said', async () => {
  const id = await aDraft(caller, { note: 'n', message: 'm', can_transfer: '1' })
  const { body } = await caller.call('PUT', `/documents/${id}`, {
    form: { title: '新', message: '', can_transfer: '' },
  })
  expect(body).toMatchObject({ title: '新', note: 'n', message: '', can_transfer: true })
})

test('a deleted draft is gone', async () => {
  const { path } = await aFullDraft(caller)
  const { status, body } = await caller.call('DELETE', path)
  expect([status, body]).toEqual([204, ''])
  expect((await caller.call('GET', path)).status).toBe(404)
})

describe('sending', () => {
  test('gives the first recipient ten days to the second', async () => {
    const { path, sender, recipient } = await aFullDraft(caller)
    await caller.call('POST', `${path}/participants`, {
      form: { name: '次', tel: '08011112222', callback: '1' },
    })
    const { body } = await caller.call('POST', path)
    expect(body.status).toBe(1)
    const [first, second, third] = body.participants
    expect([first.id, second.id]).toEqual([sender, recipient])
    expect([first.status, second.status, third.status]).toEqual([6, 4, 0])
    expect(first.processed_at).toBe(body.sent_at)
    expect(body.last_processed_at).toBe(body.sent_at)
    expect(body.sent_at).toMatch(/\.\d{6}Z$/)
    expect(second.access_expires_at).toMatch(/:\d\dZ$/)
    const days = (Date.parse(second.access_expires_at) - Date.parse(body.sent_at)) / 86_400_000
    expect(days).toBeCloseTo(10, 4)
    expect(third).not.toHaveProperty('access_expires_at')
  })

  test.each([
    [
      'a file',
      'files',
      async (path: string) =>
        caller.call('POST', `${path}/participants`, { form: { name: 'a', email: 'a@b.jp' } }),
    ],
    [
      'a recipient',
      'participants',
      async (path: string) => {
        const { contractPdf } = await import('#tests/fixtures/contract-pdf.ts')
        return caller.call('POST', `${path}/files`, { raw: upload(await contractPdf()) })
      },
    ],
  ])('is refused without %s', async (_what, field, prepare) => {
    const path = `/documents/${await aDraft(caller)}`
    expect((await prepare(path)).status).toBe(200)
    const { status, body } = await caller.call('POST', path)
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain(`\`${field}\``)
  })

  test('is refused while a widget of the sender is empty', async () => {
    const { path, file, sender } = await aFullDraft(caller)
    const form = { participant_id: sender, type: '1', page: '0', x: '1', y: '1', text: '済' }
    const { body } = await caller.call('POST', `${path}/files/${file}/widgets`, { form })
    const widget = body.files[0].widgets[0].id
    await caller.call('PUT', `${path}/files/${file}/widgets/${widget}`, { form: { text: '' } })
    const sent = await caller.call('POST', path)
    expect([sent.status, sent.body.error]).toEqual([400, 'bad_request'])
    expect(sent.body.message).toContain('`text`')
  })

  test('twice at the same time sends once', async () => {
    const { path } = await aFullDraft(caller)
    const answers = await Promise.all(Array.from({ length: 4 }, () => caller.call('POST', path)))
    expect(answers.filter((each) => each.status === 200)).toHaveLength(1)
  })
})

describe('reminding', () => {
  test('starts another ten days for a recipient with e-mail', async () => {
    const { path } = await aSentDocument(caller, { name: 'メール', email: 'mail@example.jp' })
    const { status, body } = await caller.call('POST', path)
    expect([status, body.status, body.participants[1].status]).toEqual([200, 1, 4])
  })

  test('is refused for an embedded recipient', async () => {
    const { path } = await aSentDocument(caller)
    const { status, body } = await caller.call('POST', path)
    expect([status, body.error]).toEqual([400, 'bad_request'])
  })
})

describe('cancelling', () => {
  test('ends an awaiting document and keeps the comment', async () => {
    const { path } = await aSentDocument(caller)
    const { status, body } = await caller.call('PUT', `${path}/decline`, {
      form: { comment: '条件が変わりました' },
    })
    expect([status, body.status, body.decline_comment]).toEqual([200, 3, '条件が変わりました'])
    expect(body.participants[0].status).toBe(9)
    expect(body.participants[1].status).toBe(10)
    expect(body.last_processed_at).toBe(body.participants[0].processed_at)
    const again = await caller.call('POST', path)
    expect([again.status, again.body.error]).toEqual([403, 'not_acceptable'])
  })

  test('is refused for a draft, and for a comment over 1,000 characters', async () => {
    const draft = await caller.call('PUT', `/documents/${await aDraft(caller)}/decline`)
    expect([draft.status, draft.body.error]).toEqual([400, 'bad_request'])
    const { path } = await aSentDocument(caller)
    const long = await caller.call('PUT', `${path}/decline`, { form: { comment: 'あ'.repeat(1001) } })
    expect(long.status).toBe(400)
    expect(long.body.message).toContain('`comment`')
  })
})

test('there is no certificate before conclusion', async () => {
  const { path } = await aSentDocument(caller)
  const { status, body } = await caller.call('GET', `${path}/certificate`)
  expect([status, body.error]).toEqual([404, 'not_found'])
})

describe('what others see', () => {
  let member: Caller
  beforeAll(async () => {
    member = await aCaller(
      server.url,
      await aClientOf(server, { email: 'member@example.com', teamId: 'else' }),
    )
  })

  test('a recipient who is a member reads from their turn on, without note and access codes', async () => {
    const form = { name: '会員', email: 'Member@example.com', access_code: 'secret' }
    const { path } = await aFullDraft(caller, form)
    await caller.call('PUT', path, { form: { note: '内緒' } })
    expect((await member.call('GET', path)).status).toBe(403)
    await caller.call('POST', path)
    const { status, body } = await member.call('GET', path)
    expect([status, body.note]).toEqual([200, ''])
    for (const each of body.participants) expect(each).not.toHaveProperty('access_code')
    const own = await caller.call('GET', path)
    expect(own.body.participants[1].access_code).toBe('secret')
    expect((await member.call('PUT', `${path}/decline`)).body.error).toBe('forbidden')
    const listed = await member.call('GET', '/documents')
    expect(listed.body).toMatchObject({ total: 1, documents: [{ id: body.id, note: '' }] })
  })

  test('a document administrator of the same team reads and does not write', async () => {
    const admin = { email: 'admin2@example.jp', documentAdministrator: true }
    const supervisor = await aCaller(server.url, await aClientOf(server, admin))
    const path = `/documents/${await aDraft(caller, { note: '内緒' })}`
    expect((await supervisor.call('GET', path)).body.note).toBe('内緒')
    expect((await supervisor.call('PUT', path, { form: { title: 'x' } })).body.error).toBe('forbidden')
    const secret = `/documents/${await aDraft(caller, { private: '1' })}`
    expect((await supervisor.call('GET', secret)).status).toBe(403)
  })
})

describe('the list', () => {
  let lister: Caller
  beforeAll(async () => {
    lister = await aCaller(server.url, await aClientOf(server, { email: 'lister@example.jp' }))
    for (const title of ['一', '二', '三']) await aDraft(lister, { title })
  })
  const titles = async (query: string) => {
    const { body } = await lister.call('GET', `/documents${query}`)
    return body.documents.map((each: { title: string }) => each.title)
  }

  test('holds the own documents, newest first', async () => {
    const { body } = await lister.call('GET', '/documents')
    expect(body).toMatchObject({ total: 3, page: 1 })
    expect(await titles('')).toEqual(['三', '二', '一'])
  })

  test('has files and participants unless told otherwise, reportees and attachment only when asked', async () => {
    const members = async (query: string) => {
      const { body } = await lister.call('GET', `/documents${query}`)
      const names = ['files', 'participants', 'reportees', 'attachment']
      return names.filter((name) => name in body.documents[0])
    }
    expect(await members('')).toEqual(['files', 'participants'])
    expect(await members('?with_files=&with_participants=y')).toEqual(['files', 'participants'])
    expect(await members('?with_files=n&with_participants=0')).toEqual([])
    expect(await members('?with_reportees=y&with_attachment=y')).toEqual([
      'files',
      'participants',
      'reportees',
      'attachment',
    ])
  })

  test.each([
    '',
    '?page=',
    '?page=0',
    '?page=-1',
    '?page=x',
    '?status=-1',
    '?status=0',
    '?status=',
    '?from=&to=',
  ])('%o gives the first page', async (query) => {
    const { body } = await lister.call('GET', `/documents${query}`)
    expect([body.page, body.total, body.documents.length]).toEqual([1, 3, 3])
  })

  test('a page past the end is empty', async () => {
    const { body } = await lister.call('GET', '/documents?page=9')
    expect(body).toEqual({ total: 3, page: 9, documents: [] })
  })

  test.each(['1', '2', '3', '4'])('status %s filters', async (status) => {
    expect(await titles(`?status=${status}`)).toEqual([])
  })

  test('from and to are inclusive, on the last processing', async () => {
    const { body } = await lister.call('GET', '/documents')
    const at = (index: number) => encodeURIComponent(body.documents[index].last_processed_at)
    expect(await titles(`?from=${at(1)}`)).toEqual(['三', '二'])
    expect(await titles(`?to=${at(1)}`)).toEqual(['二', '一'])
    expect(await titles(`?from=${at(1)}&to=${at(1)}`)).toEqual(['二'])
  })

  test.each([
    'status=5',
    'status=13',
    'status=x',
    'from=2026-11-22',
    'to=yesterday',
  ])('%s is refused', async (query) => {
    const { status, body } = await lister.call('GET', `/documents?${query}`)
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain(`\`${query.split('=')[0]}\``)
  })
})
