import type { JobReading } from '#server/usecases/job-ports.ts'
import { type Connection, statement } from '../connection/statements.ts'
import { stateOfJob } from './operator-jobs.ts'

const jobs = statement<{ job: string; state: JobReading['state']; count: number; due: number }>(
  'job_readings',
  `select t.identifier as job,
     ${stateOfJob} as state,
     count(*)::int as count, greatest(extract(epoch from now() - min(j.run_at)), 0)::float8 as due
   from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id group by 1, 2`,
)
const oldestUnsigned = statement<{ seconds: number | null }>(
  'oldest_unsigned',
  'select extract(epoch from now() - min(at))::float8 as seconds from acts where signed_at is null',
)

/** What is in the queue, for measurements. Done jobs are not in it, so that it is short when all is well. */
export async function jobReadings(connection: Connection): Promise<JobReading[]> {
  return (await jobs(connection)).map(({ due, ...each }) => ({ ...each, dueSeconds: due }))
}

/** Age of the oldest consent whose signature is not made yet; null where all are. */
export async function oldestUnsignedSeconds(connection: Connection): Promise<number | null> {
  return (await oldestUnsigned(connection))[0]?.seconds ?? null
}
