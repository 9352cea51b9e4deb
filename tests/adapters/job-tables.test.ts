import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { cloneTemplate, dropDatabase } from '#tests/support/template.ts'

/*
 * Our loop takes jobs from graphile-worker's own tables (ADR 18), which no release of it promises to keep. These tests
 * fail when the release that is installed has other tables than the ones that job-queue.ts, parked-seals.ts,
 * missing-jobs.ts, operator-jobs.ts, parked-jobs.ts and dead-workers.ts were written for: read those again before the lists below are changed.
 */
let directory: string
let databaseUrl: string
let pool: Pool

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'musubi-jobs-'))
  databaseUrl = await cloneTemplate(inject('postgresUrl'), inject('templateDirectory'), directory)
  pool = new Pool({ connectionString: databaseUrl })
})
afterAll(async () => {
  await pool?.end()
  await dropDatabase(inject('postgresUrl'), databaseUrl)
  await rm(directory, { recursive: true, force: true })
})

async function columnsOf(table: string): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `select column_name || ' ' || data_type || case is_nullable when 'NO' then ' not null' else '' end
       || case is_generated when 'ALWAYS' then ' generated' else '' end as line
     from information_schema.columns where table_schema = 'graphile_worker' and table_name = $1
     order by ordinal_position`,
    [table],
  )
  return rows.map(({ line }) => line)
}

test('the package is pinned to one release, and that one is installed', async () => {
  const ours = JSON.parse(await readFile('package.json', 'utf8'))
  const theirs = JSON.parse(await readFile('node_modules/graphile-worker/package.json', 'utf8'))
  expect(ours.dependencies['graphile-worker']).toBe('0.18.0')
  expect(theirs.version).toBe('0.18.0')
})

test('jobs have the columns that our loop reads and writes', async () => {
  expect(await columnsOf('_private_jobs')).toEqual([
    'id bigint not null',
    'job_queue_id integer',
    'task_id integer not null',
    'payload json not null',
    'priority smallint not null',
    'run_at timestamp with time zone not null',
    'attempts smallint not null',
    'max_attempts smallint not null',
    'last_error text',
    'created_at timestamp with time zone not null',
    'updated_at timestamp with time zone not null',
    'key text',
    'locked_at timestamp with time zone',
    'locked_by text',
    'revision integer not null',
    'flags jsonb',
    'is_available boolean not null generated',
  ])
})

test('tasks have the columns that our loop reads', async () => {
  expect(await columnsOf('_private_tasks')).toEqual(['id integer not null', 'identifier text not null'])
})

test('the functions that we call take what we give them', async () => {
  const { rows } = await pool.query<{ line: string }>(
    `select p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as line
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = 'graphile_worker' and p.proname in ('add_job', 'force_unlock_workers', 'reschedule_jobs')
     order by 1`,
  )
  expect(rows.map(({ line }) => line)).toEqual([
    'add_job(identifier text, payload json, queue_name text, run_at timestamp with time zone, max_attempts integer, job_key text, priority integer, flags text[], job_key_mode text)',
    'force_unlock_workers(worker_ids text[])',
    'reschedule_jobs(job_ids bigint[], run_at timestamp with time zone, priority integer, attempts integer, max_attempts integer)',
  ])
})

test('a new job is told of on the channel that our worker listens to', async () => {
  const client = await pool.connect()
  try {
    const told = new Promise<string>((resolve) =>
      client.on('notification', ({ channel }) => resolve(channel)),
    )
    await client.query('listen "jobs:insert"')
    await client.query("select graphile_worker.add_job('nobody_takes_this', '{}'::json)")
    expect(await told).toBe('jobs:insert')
  } finally {
    client.release(true)
  }
})

describe('a job that follows from an event', () => {
  const wanted = (key: string, payload: unknown = { documentId: 'd' }) => ({
    task: 'sign-act',
    payload,
    attempts: 25,
    key,
  })
  const queue = (job: object) => pool.query('select queue_job($1)', [JSON.stringify(job)])
  const addByLibrary = ({ task, payload, attempts, key }: ReturnType<typeof wanted>) =>
    pool.query(
      `select graphile_worker.add_job($1, $2, max_attempts => $3, job_key => $4, job_key_mode => 'preserve_run_at')`,
      [task, JSON.stringify(payload), attempts, key],
    )
  /** Everything but what differs from job to job. */
  const rowsOf = async (payload: string) => {
    const { rows } = await pool.query(
      `select to_jsonb(j) - '{id,created_at,updated_at,run_at,key}'::text[] || jsonb_build_object(
         'due', run_at <= now(), 'key', regexp_replace(key, '^(ours|theirs)', '')) as row
       from graphile_worker._private_jobs j where payload->>'of' = $1 order by id`,
      [payload],
    )
    return rows.map(({ row }) => row)
  }

  const states = [
    ['where no such job is', async () => undefined],
    ['where it waits', async (add: () => Promise<unknown>) => void (await add())],
    [
      'where it is being done',
      async (add: () => Promise<unknown>, key: string) => {
        await add()
        await pool.query(
          `update graphile_worker._private_jobs set locked_at = '2026-11-30', locked_by = 'w' where key = $1`,
          [key],
        )
      },
    ],
    [
      'where it is parked',
      async (add: () => Promise<unknown>, key: string) => {
        await add()
        await pool.query('update graphile_worker._private_jobs set attempts = max_attempts where key = $1', [
          key,
        ])
      },
    ],
  ] as const

  test.each(states)('lies in the queue as the library would put it there, %s', async (name, prepare) => {
    for (const [who, add] of [
      ['ours', queue],
      ['theirs', addByLibrary],
    ] as const) {
      const job = wanted(`${who}:${name}`, { of: `${who}:${name}` })
      await prepare(() => addByLibrary(job), job.key)
      await add(job)
    }
    const ours = await rowsOf(`ours:${name}`)
    expect(ours.length).toBeGreaterThan(0)
    const differing = (rows: Record<string, unknown>[]) => rows.map(({ payload: _, ...rest }) => rest)
    expect(differing(ours)).toEqual(differing(await rowsOf(`theirs:${name}`)))
  })

  test('makes its task known where nobody has asked for it yet', async () => {
    await queue({ ...wanted('first', { of: 'first' }), task: 'never_asked_for' })
    expect(await rowsOf('first')).toHaveLength(1)
  })

  test('is told of on the same channel', async () => {
    const client = await pool.connect()
    try {
      const told = new Promise<string>((resolve) =>
        client.on('notification', ({ payload }) => resolve(payload ?? '')),
      )
      await client.query('listen "jobs:insert"')
      await queue(wanted('told'))
      expect(JSON.parse(await told)).toMatchObject({ count: 1 })
    } finally {
      client.release(true)
    }
  })
})
