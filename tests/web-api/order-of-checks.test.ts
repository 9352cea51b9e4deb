import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aFullDraft, aSentDocument, type Caller, type Drafted, recipientForm } from './caller.ts'
import { aClientOf, sql } from './other-clients.ts'

let server: TestServer
let caller: Caller
let colleague: Caller
let stranger: Caller
let draft: Drafted
let sent: Drafted
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  colleague = await aCaller(server.url, await aClientOf(server, { email: 'colleague@example.jp' }))
  stranger = await aCaller(server.url, await aClientOf(server, { email: 's@example.com', teamId: 'other' }))
  draft = await aFullDraft(caller)
  sent = await aSentDocument(caller)
})
afterAll(() => server.close())

const missing = '0'.repeat(32)

/** Every operation on a document, as a path under it. `bad`: a parameter that would be refused, were it looked at. */
const operations = (of: Drafted) => [
  ['GET', ''],
  ['PUT', ''],
  ['POST', ''],
  ['DELETE', ''],
  ['PUT', '/decline'],
  ['GET', '/certificate'],
  ['POST', '/files'],
  ['GET', `/files/${of.file}`],
  ['DELETE', `/files/${of.file}`],
  ['POST', '/participants'],
  ['PUT', `/participants/${of.recipient}`],
  ['DELETE', `/participants/${of.recipient}`],
  ['POST', `/participants/${of.recipient}/signing_url`],
  ['POST', `/participants/${of.recipient}/unlock`],
  ['POST', `/files/${of.file}/widgets`],
  ['PUT', `/files/${of.file}/widgets/${missing}`],
  ['DELETE', `/files/${of.file}/widgets/${missing}`],
  ['POST', '/attachments'],
  ['PUT', `/attachments/${missing}`],
  ['DELETE', `/attachments/${missing}`],
  ['GET', `/attachments/${missing}/attached_files/${missing}`],
  ['GET', '/alert'],
  ['PUT', '/alert'],
  ['GET', '/attribute'],
  ['PUT', '/attribute'],
  ['POST', '/reportees'],
  ['PUT', `/reportees/${missing}`],
  ['DELETE', `/reportees/${missing}`],
]
const names = operations({ id: '', path: '', file: ':file', sender: '', recipient: ':participant' }).map(
  ([method, path], index) => [`${method} /documents/:document${path}`, index] as const,
)
const bad = { form: { private: 'maybe', name: 'x'.repeat(99), comment: 'x'.repeat(1001), type: '9' } }

describe.each(names)('%s', (_name, index) => {
  const at = (path: string, of = draft) => {
    const [method = '', rest = ''] = operations(of)[index] ?? []
    return { method, path: `${path}${rest}`, sending: method === 'GET' ? {} : bad }
  }

  test('asks for the header, then the token, then the document, then the right', async () => {
    const known = at(draft.path)
    const unknown = at(`/documents/${missing}`)
    const answers = [
      await caller.call(unknown.method, unknown.path, { ...unknown.sending, token: null }),
      await caller.call(unknown.method, unknown.path, { ...unknown.sending, token: 'x'.repeat(32) }),
      await caller.call(unknown.method, unknown.path, unknown.sending),
      await colleague.call(known.method, known.path, known.sending),
      await stranger.call(known.method, known.path, known.sending),
    ]
    expect(answers.map(({ status, body }) => [status, body.error])).toEqual([
      [400, 'bad_request'],
      [401, 'unauthorized'],
      [404, 'not_found'],
      [403, 'forbidden'],
      [403, 'forbidden'],
    ])
  })
})

test.each([
  ['the file before the widget', 'PUT', `/files/${missing}/widgets/${missing}`, '`file_id`'],
  ['the widget', 'PUT', '/files/:file/widgets/x', '`widget_id`'],
  ['the participant', 'PUT', `/participants/${missing}`, '`participant_id`'],
  ['a file of another document', 'GET', '/files/:foreign', '`file_id`'],
])('404 names %s', async (_what, method, path, word) => {
  const rest = path.replace(':file', draft.file).replace(':foreign', sent.file)
  const { status, body } = await caller.call(method, `${draft.path}${rest}`)
  expect([status, body.error]).toEqual([404, 'not_found'])
  expect(body.message).toContain(word)
})

