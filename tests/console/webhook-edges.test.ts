/** What a team's webhooks tell, keep and refuse where things are not as usual. */
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { amendDocument } from '#tests/support/amended-by-hand.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { type Receiver, startReceiver } from '#tests/support/receiver.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, aSentDocument, type Caller } from '../web-api/caller.ts'
import { addColleague, enterConsole } from './console-visitor.ts'
import { addWebhook, comeDue, deliveriesOf } from './webhooks.ts'

let server: TestServer
let administrator: Recipient
/** A team administrator with no right to the documents of others. */
let office: Recipient
let caller: Caller
let receiver: Receiver

beforeAll(async () => {
  server = await startTestServer()
  administrator = await enterConsole(server)
  caller = await aCaller(server.url, server.clientId)
  await addColleague(server, 'office@musubi.example', 'a long password 123')
  await rowsOf(server, `update members set team_administrator = true where email = 'office@musubi.example'`)
  office = await enterConsole(server, 'office@musubi.example', 'a long password 123')
})
afterAll(() => server.close())
beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(async () => {
  await receiver.close()
  await rowsOf(server, 'update webhook_endpoints set removed_at = now()')
})

/** A document that is cancelled, as the receiver of the office's URL hears of it and as the page of the delivery shows it. */
async function toldTheOffice(change: { private?: boolean } = {}) {
  const { id, path } = await addWebhook(office, receiver.url, {
    format: 'compatible',
    events: ['document.cancelled', 'mail.rejected'],
  })
  const sent = await aSentDocument(caller)
  await rowsOf(server, amendDocument, sent.id, change)
  const participants: { name: string }[] = (await caller.call('GET', sent.path)).body.participants
  await caller.call('PUT', `${sent.path}/decline`)
  const message = JSON.parse((await receiver.first()).body)
  await until('delivered', async () => (await deliveriesOf(server, id))[0]?.state === 'delivered')
  const [delivery] = await deliveriesOf(server, id)
  const page = `${path}/deliveries/${delivery?.id}`
  return { sent, message, page, sender: participants[0]?.name ?? '?' }
}

test('an administrator without a right to the document reads no title, name or address in the console', async () => {
  const { sent, message, page, sender } = await toldTheOffice()
  expect(message).toMatchObject({
    email: server.email,
    text: expect.stringContaining(`契約書 sent by ${sender}`),
  })
  expect((await office.get(`/console/documents/${sent.id}`)).status).toBe(404)
  const { html } = await office.get(page)
  expect(html).toContain('CANCELED : *** sent by ***')
  for (const hidden of ['契約書', sender, server.email]) expect(html).not.toContain(hidden)
  expect(html).toContain('この書類を見る権限がないため')
  expect(html).not.toContain(`/console/documents/${sent.id}`)
  // Whoever may read the document reads what is sent.
  const seen = (await administrator.get(page)).html
  expect(seen).toContain(`CANCELED : 契約書 sent by ${sender}`)
  expect(seen).toContain(`/console/documents/${sent.id}`)
})

test.each([
  'standard',
  'compatible',
])('what a receiver of the %s format answers is hidden from an administrator without a right to the document', async (format) => {
  const answer = 'received: 契約書 of 評価 太郎'
  receiver.behave({ status: 500, body: answer })
  const { id, path } = await addWebhook(office, receiver.url, { format, events: ['document.cancelled'] })
  const sent = await aSentDocument(caller)
  await rowsOf(server, amendDocument, sent.id, { private: true })
  await caller.call('PUT', `${sent.path}/decline`)
  await until('the first try', async () => ((await deliveriesOf(server, id))[0]?.attempts ?? 0) > 0)
  const [delivery] = await deliveriesOf(server, id)
  const page = `${path}/deliveries/${delivery?.id}`
  const { html } = await office.get(page)
  expect(html).toContain('HTTP 500')
  expect(html).toContain('受信側の応答を伏せています')
  expect(html).not.toContain('契約書')
  expect((await administrator.get(page)).html).toContain(answer)
  // A test is of no document: whoever sets a URL up sees what its receiver says.
  await office.get(path)
  await office.post(`${path}/test`)
  await until('the test', async () => ((await deliveriesOf(server, id))[1]?.attempts ?? 0) > 0)
  const [, tested] = await deliveriesOf(server, id)
  expect((await office.get(`${path}/deliveries/${tested?.id}`)).html).toContain(answer)
})

