import type { Pool } from 'pg'
import type { JobRequest } from '#domain/job-request.ts'
import { statement } from '../connection/statements.ts'
import { jobOf } from './job-queue.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** A document that nothing would have moved any more; `act` is null where only the conclusion was missing. */
export type MissingJob = { documentId: string; act: number | null }

type Gap = { document_id: string; act: number | null }

/**
 * Documents whose next act is unsigned, or of which everything is signed and everybody consented, without a job that
 * would do it. One statement, for a job goes in the transaction that does its work or after it: what one snapshot shows
 * is missing. After `sealing.failed` the sender was told of a way out, and nothing is added behind their back.
 */
const gaps = statement<Gap>(
  'documents_without_job',
  `with jobs as (
     select j.payload->>'documentId' as document_id
     from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier in ('sign-act', 'conclude-document')),
   unfinished as (
     select document_id, min(number) as act from acts where signed_at is null group by document_id
     union all
     select document_id, null from participants p where status = 'signing'
       and not exists (select from acts a where a.document_id = p.document_id and a.signed_at is null))
   select distinct u.document_id, u.act from unfinished u join documents d on d.id = u.document_id
   where d.status = 'awaiting' and d.sealing->>'failedAt' is null
     and not exists (select from jobs where jobs.document_id = u.document_id)
   order by u.document_id limit $1`,
)
const add = statement(
  'add_missing_job',
  `select graphile_worker.add_job(
     $1, $2::json, max_attempts => $3::int, job_key => $4, job_key_mode => 'preserve_run_at')`,
)

/** Adds the job that each such document lacks, at most so many at once. Answers which; none while another process looks. */
export async function addMissingJobs(pool: Pool, most = 1_000): Promise<MissingJob[]> {
  const added = await oneAtATime(pool, 1, async (connection) => {
    const found = await gaps(connection, most)
    for (const { document_id: documentId, act } of found) {
      const request: JobRequest =
        act === null ? { job: 'conclude-document', documentId } : { job: 'sign-act', documentId, act }
      const { task, payload, attempts, key } = jobOf(request)
      await add(connection, task, JSON.stringify(payload), attempts, key)
    }
    return found.map(({ document_id: documentId, act }) => ({ documentId, act }))
  })
  return added ?? []
}
