import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { type Receiver, startReceiver } from '#tests/support/receiver.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, aSentDocument, type Caller } from '../web-api/caller.ts'
import { enterConsole } from './console-visitor.ts'
import { addWebhook, comeDue, deliveriesOf } from './webhooks.ts'

let server: TestServer
let administrator: Recipient
let caller: Caller
let receiver: Receiver

beforeAll(async () => {
  server = await startTestServer()
  administrator = await enterConsole(server)
  caller = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(async () => {
  await receiver.close()
  await rowsOf(server, 'update webhook_endpoints set removed_at = now()')
})

/** As standardwebhooks.com says it, written down here once more. */
const signatureOf = (secret: string, id: unknown, seconds: unknown, body: string) =>
  `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(`${id}.${seconds}.${body}`)
    .digest('base64')}`

/** Waits until the only delivery of an endpoint is in this state. */
async function settled(id: string, state: string, at = 0) {
  await until(`${state}`, async () => (await deliveriesOf(server, id))[at]?.state === state)
  return (await deliveriesOf(server, id))[at]
}

async function tried(id: string, attempts: number) {
  await until(`${attempts} tries`, async () => (await deliveriesOf(server, id))[0]?.attempts === attempts)
  return (await deliveriesOf(server, id))[0]
}

describe('a message', () => {
  test('in the standard format says what happened, in ids, and is signed', async () => {
    const { id, secret } = await addWebhook(administrator, `${receiver.url}/hook?token=s3cret`)
    const sent = await aSentDocument(caller)
    const { headers, body, path } = await receiver.first()
    expect(path).toBe('/hook?token=s3cret')
    expect(JSON.parse(body)).toMatchObject({
      type: 'document.sent',
      data: { documentId: sent.id, files: [{ fileId: sent.file }] },
    })
    expect(headers['webhook-signature']).toBe(
      signatureOf(secret ?? '', headers['webhook-id'], headers['webhook-timestamp'], body),
    )
    expect(headers['webhook-id']).toBe(JSON.parse(body).data.eventId)
    expect(await settled(id, 'delivered')).toMatchObject({ attempts: 1, reason: '' })
  })

  test('in the compatible format is one line as CloudSign sends it', async () => {
    const events = ['document.sent', 'document.cancelled']
    await addWebhook(administrator, receiver.url, { format: 'compatible', events })
    const sent = await aSentDocument(caller)
    await caller.call('PUT', `${sent.path}/decline`)
    const [message] = await receiver.heard(1)
    const [member] = await rowsOf<{ id: string }>(
      server,
      'select id from members where email = $1',
      server.email,
    )
    const document = (await caller.call('GET', sent.path)).body
    expect(message?.body).toBe(
      JSON.stringify({
        documentID: sent.id,
        status: 3,
        userID: member?.id,
        email: server.email,
        text: `CANCELED : 契約書 sent by ${document.participants[0].name}\n<${server.url}/document/${sent.id}/summary>`,
      }),
    )
    expect(message?.headers['user-agent']).toMatch(/^Musubi\/\S+ \(compatible; CloudSignWebHook\)$/)
    expect(message?.headers).not.toHaveProperty('webhook-signature')
    const page = await administrator.get(`/document/${sent.id}/summary`)
    expect(page.url).toBe(`${server.url}/console/documents/${sent.id}`)
  })

  test('holds no telephone number, name or title', async () => {
    await addWebhook(administrator, receiver.url, { events: ['document.sent', 'turn.started'] })
    await aSentDocument(caller, { name: '秘密 太郎', tel: '08077776666', callback: '1' })
    const said = JSON.stringify((await receiver.heard(2)).map(({ body }) => body))
    for (const private_ of ['秘密', '7777', '6666', '契約書', server.email])
      expect(said).not.toContain(private_)
  })
})

describe('a receiver', () => {
  test('that fails first gets the same message again', async () => {
    receiver.behave({ status: 500, body: 'not now' }, { status: 200 })
    const { id } = await addWebhook(administrator, receiver.url)
    await aSentDocument(caller)
    await tried(id, 1)
    await comeDue(server)
    const [first, second] = await receiver.heard(2)
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    expect(second?.body).toBe(first?.body)
    expect(await settled(id, 'delivered')).toMatchObject({ attempts: 2 })
  })

  test.each([
    ['closes early', 'close', 'cut_after_writing'],
    ['leads elsewhere', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'http_302'],
    ['answers 401', { status: 401 }, 'http_401'],
  ] as const)('that %s is tried again', async (_, behaviour, reason) => {
    receiver.behave(behaviour)
    const { id } = await addWebhook(administrator, receiver.url)
    await aSentDocument(caller)
    expect(await tried(id, 1)).toMatchObject({ state: 'waiting', reason })
    expect(receiver.received).toHaveLength(1)
  })

  test('that answers 410 is switched off, and what happens afterwards is kept', async () => {
    receiver.behave({ status: 410 })
    const { id, path } = await addWebhook(administrator, receiver.url)
    await aSentDocument(caller)
    expect(await settled(id, 'refused')).toMatchObject({ reason: 'http_410' })
    await aSentDocument(caller)
    expect(await settled(id, 'parked', 1)).toMatchObject({ reason: 'endpoint_off', attempts: 0 })
    expect((await administrator.get(path)).html).toContain('受信側が「終了」（410）と答えたため')
    expect((await administrator.get('/console/webhooks')).html).toContain('2件')
    await administrator.get(path)
    receiver.behave({ status: 204 })
    await administrator.post(`${path}/on`)
    await administrator.post(`${path}/replay`, { first: '2026-01-01', which: 'missed' })
    expect(administrator.page().html).toContain('2件をもう一度送ります')
    await settled(id, 'delivered', 0)
    await settled(id, 'delivered', 1)
  })

  test('of the compatible format that answers 4xx ends it, and 401 alarms the team', async () => {
    receiver.behave({ status: 401, body: 'who are you' })
    const events = ['document.cancelled']
    const { id, path } = await addWebhook(administrator, receiver.url, { format: 'compatible', events })
    const sent = await aSentDocument(caller)
    await caller.call('PUT', `${sent.path}/decline`)
    const delivery = await settled(id, 'refused')
    expect(delivery).toMatchObject({ attempts: 1, reason: 'http_401', next_at: null })
    expect((await administrator.get(path)).html).toContain('届かないものがあります')
    const page = await administrator.get(`${path}/deliveries/${delivery?.id}`)
    expect(page.html).toContain('who are you')
    expect((await administrator.get('/console/history')).html).toContain('に届きません（HTTP 401）')
    const told = async () =>
      (await server.mails()).filter(({ subject }) => subject.includes('Webhookが届いていません'))
    await until('a mail to the administrator', async () => (await told()).length > 0)
    const [mail, ...more] = await told()
    expect({ to: mail?.to, more: more.length }).toEqual({ to: server.email, more: 0 })
    expect(mail?.text).toContain(`${server.url}${path}`)
    // Of what fails afterwards nobody is told anew until something arrived.
    const other = await aSentDocument(caller)
    await caller.call('PUT', `${other.path}/decline`)
    await settled(id, 'refused', 1)
    expect(await told()).toHaveLength(1)
  })

  test('that is dead for ten tries has its message parked, and gets it when somebody asks', async () => {
    receiver.behave({ status: 500 })
    const { id, path } = await addWebhook(administrator, receiver.url)
    await aSentDocument(caller)
    for (let tries = 1; tries < 10; tries++) {
      await tried(id, tries)
      await comeDue(server)
    }
    expect(await settled(id, 'parked')).toMatchObject({ attempts: 10, tries: 10, reason: 'http_500' })
    receiver.behave({ status: 200 })
    const [delivery] = await deliveriesOf(server, id)
    await administrator.get(`${path}/deliveries/${delivery?.id}`)
    await administrator.post(`${path}/deliveries/${delivery?.id}/replay`)
    await settled(id, 'delivered')
    const ids = new Set(receiver.received.map(({ headers }) => headers['webhook-id']))
    expect({ requests: receiver.received.length, ids: ids.size }).toEqual({ requests: 11, ids: 1 })
  })
})

describe('an administrator', () => {
  test('sends a test and sees its answer', async () => {
    receiver.behave({ status: 202, body: 'thank you' })
    const { id, path } = await addWebhook(administrator, receiver.url)
    await administrator.get(path)
    await administrator.post(`${path}/test`)
    const delivery = await settled(id, 'delivered')
    expect(receiver.received[0]?.headers['webhook-id']).toBe(delivery?.event)
    const page = await administrator.get(`${path}/deliveries/${delivery?.id}`)
    expect(page.html).toContain('thank you')
    expect(page.html).toContain('HTTP 202')
  })

  test('renews the secret, and for a day both sign', async () => {
    const { secret, path } = await addWebhook(administrator, receiver.url)
    await administrator.get(`${path}/secret`)
    const shown = await administrator.post(`${path}/secret`)
    const renewed = /value="(whsec_[^"]+)"/.exec(shown.html)?.[1] ?? ''
    expect(renewed).not.toBe(secret)
    await aSentDocument(caller)
    const { headers, body } = await receiver.first()
    const signed = [renewed, secret ?? ''].map((each) =>
      signatureOf(each, headers['webhook-id'], headers['webhook-timestamp'], body),
    )
    expect(headers['webhook-signature']).toBe(signed.join(' '))
    await rowsOf(server, `update webhook_endpoints set former_secret_until = now() where removed_at is null`)
    await aSentDocument(caller)
    const [, later] = await receiver.heard(2)
    expect(String(later?.headers['webhook-signature']).split(' ')).toHaveLength(1)
  })

  test('asks thirty times at once for one delivery, and it is sent once more', async () => {
    const { id, path } = await addWebhook(administrator, receiver.url)
    await aSentDocument(caller)
    const delivery = await settled(id, 'delivered')
    await administrator.get(`${path}/deliveries/${delivery?.id}`)
    const page = administrator.page()
    const cookie = [...administrator.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const token = /name="form_token" value="([^"]+)"/.exec(page.html)?.[1] ?? ''
    const answers = await Promise.all(
      Array.from({ length: 30 }, () =>
        fetch(`${server.url}${path}/deliveries/${delivery?.id}/replay`, {
          method: 'POST',
          redirect: 'manual',
          headers: { origin: server.url, cookie },
          body: new URLSearchParams({ form_token: token, round: '1' }),
        }),
      ),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
    await until('the second round', async () => {
      const [row] = await deliveriesOf(server, id)
      return row?.round === 2 && row.state === 'delivered'
    })
    expect(receiver.received).toHaveLength(2)
  })

  test('cannot add what is no address, a twenty-first URL, or one without events', async () => {
    for (const url of ['', 'ftp://example.jp/', 'https://user@example.jp/', 'https://example.jp/#part']) {
      await expect(addWebhook(administrator, url)).rejects.toThrow('not added: 400')
    }
    await expect(addWebhook(administrator, receiver.url, { events: [] })).rejects.toThrow('not added: 400')
    await expect(
      addWebhook(administrator, receiver.url, { format: 'compatible', events: ['document.sent'] }),
    ).rejects.toThrow('not added: 400')
    for (let n = 0; n < 20; n++) await addWebhook(administrator, `${receiver.url}/${n}`)
    await expect(addWebhook(administrator, receiver.url)).rejects.toThrow('not added: 409')
    expect((await administrator.get('/console/webhooks')).html).toContain('URLは20件まで登録できます')
  })

  test('has each change in the history, without the address', async () => {
    const { path } = await addWebhook(administrator, `${receiver.url}/very-secret-path`)
    await administrator.get(`${path}/edit`)
    await administrator.post(path, { url: receiver.url, format: 'standard', 'event-document.sent': '1' })
    for (const act of ['off', 'on', 'remove']) {
      await administrator.get(path)
      await administrator.post(`${path}/${act}`)
    }
    const rows = await rowsOf<{ type: string; row: string }>(
      server,
      `select type, row from team_events where row like $1 order by sequence`,
      `%${path.slice(-32)}%`,
    )
    expect(rows.map(({ type }) => type)).toEqual([
      'webhook.added',
      'webhook.changed',
      'webhook.disabled',
      'webhook.enabled',
      'webhook.removed',
    ])
    expect(JSON.stringify(rows)).not.toContain('very-secret-path')
  })
})

