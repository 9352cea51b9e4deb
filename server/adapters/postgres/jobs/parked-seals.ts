import { type Connection, statement } from '../connection/statements.ts'

const revive = statement<{ id: string }>(
  'revive_parked_seals',
  `select id from graphile_worker.reschedule_jobs(
     (select array_agg(j.id) from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier in ('sign-act', 'conclude-document') and j.attempts >= j.max_attempts and j.locked_at is null),
     run_at => now(), attempts => 20)`,
)

/**
 * What was consented to is sealed in the end, however long a key or a TSA was away: parked seals get a few more tries.
 * Answers how many.
 */
export async function reviveParkedSeals(connection: Connection): Promise<number> {
  return (await revive(connection)).length
}

const retry = statement<{ id: string }>(
  'retry_waiting_seals',
  // A try that was brought forward does not count, or an outage of a minute would use up all of them.
  `update graphile_worker._private_jobs set run_at = now(), attempts = greatest(attempts - 1, 0), updated_at = now()
   where id in (
     select j.id from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier in ('sign-act', 'conclude-document') and j.attempts > 0 and j.locked_at is null
       and (j.run_at > now() or j.attempts >= j.max_attempts)
     order by j.updated_at limit $1 for update of j skip locked)
   returning id`,
)
const wakeWorkers = statement('wake_workers', `select pg_notify('jobs:insert', '{"count":10}')`)

/** Seals that wait for another try get it now: those longest untried first, at most so many; null: all. Answers how many. */
export async function retryWaitingSeals(connection: Connection, most: number | null): Promise<number> {
  const seals = (await retry(connection, most)).length
  if (seals > 0) await wakeWorkers(connection)
  return seals
}
