/** What a team's webhooks tell, keep and refuse where things are not as usual. */
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
