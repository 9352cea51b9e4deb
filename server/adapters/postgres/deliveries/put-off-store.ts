import { jobAttempts } from '#domain/job-request.ts'
import type { PutOffStore } from '#server/usecases/webhook-ports.ts'
import { type Connection, statement } from '../connection/statements.ts'

/** As `jobOf` makes it of a try. */
const key = `'deliver-webhook:' || d.id || ':' || (d.attempts + 1)`
const jobs = 'graphile_worker._private_jobs'

/** More are not counted: whoever asks wants to know whether there are a hundred. */
const mostCounted = 1_000

// A job that is being done stays, and so does its delivery: it is being tried.
const putOff = statement(
  'put_off_deliveries',
  `with late as materialized (
     select d.id, ${key} as key from deliveries d
     where d.target = $1 and d.state = 'waiting' and d.next_at <= $2
       and not exists (select from ${jobs} j where j.key = ${key} and j.locked_at is not null)
     limit $3 for update of d skip locked),
   without as (delete from ${jobs} j using late where j.key = late.key and j.locked_at is null)
   update deliveries d set next_at = null, reason = $4 from late where d.id = late.id`,
)
const countQueued = statement<{ count: number }>(
  'count_queued_deliveries',
  `select count(*)::int as count from (
     select d.id, d.attempts from deliveries d
     where d.target = $1 and d.state = 'waiting' and d.next_at <= $2 limit $3) d
   where exists (select from ${jobs} j where j.key = ${key} and (j.attempts < j.max_attempts or j.locked_at is not null))`,
)
// Where a job of this try is about to end, the delivery has its turn a moment later.
const release = statement(
  'release_deliveries',
  `with chosen as materialized (
     select d.id from deliveries d
     where d.target = $1 and d.state = 'waiting' and d.next_at is null
       and not exists (select from ${jobs} j where j.key = ${key})
     order by d.round_at, d.id limit $3 for update of d skip locked),
   moved as (
     update deliveries d set next_at = $2 from chosen where d.id = chosen.id returning d.id, d.attempts)
   select queue_job(jsonb_build_object('task', 'deliver-webhook', 'attempts', $4::int, 'key', ${key},
     'payload', jsonb_build_object('deliveryId', d.id::text, 'attempt', d.attempts + 1))) from moved d`,
)
const park = statement(
  'park_put_off',
  `update deliveries set state = 'parked', reason = $3, ended_at = $4 where id = any(array(
     select id from deliveries where target = $1 and state = 'waiting' and next_at is null and round_at < $2
     order by round_at, deliveries.id limit $5 for update skip locked))`,
)

/** What waits for receivers that rest, inside a transaction. Deliveries are held before their jobs, as everywhere. */
export function putOffStore(connection: Connection): PutOffStore {
  return {
    async putOff(target, { reason, now, most }) {
      await putOff(connection, target, now, most, reason)
    },
    async countQueued(target, now) {
      const [row] = await countQueued(connection, target, now, mostCounted)
      return row?.count ?? 0
    },
    async release(target, now, most) {
      await release(connection, target, now, most, jobAttempts['deliver-webhook'])
    },
    async parkPutOff(target, { before, reason, now, most }) {
      await park(connection, target, before, reason, now, most)
    },
  }
}
