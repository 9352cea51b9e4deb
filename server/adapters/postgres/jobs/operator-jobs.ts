import { type Connection, statement } from '../connection/statements.ts'

/**
 * A job as an operator sees it. `parked`: it has used up its tries, and nobody takes it any more. `waiting`: it is due or
 * will be; `running`: a worker has it. `documentId`: null where the job is about none. `error`: of its last try.
 */
export type JobSeen = {
  id: string
  job: string
  state: 'waiting' | 'running' | 'parked'
  attempts: number
  most: number
  dueAt: Date
  documentId: string | null
  error: string | null
}

type Row = {
  id: string
  job: string
  state: JobSeen['state']
  attempts: number
  most: number
  due_at: Date
  document_id: string | null
  error: string | null
}

/** Of a row `j` of the queue. */
export const stateOfJob = `case when j.locked_at is not null then 'running' when j.attempts >= j.max_attempts then 'parked' else 'waiting' end`

const list = statement<Row>(
  'jobs_for_operator',
  `select j.id::text, t.identifier as job, ${stateOfJob} as state, j.attempts, j.max_attempts as most, j.run_at as due_at,
     j.payload ->> 'documentId' as document_id, j.last_error as error
   from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
   where $1::text is null or ${stateOfJob} = $1 order by j.run_at, j.id limit $2`,
)
const counts = statement<{ state: JobSeen['state']; count: number; seconds: number }>(
  'job_counts',
  `select ${stateOfJob} as state, count(*)::int as count,
     greatest(extract(epoch from now() - min(j.run_at)), 0)::float8 as seconds
   from graphile_worker._private_jobs j group by 1`,
)
const retry = statement<{ id: string }>(
  'retry_jobs',
  // Not those that a worker has: they are being tried.
  `select id::text from graphile_worker.reschedule_jobs(
     (select array_agg(j.id) from graphile_worker._private_jobs j
      where j.locked_at is null and (case when $1::bigint[] is null then j.attempts >= j.max_attempts else j.id = any($1) end)),
     run_at => now(), attempts => 0)`,
)
const wakeWorkers = statement('wake_all_workers', `select pg_notify('jobs:insert', '{"count":10}')`)

/** Jobs by the time at which they are due; `only`: in this state. */
export async function listJobs(
  connection: Connection,
  { only, most }: { only: JobSeen['state'] | null; most: number },
): Promise<JobSeen[]> {
  const rows = await list(connection, only, most)
  return rows.map(({ due_at, document_id, ...row }) => ({ ...row, dueAt: due_at, documentId: document_id }))
}

/** How many jobs are in each state, and for how many seconds the first of them has been due. */
export function countJobs(
  connection: Connection,
): Promise<{ state: JobSeen['state']; count: number; seconds: number }[]> {
  return counts(connection)
}

/** Gives jobs all their tries again, from now on; null: every parked one. Answers those that will be tried. */
export async function retryJobs(connection: Connection, ids: string[] | null): Promise<string[]> {
  const rows = await retry(connection, ids)
  if (rows.length > 0) await wakeWorkers(connection)
  return rows.map(({ id }) => id)
}
