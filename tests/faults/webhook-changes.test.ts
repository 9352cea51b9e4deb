/** What a receiver answers late, or now this and now that: it concerns nobody but itself, and the team is not flooded. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import type { Receiver } from '#tests/support/receiver.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { enterConsole } from '../console/console-visitor.ts'
import { addWebhook, deliveriesOf, withReceiverOf } from '../console/webhooks.ts'
import { aCaller, aSentDocument, type Caller } from '../web-api/caller.ts'

let server: TestServer
let administrator: Recipient
let caller: Caller

beforeAll(async () => {
  server = await startTestServer()
  administrator = await enterConsole(server)
  caller = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

const withReceiver = (work: (receiver: Receiver) => Promise<void>) => withReceiverOf(server, work)

/** A receiver that answers when it is told to. */
async function withSlowReceiver(
  work: (slow: { url: string; heard: () => number; answer: (status: number) => void }) => Promise<void>,
): Promise<void> {
  const held: ((status: number) => void)[] = []
  const slow = createServer((request, response) => {
    request.resume()
    held.push((status) => response.writeHead(status).end())
  })
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
  try {
    await work({
      url: `http://127.0.0.1:${(slow.address() as AddressInfo).port}/old`,
      heard: () => held.length,
      answer(status) {
        for (const end of held.splice(0)) end(status)
      },
    })
  } finally {
    slow.closeAllConnections()
    slow.close()
  }
}

const endpoint = async (id: string) => {
  const [row] = await rowsOf<{ off_reason: string | null; failures: number }>(
    server,
    'select off_reason, failures from webhook_endpoints where id = $1',
    id,
  )
  return row
}

test.each([
  [410, 'http_410'],
  [500, 'http_500'],
])('a %i of the address of before leaves the new one on, which gets the message', (status, outcome) =>
  withReceiver((fresh) =>
    withSlowReceiver(async (slow) => {
      const { id, path } = await addWebhook(administrator, slow.url)
      await aSentDocument(caller)
      await until('the old one is asked', () => slow.heard() === 1)
      await administrator.get(`${path}/edit`)
      const url = `${fresh.url}/new`
      await administrator.post(path, { url, format: 'standard', 'event-document.sent': '1' })
      slow.answer(status)
      expect(await fresh.first()).toMatchObject({ path: '/new' })
      await until('it is delivered', async () => (await deliveriesOf(server, id))[0]?.state === 'delivered')
      expect(await deliveriesOf(server, id)).toMatchObject([{ attempts: 2, tries: 1 }])
      expect(await endpoint(id)).toEqual({ off_reason: null, failures: 0 })
      const tries = await rowsOf<{ outcome: string }>(
        server,
        `select a.outcome from delivery_attempts a join deliveries d on d.id = a.delivery_id
         where d.target = $1 order by a.number`,
        id,
      )
      expect(tries.map((each) => each.outcome)).toEqual([outcome, 'http_204'])
    }),
  ))

test('a receiver that refuses every other message has the team told once a day', () =>
  withReceiver(async (receiver) => {
    const events = ['document.cancelled']
    const { id } = await addWebhook(administrator, receiver.url, { format: 'compatible', events })
    const figures = async () => {
      const mails = (await server.mails()).filter(({ subject }) =>
        subject.includes('Webhookが届いていません'),
      )
      const recorded = await rowsOf(server, `select from team_events where type = 'webhook.troubled'`)
      return { mails: mails.length, events: recorded.length }
    }
    let messages = 0
    const tell = async (status: number) => {
      receiver.behave({ status })
      const sent = await aSentDocument(caller)
      await caller.call('PUT', `${sent.path}/decline`)
      messages += 1
      await until('it ended', async () => {
        const rows = await deliveriesOf(server, id)
        return rows.filter(({ state }) => state !== 'waiting').length === messages
      })
    }
    for (let n = 0; n < 4; n++) {
      await tell(403)
      await tell(204)
    }
    await until('a mail', async () => (await figures()).mails > 0)
    expect(await figures()).toEqual({ mails: 1, events: 1 })
    await rowsOf(
      server,
      `update webhook_endpoints set told_at = told_at - interval '24 hours' where id = $1`,
      id,
    )
    await tell(403)
    await until('a second mail', async () => (await figures()).mails > 1)
    await tell(204)
    await tell(403)
    expect(await figures()).toEqual({ mails: 2, events: 2 })
  }))
