/** What a team's webhooks tell, keep and refuse where things are not as usual. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
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
