/** A receiver that answers slowly, but in time: it keeps its own messages waiting, and nobody else's. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { startSlowReceiver } from '#tests/support/receiver.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { enterConsole } from '../console/console-visitor.ts'
import { addWebhook, deliveriesOf, withReceiverOf } from '../console/webhooks.ts'

const messages = 40

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** Events of the team, each with a delivery for the URL that chose their kind. */
const events = (type: string, count: number) =>
  rowsOf(
    server,
    `insert into team_events (chain, sequence, kind, type, at, row, hash)
     select (select team_id from webhook_endpoints limit 1), n, 'settings', $1, now(), json_build_object('type', $1::text, 'setting', 'contact', 'clientId', 'c'), ''
     from generate_series(1, $2::int) n`,
    type,
    count,
  )

test('while a receiver thinks, messages for another URL arrive, and its own lose no try', () =>
  withReceiverOf(server, async (well) => {
    const slow = await startSlowReceiver()
    try {
      const administrator = await enterConsole(server)
      const ill = await addWebhook(administrator, slow.url, { events: ['settings.changed'] })
      await addWebhook(administrator, well.url, { events: ['client.revoked'] })
      await events('settings.changed', messages)
      await until('it has as many requests as it may', () => slow.open() >= 6)
      await events('client.revoked', 30)
      await well.heard(30)
      // Nothing of it has ended meanwhile: neither answered nor timed out.
      expect([slow.open(), slow.answered()]).toEqual([6, 0])
      expect((await deliveriesOf(server, ill.id)).every(({ attempts }) => attempts === 0)).toBe(true)
      // By now it is known for slow: two at a time.
      await until('it has thought for long', () => slow.longest() > 3_500)
      slow.answerOne()
      await until('one is delivered', async () =>
        (await deliveriesOf(server, ill.id)).some(({ state }) => state === 'delivered'),
      )
      while (slow.open() > 0) slow.answerOne()
      await until('two more are asked', () => slow.open() === 2)
      await events('client.revoked', 30)
      await well.heard(60)
      expect(slow.open()).toBe(2)
      slow.answerAtOnce()
      const done = async () =>
        (await deliveriesOf(server, ill.id)).filter(({ state }) => state === 'delivered')
      await until('all are delivered', async () => (await done()).length === messages)
      expect((await done()).every(({ attempts, tries }) => attempts === 1 && tries === 1)).toBe(true)
    } finally {
      await slow.close()
    }
  }))
