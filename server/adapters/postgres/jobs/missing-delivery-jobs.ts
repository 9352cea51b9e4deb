import type { Pool } from 'pg'
import { jobAttempts } from '#domain/job-request.ts'
import { listPlanning } from '../connection/index-reads.ts'
import { statement } from '../connection/statements.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** So many of one reader are looked at: the longest due first, which is where those without a job gather. */
const mostLookedAt = 1_000

/**
 * Deliveries that are due, and that no job would try. A delivery's instant and its job are written, moved and ended in one
 * transaction, so what one snapshot shows is missing. What is put off has no instant, and lacks no job. Reader by reader by the
 * index of what waits, so it costs the same however many deliveries there are.
 */
export const missingDeliveryJobs = `with recursive each as (
     (select target from deliveries where state = 'waiting' order by target limit 1)
     union all
     select (select d.target from deliveries d where d.state = 'waiting' and d.target > each.target order by d.target limit 1)
     from each where each.target is not null),
   due as materialized (
     select d.id, d.attempts + 1 as attempt, 'deliver-webhook:' || d.id || ':' || (d.attempts + 1) as key
     from each, lateral (
       select w.id, w.attempts, w.channel from deliveries w
       where w.target = each.target and w.state = 'waiting' and w.next_at <= $1
       order by w.next_at, w.round_at, w.id limit ${mostLookedAt}) d
     where d.channel = 'webhook')
   select due.id::text, due.attempt from due
     left join lateral (select true as there from graphile_worker._private_jobs j where j.key = due.key limit 1) job on true
   where job.there is null limit $2`
const find = statement<{ id: string; attempt: number }>('missing_delivery_jobs', missingDeliveryJobs)

const add = statement(
  'add_missing_delivery_jobs',
  `select queue_job(jsonb_build_object('task', 'deliver-webhook', 'attempts', $3::int,
     'key', 'deliver-webhook:' || id || ':' || attempt, 'payload', jsonb_build_object('deliveryId', id, 'attempt', attempt)))
   from unnest($1::text[], $2::int[]) lost (id, attempt)`,
)

/** Whatever took jobs out of the queue, or brought deliveries back without it. Answers how many got theirs again. */
export async function addMissingDeliveryJobs(pool: Pool, now: Date, most = 1_000): Promise<number> {
  const added = await oneAtATime(pool, 2, async (connection) => {
    await connection.query({ text: listPlanning })
    const lost = await find(connection, now, most)
    const [ids, attempts] = [lost.map(({ id }) => id), lost.map(({ attempt }) => attempt)]
    if (lost.length > 0) await add(connection, ids, attempts, jobAttempts['deliver-webhook'])
    return lost.length
  })
  return added ?? 0
}
