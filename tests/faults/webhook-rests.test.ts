/**
 * A receiver that is down with a long line of messages: it holds up no other team's, and gets all of them once when it is
 * back. `RESTING=20000` is the whole of it.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import type { Receiver } from '#tests/support/receiver.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { enterConsole } from '../console/console-visitor.ts'
import { addWebhook, deliveriesOf, withReceiverOf } from '../console/webhooks.ts'
import { aCaller, aSentDocument, type Caller } from '../web-api/caller.ts'

const count = Number(process.env.RESTING ?? 2_000)

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

const rest = (id: string, interval: string) =>
  rowsOf(
    server,
    'update webhook_endpoints set failures = 20, resting_until = now() + $2::interval where id = $1',
    id,
    interval,
  )

/** Messages by events of the team, as the database makes them: each with a job. */
const events = (id: string, messages: number) =>
  rowsOf(
    server,
    `insert into team_events (chain, sequence, kind, type, at, row, hash)
     select team_id, n, 'settings', 'settings.changed', now(), '{"type":"settings.changed","setting":"contact"}', ''
     from webhook_endpoints, generate_series(100001, 100000 + $1::int) n where id = $2`,
    messages,
    id,
  )

async function figures(id: string) {
  const [row] = await rowsOf<{ waiting: number; jobs: number; delivered: number; parked: number }>(
    server,
    `select count(*) filter (where state = 'waiting')::int as waiting,
       count(*) filter (where state = 'delivered')::int as delivered,
       count(*) filter (where state = 'parked')::int as parked,
       (select count(*)::int from graphile_worker._private_jobs where key like 'deliver-webhook:%') as jobs
     from deliveries where target = $1`,
    id,
  )
  return row ?? { waiting: 0, jobs: 0, delivered: 0, parked: 0 }
}

test(
  `${count} messages that wait for a dead receiver hold up nobody, and all arrive once when it is back`,
  () =>
    withReceiver((dead) =>
      withReceiver(async (well) => {
        dead.behave('close')
        const ill = await addWebhook(administrator, dead.url, { events: ['settings.changed'] })
        await addWebhook(administrator, well.url)
        await rest(ill.id, '5 minutes')
        await events(ill.id, count)
        await aSentDocument(caller)
        await well.heard(1)
        await until('none keeps a job', async () => (await figures(ill.id)).jobs === 0, 120)
        expect(await figures(ill.id)).toMatchObject({ waiting: count, delivered: 0 })
        // The rest is over, and the receiver still dead: one finds out, and the others of the line ask nothing.
        await rest(ill.id, '-1 second')
        await dead.heard(1)
        const asked = async () =>
          (await rowsOf(server, 'select from webhook_endpoints where id = $1 and failures = 21', ill.id))
            .length
        await until('it rests again', async () => (await asked()) === 1)
        await aSentDocument(caller)
        await well.heard(2)
        expect(dead.received).toHaveLength(1)
        dead.behave({ status: 204 })
        await rest(ill.id, '-1 second')
        await until('they begin to arrive', async () => (await figures(ill.id)).delivered > 0)
        await server.kill()
        await server.restart()
        await until('all have arrived', async () => (await figures(ill.id)).delivered === count, 600)
        const ids = dead.received.map(({ headers }) => headers['webhook-id'])
        expect(new Set(ids).size).toBe(count)
        // Twice only what the kill cut off, and the one that found the receiver dead.
        expect(ids.length - count).toBeLessThanOrEqual(8 + 1)
        expect(well.received).toHaveLength(2)
      }),
    ),
  900_000,
)

test('what a release before put off with jobs of its own loses them, and arrives', () =>
  withReceiver(async (receiver) => {
    const { id } = await addWebhook(administrator, receiver.url)
    await rest(id, '5 minutes')
    for (let n = 0; n < 3; n++) await aSentDocument(caller)
    await until('all are put off', async () =>
      (await deliveriesOf(server, id)).every(({ next_at: at }) => at === null),
    )
    await rowsOf(
      server,
      `with late as (update deliveries set next_at = now() + interval '1 second' where target = $1 returning id)
       select graphile_worker.add_job('deliver-webhook', json_build_object('deliveryId', id::text, 'attempt', 1),
         run_at => now() + interval '1 second', max_attempts => 25, job_key => 'deliver-webhook:' || id || ':1') from late`,
      id,
    )
    await until('no job is left', async () => (await figures(id)).jobs === 0)
    expect(receiver.received).toHaveLength(0)
    await rest(id, '-1 second')
    await until('all are delivered', async () => (await figures(id)).delivered === 3)
    expect(receiver.received).toHaveLength(3)
  }))

test('what waited for 76 hours is on hold, and what waits for a URL that is switched off as well', () =>
  withReceiver(async (receiver) => {
    const { id, path } = await addWebhook(administrator, receiver.url)
    await rest(id, '5 minutes')
    for (let n = 0; n < 3; n++) await aSentDocument(caller)
    await until('all are put off', async () =>
      (await deliveriesOf(server, id)).every(({ next_at: at }) => at === null),
    )
    const [first] = await deliveriesOf(server, id)
    await rowsOf(
      server,
      `update deliveries set round_at = now() - interval '77 hours' where id = $1`,
      first?.id ?? '',
    )
    await until('one is parked', async () => (await figures(id)).parked === 1)
    expect((await deliveriesOf(server, id)).map(({ reason }) => reason)).toEqual([
      'receiver_down',
      'receiver_rests',
      'receiver_rests',
    ])
    await administrator.get(path)
    await administrator.post(`${path}/off`)
    await until('all are parked', async () => (await figures(id)).parked === 3)
    expect((await deliveriesOf(server, id)).map(({ reason }) => reason).slice(1)).toEqual([
      'endpoint_off',
      'endpoint_off',
    ])
    expect(receiver.received).toHaveLength(0)
  }))
