import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { amendParticipant } from '#tests/support/amended-by-hand.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aFullDraft, aSentDocument, type Caller } from './caller.ts'
import { sql } from './other-clients.ts'

let server: TestServer
let caller: Caller
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

const ask = (of: { path: string; recipient: string }, form: Record<string, string> = {}) =>
  caller.call('POST', `${of.path}/participants/${of.recipient}/signing_url`, { form })

describe('with SMS authentication', () => {
  test('the URL lives as long as the turn, and each call makes a new one', async () => {
    const sent = await aSentDocument(caller)
    const { body: document } = await caller.call('GET', sent.path)
    const [first, second] = [await ask(sent), await ask(sent, { recipient_id: 'ignored' })]
    for (const { status, body } of [first, second]) {
      expect([status, Object.keys(body)]).toEqual([200, ['url', 'expires_at']])
      expect(body.expires_at).toBe(document.participants[1].access_expires_at)
      expect((await fetch(body.url)).status).toBe(200)
    }
    expect(first.body.url).not.toBe(second.body.url)
  })

  test('an eleventh living URL ends the oldest', async () => {
    const sent = await aSentDocument(caller)
    const urls: string[] = []
    for (let n = 0; n < 11; n++) urls.push((await ask(sent)).body.url)
    const alive = await Promise.all(urls.map(async (url) => (await fetch(url)).ok))
    expect(alive).toEqual([false, ...Array.from({ length: 10 }, () => true)])
  })

  test('a call after the turn has run out starts another ten days', async () => {
    const sent = await aSentDocument(caller)
    const yesterday = new Date(Date.now() - 86_400_000).toISOString()
    await sql(server, amendParticipant, [sent.recipient, { access_expires_at: yesterday }])
    const { status, body } = await ask(sent)
    expect(status).toBe(200)
    const days = (Date.parse(body.expires_at) - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(9.9)
    const { body: document } = await caller.call('GET', sent.path)
    expect(document.participants[1].access_expires_at).toBe(body.expires_at)
  })
})

describe('with simple authentication', () => {
  const form = { name: '会員', recipient_id: 'user-1' }

  test('the URL lives five minutes and needs the same recipient id', async () => {
    const sent = await aSentDocument(caller, form)
    const { status, body } = await ask(sent, { recipient_id: 'user-1' })
    expect(status).toBe(200)
    const seconds = (Date.parse(body.expires_at) - Date.now()) / 1000
    expect(seconds).toBeGreaterThan(240)
    expect(seconds).toBeLessThanOrEqual(300)
  })

  test.each([{}, { recipient_id: 'user-2' }, { recipient_id: '' }])('%o is refused', async (wrong) => {
    const sent = await aSentDocument(caller, form)
    const { status, body } = await ask(sent, wrong as Record<string, string>)
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain('`recipient_id`')
  })

  test('the site may say how it authenticated this user', async () => {
    const sent = await aSentDocument(caller, form)
    const statement = {
      recipient_id: 'user-1',
      authentication_method: 'password + passkey',
      authentication_instant: '2026-11-22T12:00:00+09:00',
      authentication_subject: 'user-1',
    }
    expect((await ask(sent, statement)).status).toBe(200)
    const { status, body } = await ask(sent, { ...statement, authentication_instant: 'just now' })
    expect(status).toBe(400)
    expect(body.message).toContain('`authentication_instant`')
    // It stands on the certificate, which must have letters for it.
    const emoji = await ask(sent, { ...statement, authentication_method: 'パスキー🔑' })
    expect([emoji.status, emoji.body.message.includes('`authentication_method`')]).toEqual([400, true])
  })
})

describe('refused with 400', () => {
  test.each([
    ['in a draft', async () => aFullDraft(caller)],
    ['for a recipient with e-mail', async () => aSentDocument(caller, { name: 'a', email: 'a@example.jp' })],
    [
      'after the document was cancelled',
      async () => {
        const sent = await aSentDocument(caller)
        await caller.call('PUT', `${sent.path}/decline`)
        return sent
      },
    ],
    [
      'before their turn',
      async () => {
        const draft = await aFullDraft(caller)
        const form = { name: '次', recipient_id: 'r' }
        const { body } = await caller.call('POST', `${draft.path}/participants`, { form })
        await caller.call('POST', draft.path)
        return { ...draft, recipient: body.participants[2].id }
      },
    ],
  ])('%s', async (_what, prepare) => {
    const { status, body } = await ask(await prepare(), { recipient_id: 'r' })
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain('`participant_id`')
  })

  test('for a locked recipient, naming unlock, which frees them', async () => {
    const sent = await aSentDocument(caller)
    const unlock = () => caller.call('POST', `${sent.path}/participants/${sent.recipient}/unlock`)
    const none = await unlock()
    expect([none.status, none.body.error]).toEqual([400, 'bad_request'])
    await sql(server, 'update participants set locked_at = now(), wrong_guesses = 15 where id = $1', [
      sent.recipient,
    ])
    const locked = await ask(sent)
    expect([locked.status, locked.body.error]).toEqual([400, 'bad_request'])
    expect(locked.body.message).toContain('unlock')
    const freed = await unlock()
    expect([freed.status, freed.body.id]).toEqual([200, sent.id])
    expect((await ask(sent)).status).toBe(200)
  })

  test('where embedded signing is off', async () => {
    const sent = await aSentDocument(caller)
    await sql(server, 'update teams set embedded_signing = false')
    const { status, body } = await ask(sent)
    await sql(server, 'update teams set embedded_signing = true')
    expect([status, body.error]).toEqual([400, 'bad_request'])
  })
})
