/** The queue on graphile-worker's own tables and functions. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createPool } from '#server/adapters/postgres/connection/pool.ts'
import { createJobQueue } from '#server/adapters/postgres/jobs/job-queue.ts'
import { cloneTemplate, dropDatabase } from '#tests/support/template.ts'

let directory: string
let databaseUrl: string
let pool: Pool

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'musubi-jobs-'))
  databaseUrl = await cloneTemplate(inject('postgresUrl'), inject('templateDirectory'), directory)
  pool = createPool({ url: databaseUrl, connections: 2, onIdleError: () => undefined })
})

afterAll(async () => {
  await pool?.end()
  await dropDatabase(inject('postgresUrl'), databaseUrl)
  await rm(directory, { recursive: true, force: true })
})

const wanted = [{ jobs: ['conclude-document'], places: 1 }]

/** As `record_facts` does. */
const ask = () =>
  pool.query(
    `select graphile_worker.add_job('conclude-document', '{"documentId":"d"}', max_attempts => 25,
       job_key => 'conclude-document:d', job_key_mode => 'preserve_run_at')`,
  )

test('a late word that a job is done does not remove what was asked for again meanwhile', async () => {
  const queue = createJobQueue(pool, () => undefined)
  await ask()
  const [first] = await queue.take('first', wanted)
  if (first === undefined) throw new Error('no job was taken')
  // The first one's lock was lost for a moment, and its job was freed.
  await pool.query('update graphile_worker._private_jobs set locked_at = null, locked_by = null')
  await ask()
  await queue.done(first)
  const [second] = await queue.take('second', wanted)
  if (second === undefined) throw new Error('what was asked for again is gone')
  await queue.done(second)
  expect(await queue.take('second', wanted)).toEqual([])
})

test('a job that was freed while it was being done is done once', async () => {
  const queue = createJobQueue(pool, () => undefined)
  await ask()
  const [job] = await queue.take('first', wanted)
  if (job === undefined) throw new Error('no job was taken')
  await pool.query('update graphile_worker._private_jobs set locked_at = null, locked_by = null')
  await queue.done(job)
  expect(await queue.take('second', wanted)).toEqual([])
})
