/**
 * Two server processes on one database and one data directory. A job belongs to whoever lives: it is not taken from a
 * process that is paused or lost its locks for a moment, it is taken from one that died, and even if two do the same
 * job at the same time, only one result counts.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { expectConcludedOnce, rowsOf } from '#tests/support/concluded-once.ts'
import { type AtTheButton, standAtTheButton } from '#tests/support/consent-button.ts'
import { type HeldTimestamps, startHeldTimestamps } from '#tests/support/held-timestamps.ts'
import { type Integrator, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { type ServerProcess, startProcess } from '#tests/support/process.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

let timestamps: HeldTimestamps
let server: TestServer
let second: ServerProcess
let integrator: Integrator

beforeAll(async () => {
  timestamps = await startHeldTimestamps()
  server = await startTestServer({ env: { TSA_URL: timestamps.url } })
  second = await startSecond()
  integrator = await signInIntegrator(server.url, server.clientId)
})

afterEach(() => timestamps?.release())

afterAll(async () => {
  await second?.stop()
  await server?.close()
  await timestamps?.close()
})

function startSecond(): Promise<ServerProcess> {
  const { dataDirectory, databaseUrl } = server
  return startProcess({
    dataDirectory,
    databaseUrl,
    // Forms name the origin that people see, whichever process answers.
    env: { TSA_URL: timestamps.url, PUBLIC_URL: server.url },
  })
}

const stand = () => standAtTheButton({ server, integrator })

type Locked = { id: string; locked_by: string; attempts: number }

/** The one job that is being worked on. */
async function jobInWork(): Promise<Locked> {
  const [job] = await rowsOf<Locked>(
    server,
    'select id, locked_by, attempts from graphile_worker._private_jobs where locked_by is not null',
  )
  if (job === undefined) throw new Error('no job is being worked on')
  return job
}

/** Consent given, and the job that signs it held at the time-stamping authority. */
async function signingHeld(): Promise<AtTheButton> {
  const button = await stand()
  timestamps.hold()
  expect((await button.press())?.status).toBe(303)
  await timestamps.waiting(1)
  return button
}

test('twelve documents consented to at once, with two processes at work, are each concluded once', async () => {
  const buttons: AtTheButton[] = []
  for (let count = 0; count < 12; count++) buttons.push(await stand())
  await Promise.all(buttons.map(({ press }) => press()))
  await Promise.all(buttons.map(({ sent }) => waitForStatus(sent, 2, 90)))
  for (const { sent } of buttons) await expectConcludedOnce(server, sent)
})

test('each process answers with what the other has just written', async () => {
  const doors = [integrator, await signInIntegrator(`http://127.0.0.1:${second.port}`, server.clientId)]
  const { body: draft } = await integrator.call('POST', '/documents', { title: '0' })
  for (let turn = 1; turn <= 20; turn++) {
    const [writer, reader] = turn % 2 === 0 ? doors : doors.toReversed()
    await writer?.call('PUT', `/documents/${draft.id}`, { title: String(turn) })
    expect((await reader?.call('GET', `/documents/${draft.id}`))?.body.title).toBe(String(turn))
  }
})

test('jobs of a process whose lock connection broke stay its own: it takes its locks again', async () => {
  const { sent } = await signingHeld()
  const before = await jobInWork()
  const [broken] = await rowsOf<{ count: number }>(
    server,
    `select count(pg_terminate_backend(pid))::int as count from pg_locks
     where locktype = 'advisory' and classid = 7306 and database =
       (select oid from pg_database where datname = current_database())`,
  )
  expect(broken?.count).toBe(2)
  // More than two sweeps of both.
  await sleep(5_000)
  expect(await jobInWork()).toEqual(before)
  timestamps.release()
  await waitForStatus(sent, 2)
  await expectConcludedOnce(server, sent)
})

test('jobs of a paused process stay its own, and it ends them when it goes on', async () => {
  const { sent } = await signingHeld()
  const before = await jobInWork()
  // Whoever of both has the job: the other one is at work all the time in one of the two rounds.
  for (const paused of [server.process().process, second.process]) {
    paused.kill('SIGSTOP')
    await sleep(2_500)
    expect(await jobInWork()).toEqual(before)
    paused.kill('SIGCONT')
  }
  timestamps.release()
  await waitForStatus(sent, 2)
  await expectConcludedOnce(server, sent)
})

test.each([
  'signed',
  'certified',
])('the same document is %s by two at the same time: one result counts', async (step) => {
  const { sent } = await signingHeld()
  if (step === 'certified') {
    timestamps.release()
    timestamps.hold()
    await timestamps.waiting(1)
  }
  // What no sweep does: the job is taken from its living worker, so that another begins it too.
  await rowsOf(
    server,
    'select graphile_worker.force_unlock_workers(array[$1])',
    (await jobInWork()).locked_by,
  )
  await timestamps.waiting(2)
  timestamps.release()
  await waitForStatus(sent, 2)
  await expectConcludedOnce(server, sent)
})

test('the jobs of a process that died are taken over by the one that lives', async () => {
  const { sent, press } = await stand()
  // So that it is the first process that takes the job.
  second.process.kill('SIGSTOP')
  timestamps.hold()
  expect((await press())?.status).toBe(303)
  await timestamps.waiting(1)
  second.process.kill('SIGCONT')
  await server.kill()
  timestamps.release()
  const atSecond = await signInIntegrator(`http://127.0.0.1:${second.port}`, server.clientId)
  await waitForStatus({ ...sent, integrator: atSecond }, 2, 10)
  await expectConcludedOnce(server, { ...sent, integrator: atSecond })
  await server.restart()
})
