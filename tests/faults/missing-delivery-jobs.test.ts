/** Whatever took the job of a delivery out of the queue, the receiver hears of the event all the same, and once. */

import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listPlanning } from '#server/adapters/postgres/connection/index-reads.ts'
import { missingDeliveryJobs } from '#server/adapters/postgres/jobs/missing-delivery-jobs.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { freePort, type ServerProcess, startProcess } from '#tests/support/process.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { enterConsole } from '../console/console-visitor.ts'
import { addWebhook, deliveriesOf, withReceiverOf } from '../console/webhooks.ts'
import { aCaller, aSentDocument } from '../web-api/caller.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const added = (output: string) =>
  output
    .split('\n')
    .filter((line) => line.includes('"event":"job.added_again"'))
    .map((line): { deliveries: number } => JSON.parse(line))

/** From now on jobs of webhooks are gone as soon as they are added. Answers the end of that. */
async function jobsVanish(): Promise<() => Promise<unknown>> {
  await rowsOf(
    server,
    `create function vanish() returns trigger language plpgsql as $$ begin
       delete from graphile_worker._private_jobs where id = new.id and key like 'deliver-webhook:%';
       return null;
     end $$;
     create trigger vanish after insert on graphile_worker._private_jobs for each row execute function vanish()`,
  )
  return () => rowsOf(server, 'drop function vanish cascade')
}

test('deliveries without jobs are sent once after the next start, by two servers that look at once', () =>
  withReceiverOf(server, async (receiver) => {
    const { id } = await addWebhook(await enterConsole(server), receiver.url)
    const caller = await aCaller(server.url, server.clientId)
    const end = await jobsVanish()
    for (let n = 0; n < 5; n++) await aSentDocument(caller)
    await end()
    await server.process().stop()
    // One of them is due in an hour, and one is put off: neither lacks a job now.
    const [later, off] = await deliveriesOf(server, id)
    await rowsOf(
      server,
      `update deliveries set next_at = now() + interval '1 hour' where id = $1`,
      later?.id ?? '',
    )
    await rowsOf(server, `update deliveries set next_at = null where id = $1`, off?.id ?? '')
    const { dataDirectory, databaseUrl } = server
    const port = await freePort()
    const other = startProcess({ dataDirectory, databaseUrl, port, env: { PUBLIC_URL: server.url } })
    await server.restart()
    const second: ServerProcess = await other
    try {
      await until('all but one are delivered', async () => {
        const rows = await deliveriesOf(server, id)
        return rows.filter(({ state }) => state === 'delivered').length === 4
      })
      const sum = () =>
        [server.process(), second]
          .flatMap((each) => added(each.output()))
          .reduce((all, { deliveries }) => all + deliveries, 0)
      // What a process wrote may be read a moment after what it did.
      await until('the log says how many', () => sum() >= 3)
      expect(sum()).toBe(3)
      expect(receiver.received).toHaveLength(4)
      expect((await deliveriesOf(server, id))[0]).toMatchObject({ state: 'waiting', attempts: 0 })
    } finally {
      await second.stop()
    }
  }))

test('looking for them reads what is due, however many wait, are on hold or have arrived', async () => {
  await rowsOf(
    server,
    `insert into deliveries (team_id, channel, event, type, target, state, created_at, round_at, next_at)
     select 'many', 'webhook', 'e' || n, 'document.sent', 'target ' || n % 20,
       case when n % 10 < 6 then 'delivered' when n % 10 < 8 then 'parked' else 'waiting' end, now(), now(),
       case when n % 10 = 8 then now() + interval '1 hour' end
     from generate_series(1, 50000) n`,
  )
  await rowsOf(server, 'analyze deliveries')
  const database = new Client({ connectionString: server.databaseUrl })
  await database.connect()
  await database.query(`begin; ${listPlanning}`)
  const { rows } = await database.query<{ 'QUERY PLAN': string }>(
    `explain (generic_plan) ${missingDeliveryJobs}`,
  )
  await database.end()
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  expect(plan).toContain('Index Scan using deliveries_waiting on deliveries w')
  expect(plan).toContain('Index Only Scan using jobs_key_key1')
  expect(plan).not.toMatch(/Seq Scan|Sort/)
})
