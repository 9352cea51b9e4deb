import type { Pool } from 'pg'
import { type JobRequest, jobAttempts } from '#domain/job-request.ts'
import type { JobQueue, TakenJob, Wanted } from '#server/usecases/job-ports.ts'
import { statement } from '../connection/statements.ts'
import { type OnAway, translated } from '../connection/trouble.ts'

/**
 * graphile-worker keeps the jobs: its tables, its `add_job` and its `jobs:insert` notification. Taking, ending and
 * failing are four statements of our own on the same tables, in its protocol, so that what an earlier release left in the
 * queue is done (ADR 0018).
 */
type Row = { id: number; job: string; payload: unknown; attempts: number; last: boolean; revision: number }

/** A wanted job as the queue takes it: its key makes one of two that ask for the same. */
export function jobOf({ job, ...payload }: JobRequest) {
  const key = [job, ...Object.values(payload)].join(':')
  return { task: job, payload, attempts: jobAttempts[job], key }
}

/** One statement looks after every entry, so that one wake-up costs one round trip however many lanes there are. */
function takeStatement(entries: number) {
  const lanes = Array.from({ length: entries }, (_, at) => {
    const [jobs, places] = [2 + at * 2, 3 + at * 2]
    return `lane${at} as (
      select id, task_id from graphile_worker._private_jobs
      where is_available and run_at <= now() and job_queue_id is null
        and task_id = any(array(select id from graphile_worker._private_tasks where identifier = any($${jobs}::text[])))
      order by priority, run_at limit $${places}::int for update skip locked)`
  })
  const all = lanes.map((_, at) => `select id, task_id from lane${at}`).join(' union all ')
  return statement<Row>(
    `take_jobs_${entries}`,
    `with ${lanes.join(', ')}
     update graphile_worker._private_jobs jobs
     set attempts = jobs.attempts + 1, locked_by = $1::text, locked_at = now()
     from (${all}) free join graphile_worker._private_tasks tasks on tasks.id = free.task_id
     where jobs.id = free.id
     returning jobs.id, tasks.identifier as job, jobs.payload, jobs.attempts,
       jobs.attempts >= jobs.max_attempts as last, jobs.revision`,
  )
}

/**
 * Whoever lost the lock meanwhile has done the job all the same. But a row that was free again, and asked for again by its
 * key (`add_job` then counts its revision), is another job, which a late word about the first must not remove.
 */
const done = statement(
  'job_done',
  'delete from graphile_worker._private_jobs where id = $1 and revision = $2',
)

/** The gaps of graphile-worker: exp(n) seconds after the n-th try, at most about six hours. */
const failed = statement(
  'job_failed',
  `update graphile_worker._private_jobs set last_error = $3, locked_by = null, locked_at = null,
     run_at = greatest(now(), run_at) + (exp(least(attempts, 10)) * interval '1 second')
   where id = $1 and locked_by = $2`,
)

const postponed = statement(
  'job_postponed_for',
  `update graphile_worker._private_jobs set last_error = $3, locked_by = null, locked_at = null,
     attempts = greatest(attempts - 1, 0), run_at = now() + $4 * interval '1 millisecond'
   where id = $1 and locked_by = $2`,
)

const waiting = statement<{ job: string; seconds: number }>(
  'jobs_waiting',
  `select t.identifier as job, extract(epoch from now() - min(j.run_at))::float8 as seconds
   from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
   where j.is_available and j.run_at <= now() group by t.identifier`,
)

/** Jobs, over the connections that everybody shares; each statement takes milliseconds. */
export function createJobQueue(pool: Pool, onAway: OnAway): JobQueue {
  const takes = new Map<number, ReturnType<typeof takeStatement>>()
  return translated<JobQueue>(
    {
      async take(worker: string, wanted: Wanted[]): Promise<TakenJob[]> {
        const take = takes.get(wanted.length) ?? takeStatement(wanted.length)
        takes.set(wanted.length, take)
        const rows = await take(pool, worker, ...wanted.flatMap(({ jobs, places }) => [jobs, places]))
        return rows.map((row) => ({ ...row, id: String(row.id) }))
      },
      async done({ id, revision }) {
        await done(pool, id, revision)
      },
      async failed(worker, id, reason) {
        await failed(pool, id, worker, reason)
      },
      async postpone(worker, id, reason, milliseconds) {
        await postponed(pool, id, worker, reason, milliseconds)
      },
      waiting: () => waiting(pool),
    },
    onAway,
  )
}