test('what lies in the database shows no address, secret or answer', async () => {
  receiver.behave({ status: 200, body: 'an answer to keep' })
  const { id, secret } = await addWebhook(administrator, `${receiver.url}/path-to-keep`)
  await aSentDocument(caller)
  await settled(id, 'delivered')
  const rows = await rowsOf(
    server,
    `select to_jsonb(e) as endpoint, to_jsonb(a) as attempt from webhook_endpoints e join deliveries d on d.target = e.id
       join delivery_attempts a on a.delivery_id = d.id where e.id = $1`,
    id,
  )
  expect(rows).toHaveLength(1)
  for (const text of ['path-to-keep', secret?.slice(6) ?? '?', 'an answer']) {
    expect(JSON.stringify(rows)).not.toContain(text)
  }
})

test('many deliveries are listed newest first, page by page, and sent again all at once', async () => {
  const { id, path } = await addWebhook(administrator, receiver.url, { events: ['settings.changed'] })
  const count = 1_100
  await rowsOf(
    server,
    `insert into team_events (chain, sequence, kind, type, at, row, hash)
     select team_id, 0, 'settings', 'settings.changed', now(), '{"type":"settings.changed","setting":"contact"}', ''
     from webhook_endpoints, generate_series(1, $1::int) where id = $2`,
    count,
    id,
  )
  await until(
    'all are delivered',
    async () => (await deliveriesOf(server, id)).every(({ state }) => state === 'delivered'),
    120,
  )
  const shown: number[] = []
  for (let page = await administrator.get(path); ; ) {
    shown.push(...[...page.html.matchAll(/\/deliveries\/([0-9]+)"/g)].map(([, each]) => Number(each)))
    const next = /href="([^"#]*after=[0-9]+)#deliveries"/.exec(page.html)?.[1]
    if (next === undefined) break
    page = await administrator.get(next)
  }
  expect(shown).toHaveLength(count)
  expect(shown).toEqual(shown.toSorted((a, b) => b - a))
  await administrator.get(path)
  const page = await administrator.post(`${path}/replay`, { first: '2026-01-01', which: 'all' })
  expect(page.html).toContain(`${count}件をもう一度送ります`)
  await until(
    'all are delivered again',
    async () =>
      (await deliveriesOf(server, id)).every(({ state, round }) => state === 'delivered' && round === 2),
    120,
  )
  expect(receiver.received).toHaveLength(2 * count)
})

test('a team event reaches whoever chose it', async () => {
  await addWebhook(administrator, receiver.url, { events: ['client.issued'] })
  await administrator.get('/console/clients')
  await administrator.post('/console/clients', { label: '予約サイト' })
  const [message] = await receiver.heard(1)
  expect(JSON.parse(message?.body ?? '')).toMatchObject({
    type: 'client.issued',
    data: { clientId: expect.stringMatching(/^[0-9a-f]{32}$/) },
  })
  expect(message?.body).not.toContain('予約')
})
