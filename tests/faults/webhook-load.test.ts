/**
 * Many webhooks with a receiver that fails now and then and a server that is killed now and then: each arrives, and every
 * try is accounted for. `WEBHOOKS=10000 KILLS=10` is the whole of it.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { webhookPlaces } from '#domain/webhook-places.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { seededChance, seedOfRun } from '#tests/support/kill-plan.ts'
import { MOST_MEMORY, memoryOf } from '#tests/support/memory.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { enterConsole } from '../console/console-visitor.ts'
import { addWebhook, comeDue } from '../console/webhooks.ts'

const messages = Number(process.env.WEBHOOKS ?? 400)
const kills = Number(process.env.KILLS ?? 2)
const seed = seedOfRun()
const chance = seededChance(seed)

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test(`${messages} messages, one in twenty tries fails, ${kills} kills: all arrive`, async () => {
  const arrived = new Map<string, number>()
  let requests = 0
  const receiver = createServer(async (request, response) => {
    for await (const _ of request);
    requests += 1
    const fault = chance()
    if (fault < 0.025) return request.socket.destroy()
    if (fault < 0.05) return response.writeHead(503).end('busy')
    const id = String(request.headers['webhook-id'])
    arrived.set(id, (arrived.get(id) ?? 0) + 1)
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  const { id } = await addWebhook(await enterConsole(server), url, { events: ['settings.changed'] })
  const began = performance.now()
  await rowsOf(
    server,
    `insert into team_events (chain, sequence, kind, type, at, row, hash)
     select team_id, 0, 'settings', 'settings.changed', now(), '{"type":"settings.changed","setting":"contact"}', ''
     from webhook_endpoints, generate_series(1, $1::int) where id = $2`,
    messages,
    id,
  )
  const delivered = async () => {
    const [row] = await rowsOf<{ count: number }>(
      server,
      `select count(*)::int as count from deliveries where target = $1 and state = 'delivered'`,
      id,
    )
    return row?.count ?? 0
  }
  const memory: number[] = []
  for (let kill = 1; kill <= kills; kill++) {
    const due = (messages * kill) / (kills + 1)
    await until(`${Math.floor(due)} are delivered`, async () => (await delivered()) >= due, 300)
    memory.push(await memoryOf(server))
    await server.kill()
    await server.restart()
  }
  await until(
    'all are delivered',
    async () => {
      await comeDue(server)
      return (await delivered()) === messages
    },
    300,
  )
  memory.push(await memoryOf(server))
  const seconds = (performance.now() - began) / 1000
  const [tries] = await rowsOf<{ recorded: number; counted: number; parked: number }>(
    server,
    `select (select count(*)::int from delivery_attempts a join deliveries d on d.id = a.delivery_id where d.target = $1) as recorded,
       (select sum(attempts)::int from deliveries where target = $1) as counted,
       (select count(*)::int from deliveries where target = $1 and state <> 'delivered') as parked`,
    id,
  )
  const twice = [...arrived.values()].filter((count) => count > 1).length
  process.stdout.write(
    `webhooks: SEED=${seed}, ${messages} in ${seconds.toFixed(1)} s with ${kills} kills (${Math.round(messages / seconds)} a second), ` +
      `${requests} requests, ${twice} arrived twice; memory ${memory.join(', ')} MB\n`,
  )
  expect(Math.max(...memory)).toBeLessThan(MOST_MEMORY)
  expect(arrived.size).toBe(messages)
  expect(tries?.recorded).toBe(tries?.counted)
  expect(tries?.parked).toBe(0)
  // A kill cuts off at most the tries that were under way or not yet recorded, and these alone may come twice.
  const cutOff = kills * webhookPlaces.all
  expect(requests - (tries?.recorded ?? 0)).toBeLessThanOrEqual(cutOff)
  expect(twice).toBeLessThanOrEqual(cutOff)
  receiver.closeAllConnections()
  receiver.close()
}, 600_000)
