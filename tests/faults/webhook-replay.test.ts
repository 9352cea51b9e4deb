/** A long period that is sent again: the page answers at once, a crash loses none and doubles none, and it is recorded once. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { startReceiver } from '#tests/support/receiver.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { enterConsole } from '../console/console-visitor.ts'
import { addWebhook } from '../console/webhooks.ts'

const count = Number(process.env.REPLAYED ?? 30_000)

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test(`${count} deliveries that are sent again are each in their next round once, whatever dies meanwhile`, async () => {
  const administrator = await enterConsole(server)
  const receiver = await startReceiver()
  const { id, path } = await addWebhook(administrator, receiver.url, { events: ['settings.changed'] })
  await rowsOf(
    server,
    `insert into deliveries (team_id, channel, event, type, target, state, attempts, tries, created_at, round_at, ended_at, reason)
     select team_id, 'webhook', 'event-' || n, 'webhook.test', id,
       case when n % 10 = 0 then 'delivered' else 'parked' end, 10, 10, now() - interval '1 day', now() - interval '1 day', now(),
       'http_500'
     from webhook_endpoints, generate_series(1, $2::int) n where id = $1`,
    id,
    count,
  )
  await administrator.get(path)
  const missed = count * 0.9
  const page = await administrator.post(`${path}/replay`, { first: '2026-01-01', which: 'missed' })
  expect(page.html).toContain(`${missed}件をもう一度送ります`)
  const open = () => rowsOf(server, 'select from webhook_replays')
  // Most of it is not done while somebody waits for the page.
  for (let kills = 0; kills < 2 && (await open()).length > 0; kills++) {
    await server.kill()
    await server.restart()
  }
  await until('the whole period is gone through', async () => (await open()).length === 0, 300)
  const rounds = await rowsOf<{ round: number; count: number }>(
    server,
    'select round, count(*)::int as count from deliveries where target = $1 group by round order by round',
    id,
  )
  expect(rounds).toEqual([
    { round: 1, count: count - missed },
    { round: 2, count: missed },
  ])
  const events = await rowsOf<{ count: number }>(
    server,
    `select (row::json->>'count')::int as count from team_events where type = 'webhook.replayed'`,
  )
  expect(events).toEqual([{ count: missed }])
  await until('they arrive', () => receiver.received.length > 300, 120)
  await receiver.close()
}, 600_000)
