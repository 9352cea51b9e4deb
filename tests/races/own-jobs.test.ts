/** A job that somebody works on is not begun by anybody else, however its worker was replaced or its answer delayed. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { createPool } from '#server/adapters/postgres/connection/pool.ts'
import { watchWorkers } from '#server/adapters/postgres/jobs/dead-workers.ts'
import { createJobQueue } from '#server/adapters/postgres/jobs/job-queue.ts'
import type { JobQueue } from '#server/usecases/job-ports.ts'
import { placesOf } from '#server/worker/lanes.ts'
import type { Tasks } from '#server/worker/tasks.ts'
import { startWorker, type Worker } from '#server/worker/worker.ts'
import { cloneTemplate, dropDatabase } from '#tests/support/template.ts'
import { until } from '#tests/support/until.ts'

let directory: string
let databaseUrl: string
let pool: Pool
let workers: Worker[]
let said: string[]

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'musubi-own-'))
  databaseUrl = await cloneTemplate(inject('postgresUrl'), inject('templateDirectory'), directory)
  pool = createPool({ url: databaseUrl, connections: 4, onIdleError: () => undefined })
  workers = []
  said = []
})
afterEach(async () => {
  await Promise.all(workers.map((each) => each.stop()))
  await pool.end()
  await dropDatabase(inject('postgresUrl'), databaseUrl)
  await rm(directory, { recursive: true, force: true })
})

/** A job is freed after two looks of the watch: where it must not be, more of them are waited for. */
const sweepMilliseconds = 200

type Options = {
  process: string
  tasks: Partial<Tasks>
  take?: (queue: JobQueue) => JobQueue['take']
  stalledMilliseconds?: number
}

/** The worker of one process, on the real queue and the real locks. */
function start({ process, tasks, take, stalledMilliseconds = 60_000 }: Options): void {
  const queue = createJobQueue(pool, () => undefined)
  const log = (_level: string, message: string) => void said.push(message)
  let names = 0
  workers.push(
    startWorker({
      queue: { ...queue, take: take?.(queue) ?? queue.take },
      watch: (onWork) =>
        watchWorkers({ databaseUrl, log, onWork, onFailure: () => undefined, sweepMilliseconds }),
      tasks: tasks as Tasks,
      places: placesOf(2),
      newName: () => `${process}-${names++}`,
      onAnswer: () => undefined,
      log,
      stalledMilliseconds,
    }),
  )
}

const add = (job: string, payload: object) =>
  pool.query('select graphile_worker.add_job($1, $2)', [job, JSON.stringify(payload)])
const left = async () => (await pool.query('select 1 from graphile_worker._private_jobs')).rowCount

test('a worker that is replaced keeps what it began: nobody begins it again', async () => {
  let begun = 0
  let sent = 0
  start({
    process: 'p',
    stalledMilliseconds: 300,
    tasks: {
      'conclude-document': async () => {
        begun += 1
        await sleep(10 * sweepMilliseconds)
      },
      'send-sms': async () => {
        sent += 1
      },
    },
    // The first worker hears one answer and none after it.
    take: (queue) => (name, wanted) =>
      name === 'p-0' && begun > 0 ? new Promise(() => undefined) : queue.take(name, wanted),
  })
  await add('conclude-document', { documentId: 'd' })
  await until('it is begun', async () => begun === 1)
  await add('send-sms', { smsId: 's' })
  await until('another worker has done the other job', async () => sent === 1)
  expect(said).toContain('jobs are due and none was taken; the worker is replaced')
  await until('all is done', async () => (await left()) === 0)
  expect(begun).toBe(1)
  expect(said).not.toContain('the jobs of a worker that died were freed')
})

test('an answer that is late is no lost one: its job is not freed for another process', async () => {
  let begun = 0
  const tasks = {
    'conclude-document': async () => {
      begun += 1
    },
  }
  let late = true
  start({
    process: 'slow',
    tasks,
    take: (queue) => async (name, wanted) => {
      const jobs = await queue.take(name, wanted)
      if (jobs.length > 0 && late) {
        late = false
        start({ process: 'other', tasks })
        await sleep(10 * sweepMilliseconds)
      }
      return jobs
    },
  })
  await add('conclude-document', { documentId: 'd' })
  await until('all is done', async () => (await left()) === 0)
  await sleep(10 * sweepMilliseconds)
  expect(begun).toBe(1)
  expect(said).not.toContain('jobs that were taken and never begun were freed')
})

test('an answer that never comes is lost: its job is freed and done', async () => {
  let begun = 0
  let lost = false
  start({
    process: 'p',
    stalledMilliseconds: 1_000,
    tasks: {
      'conclude-document': async () => {
        begun += 1
      },
    },
    take: (queue) => async (name, wanted) => {
      const jobs = await queue.take(name, wanted)
      if (jobs.length === 0 || lost) return jobs
      lost = true
      return new Promise(() => undefined)
    },
  })
  await add('conclude-document', { documentId: 'd' })
  await until('all is done', async () => (await left()) === 0)
  expect(begun).toBe(1)
  expect(said).toContain('jobs that were taken and never begun were freed')
})