test('of a private document neither title, name nor address is sent', async () => {
  const { sent, message } = await toldTheOffice({ private: true })
  expect(message).toMatchObject({
    documentID: sent.id,
    status: 3,
    email: '',
    text: `CANCELED : 非公開の書類\n<${server.url}/document/${sent.id}/summary>`,
  })
})

test('the form says whom the compatible format tells of names', async () => {
  expect((await office.get('/console/webhooks/new')).html).toContain('送信者の名前とメールアドレス')
})

test.each([
  'https://10.0.0.8/hook',
  'https://[fd00::1]/hook',
  'https://0x7f.1.1.1/hook',
  'https://169.254.169.254/',
])('the form refuses %s, where nothing would be sent, and says why', async (url) => {
  await administrator.get('/console/webhooks/new')
  const page = await administrator.post('/console/webhooks', { url, 'event-document.sent': '1' })
  expect(page.status).toBe(400)
  expect(page.html).toContain('インターネットの外のアドレスには送信できません')
})

test('the mail of a trouble says that no encrypted connection came about', async () => {
  // The receiver speaks plain HTTP.
  const { id } = await addWebhook(administrator, receiver.url.replace('http:', 'https:'))
  await aSentDocument(caller)
  await until('the first try', async () => (await deliveriesOf(server, id))[0]?.attempts === 1)
  await rowsOf(server, 'update deliveries set tries = 9 where target = $1', id)
  await comeDue(server)
  await until('it is on hold', async () => (await deliveriesOf(server, id))[0]?.state === 'parked')
  expect((await deliveriesOf(server, id))[0]?.reason).toBe('tls_failed')
  const told = async () =>
    (await server.mails()).find(({ subject }) => subject.includes('Webhookが届いていません'))
  await until('the mail', async () => (await told()) !== undefined)
  expect((await told())?.text).toContain('理由：暗号化の接続ができません')
  expect((await told())?.text).toContain('no encrypted connection')
  expect((await told())?.text).not.toContain('応答がありません')
})

const endpointRow = async (id: string) =>
  (
    await rowsOf<{ url: string; secret: string | null; former: string | null }>(
      server,
      `select url_sealed as url, secret_sealed as secret, former_secret_sealed as former from webhook_endpoints where id = $1`,
      id,
    )
  )[0]

/** Starts the server anew, which begins its upkeep at once. */
async function upkeep() {
  await server.kill()
  await server.restart()
}

test('a URL that is removed leaves neither address nor secret, and a secret of before goes after its day', async () => {
  const renewed = await addWebhook(administrator, `${receiver.url}/renewed`)
  const removed = await addWebhook(administrator, `${receiver.url}/removed`)
  const removedByOlder = await addWebhook(administrator, `${receiver.url}/older`)
  for (const { path } of [renewed, removed]) {
    await administrator.get(`${path}/secret`)
    await administrator.post(`${path}/secret`)
  }
  expect((await endpointRow(removed.id))?.former).not.toBeNull()
  await administrator.get(`${removed.path}/remove`)
  await administrator.post(`${removed.path}/remove`)
  const nothing = { url: '', secret: null, former: null }
  expect(await endpointRow(removed.id)).toEqual(nothing)
  const removal = 'update webhook_endpoints set removed_at = now() where id = $1'
  await rowsOf(server, removal, removedByOlder.id)
  const over = `update webhook_endpoints set former_secret_until = now() - interval '1 minute' where id = $1`
  await rowsOf(server, over, renewed.id)
  await upkeep()
  await until('the older one is erased', async () => (await endpointRow(removedByOlder.id))?.url === '')
  expect(await endpointRow(removedByOlder.id)).toEqual(nothing)
  const kept = await endpointRow(renewed.id)
  expect({ former: kept?.former, secret: kept?.secret === null }).toEqual({ former: null, secret: false })
})

