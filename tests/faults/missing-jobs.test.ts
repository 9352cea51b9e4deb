/** Whatever took a document's job out of the queue, somebody consented to it, and it is concluded all the same. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import {
  expectConcludedOnce,
  jobsLeft,
  rowsOf,
  trailOf,
  waitForNoJobs,
} from '#tests/support/concluded-once.ts'
import { standAtTheButton } from '#tests/support/consent-button.ts'
import { type HeldTimestamps, startHeldTimestamps } from '#tests/support/held-timestamps.ts'
import { type Integrator, sendDocument, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { freePort, type ServerProcess, startProcess } from '#tests/support/process.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'

let timestamps: HeldTimestamps
let server: TestServer
let integrator: Integrator

beforeAll(async () => {
  timestamps = await startHeldTimestamps()
  server = await startTestServer({ env: { TSA_URL: timestamps.url } })
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(async () => {
  timestamps?.release()
  await server?.close()
  await timestamps?.close()
})

/** From now on jobs of this kind are gone as soon as they are added. Answers the end of that. */
async function jobsVanish(kind: string): Promise<() => Promise<unknown>> {
  await rowsOf(
    server,
    `create function vanish() returns trigger language plpgsql as $$ begin
       delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
       where t.id = j.task_id and t.identifier = '${kind}' and j.id = new.id;
       return null;
     end $$;
     create trigger vanish after insert on graphile_worker._private_jobs for each row execute function vanish()`,
  )
  return () => rowsOf(server, 'drop function vanish cascade')
}

const added = (output: string) =>
  output
    .split('\n')
    .filter((line) => line.includes('"event":"job.added_again"'))
    .map((line) => JSON.parse(line))

const signed = (documentId: string, act: number) =>
  rowsOf(
    server,
    'select from acts where document_id = $1 and number = $2 and signed_at is not null',
    documentId,
    act,
  )

test('a document whose act has no job is signed and concluded after the next start, and the log says why', async () => {
  const { sent, press } = await standAtTheButton({ server, integrator })
  await waitForNoJobs(server)
  const end = await jobsVanish('sign-act')
  expect((await press())?.status).toBe(303)
  await end()
  // Notices of the consent have jobs of their own.
  await waitForNoJobs(server)
  await server.process().stop()
  await server.restart()
  await waitForStatus(sent, 2)
  await expectConcludedOnce(server, sent)
  expect(added(server.process().output())).toMatchObject([
    { document: sent.documentId, cause: 'act 1 is not signed, and no job was there that signs it' },
  ])
})

test('a document that everybody consented to and no job concludes is concluded after the next start', async () => {
  const { sent, press } = await standAtTheButton({ server, integrator })
  const end = await jobsVanish('conclude-document')
  expect((await press())?.status).toBe(303)
  await until('the consent is signed', async () => (await signed(sent.documentId, 1)).length === 1)
  await waitForNoJobs(server)
  await end()
  await server.process().stop()
  await server.restart()
  await waitForStatus(sent, 2)
  await expectConcludedOnce(server, sent)
  expect(added(server.process().output())).toMatchObject([
    {
      document: sent.documentId,
      cause: 'everybody consented, and no job was there that concludes it',
    },
  ])
})

test('a sending without a job becomes readable after the next start; a document that is over is left alone', async () => {
  const end = await jobsVanish('sign-act')
  const pdf = await contractPdf()
  const [waiting, over] = [await sendDocument(integrator, { pdf }), await sendDocument(integrator, { pdf })]
  await end()
  const cancelled = await integrator.call('PUT', `/documents/${over.documentId}/decline`)
  expect(cancelled.body.status).toBe(3)
  await server.process().stop()
  await server.restart()
  await until('the sending is signed', async () => (await signed(waiting.documentId, 0)).length === 1)
  expect(added(server.process().output()).map(({ document }) => document)).toEqual([waiting.documentId])
})

test('a job that is just running is not added again, and two processes that look at once add one', async () => {
  const running = await standAtTheButton({ server, integrator })
  const lost = await standAtTheButton({ server, integrator })
  await waitForNoJobs(server)
  timestamps.hold()
  await running.press()
  await timestamps.waiting(1)
  const end = await jobsVanish('sign-act')
  await lost.press()
  await end()
  const env = { TSA_URL: timestamps.url, PUBLIC_URL: server.url }
  const { dataDirectory, databaseUrl } = server
  const others: ServerProcess[] = await Promise.all(
    (await Promise.all([freePort(), freePort()])).map((port) =>
      startProcess({ dataDirectory, databaseUrl, port, env }),
    ),
  )
  try {
    await timestamps.waiting(2)
    await until('only the two that sign are left', async () => (await jobsLeft(server)) === 2)
    timestamps.release()
    for (const { sent } of [running, lost]) {
      await waitForStatus(sent, 2)
      await expectConcludedOnce(server, sent)
      expect(await trailOf(server, sent.documentId)).not.toHaveProperty('acts.reopened')
    }
  } finally {
    for (const other of others) await other.stop()
  }
  // Both have looked and told by now.
  const lines = others.flatMap((other) => added(other.output()))
  expect(lines.map(({ document }) => document)).toEqual([lost.sent.documentId])
})
