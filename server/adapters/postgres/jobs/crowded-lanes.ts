import { type Connection, statement } from '../connection/statements.ts'

const due = statement<{ count: number }>(
  'jobs_due_of',
  `select count(*)::int as count from (
     select 1 from graphile_worker._private_jobs
     where is_available and run_at <= now()
       and task_id = any(array(select id from graphile_worker._private_tasks where identifier = any($1::text[])))
     limit $2) due`,
)

/** Do at least so many jobs of these kinds wait to be taken? More are not counted. */
export async function isCrowded(connection: Connection, jobs: string[], most: number): Promise<boolean> {
  const [row] = await due(connection, jobs, most)
  return (row?.count ?? 0) >= most
}