test('the form of a URL that was removed since cannot be posted once more', async () => {
  const { id, path } = await addWebhook(administrator, receiver.url)
  await administrator.get(`${path}/remove`)
  await administrator.post(`${path}/remove`)
  await administrator.get('/console/webhooks/new')
  const terms = { url: receiver.url, 'event-document.sent': '1' }
  expect((await administrator.post('/console/webhooks', { ...terms, request_id: id })).status).toBe(403)
  expect(await endpointRow(id)).toEqual({ url: '', secret: null, former: null })
})

test('what arrived or was refused goes after 90 days, what a removed URL left goes then too, and what is on hold stays', async () => {
  const stays = await addWebhook(administrator, receiver.url)
  const gone = await addWebhook(administrator, `${receiver.url}/gone`)
  const lately = await addWebhook(administrator, `${receiver.url}/lately`)
  const fill = (id: string, state: string, days: number) =>
    rowsOf(
      server,
      `with one as (insert into deliveries (team_id, channel, event, type, target, state, created_at, round_at, ended_at)
         select team_id, 'webhook', 'e', 'document.sent', id, $2, then_, then_, then_
         from webhook_endpoints, (select now() - make_interval(days => $3::int) as then_) t where id = $1 returning id)
       insert into delivery_attempts (delivery_id, number, at, milliseconds, outcome, answer_sealed)
       select id, 1, now(), 1, 'http_200', '' from one`,
      id,
      state,
      days,
    )
  for (const state of ['delivered', 'refused', 'parked']) {
    for (const days of [80, 100]) await fill(stays.id, state, days)
    await fill(gone.id, state, 10)
    await fill(lately.id, state, 10)
  }
  const removed =
    'update webhook_endpoints set removed_at = now() - make_interval(days => $2::int) where id = $1'
  await rowsOf(server, removed, gone.id, 91)
  await rowsOf(server, removed, lately.id, 89)
  await upkeep()
  await until('the removed URL is gone', async () => (await endpointRow(gone.id)) === undefined)
  const left = async (id: string) => (await deliveriesOf(server, id)).map(({ state }) => state)
  expect(await left(stays.id)).toEqual(['delivered', 'refused', 'parked', 'parked'])
  expect(await left(gone.id)).toEqual([])
  expect(await left(lately.id)).toEqual(['delivered', 'refused', 'parked'])
  const [tries] = await rowsOf<{ count: number }>(
    server,
    `select count(*)::int as count from delivery_attempts where delivery_id in (
       select id from deliveries where target = any($1)) or delivery_id not in (select id from deliveries)`,
    [stays.id, gone.id, lately.id],
  )
  expect(tries?.count).toBe(7)
})

test('pages of one URL count nothing, and the list counts no further than a thousand', async () => {
  const { id, path } = await addWebhook(administrator, receiver.url)
  await rowsOf(
    server,
    `insert into deliveries (team_id, channel, event, type, target, state, created_at, round_at, ended_at)
     select team_id, 'webhook', 'e' || n, 'document.sent', id, 'parked', now(), now(), now()
     from webhook_endpoints, generate_series(1, 1001) n where id = $1`,
    id,
  )
  expect((await administrator.get('/console/webhooks')).html).toContain('1000+件')
  await rowsOf(server, `delete from deliveries where target = $1 and event = 'e1'`, id)
  expect((await administrator.get('/console/webhooks')).html).toContain('1000件')
  // While nobody may look at deliveries, whoever looked would not answer.
  const client = new Client({ connectionString: server.databaseUrl })
  await client.connect()
  await client.query('begin; lock table deliveries in access exclusive mode')
  try {
    for (const page of ['edit', 'secret', 'remove']) {
      expect((await administrator.get(`${path}/${page}`)).status).toBe(200)
    }
  } finally {
    await client.end()
  }
})