test.each([
  ['PUT', ''],
  ['DELETE', ''],
  ['POST', '/signing_url'],
  ['POST', '/unlock'],
])('%s of the sender as participant%s is forbidden, whatever the state', async (method, rest) => {
  for (const of of [draft, sent]) {
    const { status, body } = await caller.call(method, `${of.path}/participants/${of.sender}${rest}`, bad)
    expect([status, body.error]).toEqual([403, 'forbidden'])
  }
})

describe('a sent document is refused before its parameters are judged', () => {
  test.each([
    ['PUT', ''],
    ['POST', '/files'],
    ['DELETE', '/files/:file'],
    ['POST', '/participants'],
    ['PUT', '/participants/:recipient'],
    ['DELETE', '/participants/:recipient'],
    ['POST', '/files/:file/widgets'],
    ['POST', '/reportees'],
  ])('%s %s', async (method, path) => {
    const rest = path.replace(':file', sent.file).replace(':recipient', sent.recipient)
    const { status, body } = await caller.call(method, `${sent.path}${rest}`, bad)
    expect([status, body.error]).toEqual([403, 'not_acceptable'])
  })

  test('DELETE of the document is 400', async () => {
    const { status, body } = await caller.call('DELETE', sent.path)
    expect([status, body.error]).toEqual([400, 'bad_request'])
  })
})

test.each([
  '',
  'Bearer',
  'Basic eHg6eXk=',
  'Bearer a b',
  'x',
])('the Authorization header %o is malformed', async (header) => {
  const { status, body } = await caller.call('GET', draft.path, {
    token: null,
    headers: { authorization: header },
  })
  expect([status, body.error]).toEqual([400, 'bad_request'])
})

describe('methods and routes', () => {
  test.each([
    ['PATCH', '', ['DELETE', 'GET', 'HEAD', 'POST', 'PUT']],
    ['PUT', '/files', ['POST']],
    ['POST', '/certificate', ['GET', 'HEAD']],
    ['GET', '/participants', ['POST']],
    ['POST', '/attribute', ['GET', 'HEAD', 'PUT']],
    ['DELETE', '/alert', ['GET', 'HEAD', 'PUT']],
    ['GET', '/reportees', ['POST']],
  ])('%s /documents/:document%s is 405 with Allow', async (method, rest, allowed) => {
    const { status, body, headers } = await caller.call(method, `${draft.path}${rest}`)
    expect([status, body.error]).toEqual([405, 'method_not_allowed'])
    expect(headers.get('allow')?.split(', ').sort()).toEqual(allowed)
  })

  test('the token is asked for before the method', async () => {
    const { status } = await caller.call('PATCH', draft.path, { token: 'x'.repeat(32) })
    expect(status).toBe(401)
  })

  test.each([
    '/documents/a/b',
    '/documents/a/files/b/c',
    '/nowhere',
    '/documents/%zz',
  ])('%s is 404 in JSON', async (path) => {
    const { status, body } = await caller.call('GET', path)
    expect([status, body.error]).toEqual([404, 'not_found'])
  })
})

test('an id with a NUL, or of any length, is simply unknown', async () => {
  for (const id of ['%00', 'x'.repeat(250), '日本']) {
    expect((await caller.call('GET', `/documents/${id}`)).status).toBe(404)
  }
})

test('a browser of an origin that is not registered is refused', async () => {
  const { status, body } = await caller.call('GET', draft.path, {
    headers: { origin: 'https://else.example' },
  })
  expect([status, body.error]).toEqual([400, 'bad_request'])
})

test('a team with the Web API switched off hears so before anything about documents', async () => {
  await sql(server, `update teams set web_api_enabled = false where id = 'other'`)
  const { status, body } = await stranger.call('GET', `/documents/${missing}`)
  expect([status, body.error]).toEqual([403, 'webapi_option_required'])
})

test('a member who is disabled later is refused with a living token', async () => {
  await sql(server, `update members set disabled_at = now() where email = 'colleague@example.jp'`)
  const { status, body } = await colleague.call('POST', '/documents', { form: recipientForm })
  expect([status, body.error]).toEqual([403, 'forbidden'])
})
