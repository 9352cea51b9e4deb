/**
 * A receiver that is dead for days, by a clock that is moved: within the tries it gets everything by webhook, after them by the
 * feed. `WEBHOOKS=10000` is the whole of it.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { MOST_MEMORY, memoryOf } from '#tests/support/memory.ts'
import type { Receiver } from '#tests/support/receiver.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { enterConsole } from '../console/console-visitor.ts'
import { addWebhook, withReceiverOf } from '../console/webhooks.ts'
import { aCaller, type Caller } from '../web-api/caller.ts'
import { feedOf, idsOf } from '../web-api/feed.ts'

const count = Number(process.env.WEBHOOKS ?? 200)

let server: TestServer
let administrator: Recipient
let caller: Caller
beforeAll(async () => {
  server = await startTestServer()
  administrator = await enterConsole(server)
  caller = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

/** So many events of the team, each with a delivery and a job. */
const happen = (id: string) =>
  rowsOf(
    server,
    `insert into team_events (chain, sequence, kind, type, at, row, hash)
     select team_id, 0, 'settings', 'settings.changed', now(), '{"type":"settings.changed","setting":"contact"}', ''
     from webhook_endpoints, generate_series(1, $2::int) where id = $1`,
    id,
    count,
  )

async function putOff(id: string): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    server,
    `select count(*)::int as count from deliveries where target = $1 and state = 'waiting' and (next_at is null or next_at <= now())`,
    id,
  )
  return row?.count ?? 0
}

type Figures = { delivered: number; waiting: number; parked: number; asked: number }

async function figuresOf(id: string): Promise<Figures> {
  const [row] = await rowsOf<Figures>(
    server,
    `select count(*) filter (where state = 'delivered')::int as delivered, count(*) filter (where state = 'waiting')::int as waiting,
       count(*) filter (where state = 'parked')::int as parked, coalesce(sum(attempts), 0)::int as asked
     from deliveries where target = $1`,
    id,
  )
  return row ?? { delivered: 0, waiting: 0, parked: 0, asked: 0 }
}

/** Everything that the server keeps of this URL is so many hours older: its clock has moved on. */
async function pass(hours: number, id: string): Promise<void> {
  await rowsOf(
    server,
    `with moved as (update deliveries set created_at = created_at - $2::interval, round_at = round_at - $2::interval,
         next_at = next_at - $2::interval where target = $1),
       rested as (update webhook_endpoints set resting_until = resting_until - $2::interval where id = $1),
       due as (update graphile_worker._private_jobs set run_at = run_at - $2::interval
         where locked_at is null and key like 'deliver-webhook:%' returning 1)
     select pg_notify('jobs:insert', '{"count":10}') from (select count(*) from due) counted`,
    id,
    `${hours} hours`,
  )
}

/** Nobody is at it: so the clock can be moved for all of it at once. */
async function isQuiet(id: string, resting: boolean): Promise<boolean> {
  const [row] = await rowsOf<{ busy: number }>(
    server,
    `select count(*)::int as busy from webhook_endpoints e left join graphile_worker._private_jobs j
       on j.key like 'deliver-webhook:%' and (j.run_at <= now() or j.locked_at is not null)
     where e.id = $1 and (($2 and (e.resting_until is null or e.resting_until <= now())) or j.id is not null)`,
    id,
    resting,
  )
  return row?.busy === 0
}

const atRest = (id: string) => until('it rests, and nothing is left to do', () => isQuiet(id, true), 120)

/** Dead for so many hours, in eight parts: at the end of each somebody asks whether it is back, and it is not. */
async function beDead(receiver: Receiver, id: string, hours: number): Promise<void> {
  for (let part = 0; part < 8; part++) {
    await atRest(id)
    const before = receiver.received.length
    await pass(hours / 8, id)
    await until('it is asked again', () => receiver.received.length > before)
  }
  await atRest(id)
}

async function missing(receiver: Receiver, ids: string[]): Promise<string[]> {
  const heard = new Set(receiver.received.map(({ headers }) => headers['webhook-id']))
  return ids.filter((id) => !heard.has(id))
}

async function idsOfDeliveries(id: string): Promise<string[]> {
  const rows = await rowsOf<{ event: string }>(server, 'select event from deliveries where target = $1', id)
  return rows.map(({ event }) => event)
}

test(
  `a receiver that was dead for 72 hours gets all ${count} messages by itself`,
  () =>
    withReceiverOf(server, async (receiver) => {
      receiver.behave('close')
      const { id } = await addWebhook(administrator, receiver.url, { events: ['settings.changed'] })
      await happen(id)
      await beDead(receiver, id, 72)
      const dead = await figuresOf(id)
      expect(dead).toMatchObject({ delivered: 0, waiting: count, parked: 0 })
      receiver.behave({ status: 204 })
      const began = performance.now()
      await pass(0.1, id)
      // But for those that found out meanwhile that it was dead: their next tries are up to a day away.
      await until('all that were put off are delivered', async () => (await putOff(id)) === 0, 600)
      const [first, seconds] = [(await figuresOf(id)).delivered, (performance.now() - began) / 1000]
      expect(first).toBeGreaterThanOrEqual(count - dead.asked)
      await until(
        'all are delivered',
        async () => {
          if (await isQuiet(id, false)) await pass(6, id)
          return (await figuresOf(id)).delivered === count
        },
        600,
      )
      process.stdout.write(
        `webhooks: dead for 72 hours, ${dead.asked} tries meanwhile, then ${first} in ${seconds.toFixed(1)} s (${Math.round(first / seconds)} a second), the others at their next tries; memory ${await memoryOf(server)} MB\n`,
      )
      expect(await memoryOf(server)).toBeLessThan(MOST_MEMORY)
      expect(await missing(receiver, await idsOfDeliveries(id))).toEqual([])
      expect((await figuresOf(id)).asked).toBe(dead.asked + count)
    }),
  900_000,
)

test(
  `one that was dead for 80 hours finds what is on hold in the feed, under the same ids`,
  () =>
    withReceiverOf(server, async (receiver) => {
      const { next } = await feedOf(caller)
      receiver.behave('close')
      const { id } = await addWebhook(administrator, receiver.url, { events: ['settings.changed'] })
      await happen(id)
      // After 75 hours those that were put off are on hold, and nobody need ask any more.
      await beDead(receiver, id, 72)
      await until(
        'all are on hold',
        async () => {
          if (await isQuiet(id, false)) await pass(6, id)
          return (await figuresOf(id)).parked === count
        },
        120,
      )
      receiver.behave({ status: 204 })
      const { events } = await feedOf(caller, next, 1000)
      const ids = await idsOfDeliveries(id)
      const told = new Set(idsOf(events))
      expect(ids.filter((each) => !told.has(each))).toEqual([])
      expect(ids).toHaveLength(count)
      expect(await memoryOf(server)).toBeLessThan(MOST_MEMORY)
      const mails = (await server.mails()).filter(({ subject }) =>
        subject.includes('Webhookが届いていません'),
      )
      expect(mails).toHaveLength(1)
    }),
  900_000,
)
