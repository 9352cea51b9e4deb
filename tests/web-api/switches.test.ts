import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '#contract/web-api/operations.ts'
import { consent, proveThePhone } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { type Answer, aCaller, aSentDocument, type Caller, call, recipientForm } from './caller.ts'
import { aClientOf, sql } from './other-clients.ts'

let server: TestServer
let caller: Caller
let others: Caller
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  others = await aCaller(server.url, await aClientOf(server, { email: 's@example.com', teamId: 'others' }))
})
afterAll(() => server.close())

const webApi = (on: boolean) =>
  sql(server, `update teams set web_api_enabled = $1 where id <> 'others'`, [on])
afterEach(() => webApi(true))

const refusalOf = ({ status, body }: Answer) => [status, body.error]

describe('with the Web API switched off', () => {
  test.each(
    operations.filter(({ path }) => path !== '/token').map(({ method, path }) => [method, path]),
  )('%s %s is 403 and says what to do', async (method, path) => {
    await webApi(false)
    const answer = await caller.call(method, path.replaceAll(/:[a-z_]+/g, '0'.repeat(32)))
    expect(refusalOf(answer)).toEqual([403, 'webapi_option_required'])
    expect(answer.body.message).toContain('administrator')
  })

  test('no token is given, neither a new one nor that which lives', async () => {
    await webApi(false)
    for (const method of ['POST', 'GET']) {
      const answer = await call(server.url, method, `/token?client_id=${server.clientId}`)
      expect(refusalOf(answer)).toEqual([403, 'forbidden'])
      expect(Object.keys(answer.body).sort()).toEqual(['error', 'message'])
      expect(answer.body.message).toContain('switched off')
    }
  })

  test('header and token are asked for first; the address, the method and the path come after', async () => {
    await webApi(false)
    await sql(server, `update teams set api_networks = '{203.0.113.7}' where id <> 'others'`)
    const answers = [
      await caller.call('GET', '/documents', { token: null }),
      await caller.call('GET', '/documents', { token: 'x'.repeat(32) }),
      await caller.call('GET', '/documents'),
      await caller.call('PATCH', '/documents'),
      await caller.call('GET', '/documents/a/b/c/d'),
    ]
    await sql(server, `update teams set api_networks = '{}'`)
    expect(answers.map(refusalOf)).toEqual([
      [400, 'bad_request'],
      [401, 'unauthorized'],
      [403, 'webapi_option_required'],
      [403, 'webapi_option_required'],
      [403, 'webapi_option_required'],
    ])
  })

  test('other teams go on, and the token works again afterwards', async () => {
    await webApi(false)
    expect((await others.call('GET', '/documents')).status).toBe(200)
    await webApi(true)
    expect((await caller.call('GET', '/documents')).status).toBe(200)
  })

  test('people who were asked for their consent can still give it', async () => {
    const sent = await aSentDocument(caller)
    const { body } = await caller.call('POST', `${sent.path}/participants/${sent.recipient}/signing_url`)
    await webApi(false)
    await consent(await proveThePhone(body.url, recipientForm.tel, server.codeFor))
    await webApi(true)
    const { body: document } = await caller.call('GET', sent.path)
    expect([7, 12]).toContain(document.participants[1].status)
  })

  test('a disabled member is refused as such', async () => {
    const clientId = await aClientOf(server, { email: 'gone@example.jp' })
    const gone = await aCaller(server.url, clientId)
    await sql(server, `update members set disabled_at = now() where email = 'gone@example.jp'`)
    await webApi(false)
    expect(refusalOf(await gone.call('GET', '/documents'))).toEqual([403, 'forbidden'])
  })
})

test('private documents only where the team allows them', async () => {
  const ask = () => caller.call('POST', '/documents', { form: { title: '非公開', private: 'true' } })
  await sql(server, 'update teams set private_documents = false')
  const refused = await ask()
  expect(refusalOf(refused)).toEqual([400, 'bad_request'])
  expect(refused.body.message).toContain('`private`')
  await sql(server, 'update teams set private_documents = true')
  expect((await ask()).body.private).toBe(true)
})
