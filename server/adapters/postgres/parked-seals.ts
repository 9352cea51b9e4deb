import { type Connection, statement } from './statements.ts'

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
