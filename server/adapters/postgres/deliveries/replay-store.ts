import type { ReplayStore } from '#server/usecases/webhook-ports.ts'
import { type Connection, statement } from '../connection/statements.ts'

type Row = {
  id: string
  target: string
  since: Date
  before: Date
  arrived_too: boolean
  asked_at: Date
  after_id: string
}

// Of an event that was told anew after it was asked for, the message that was asked for is on its way already.
const wanted = `d.target = $1 and d.state <> 'waiting' and ($4 or d.state <> 'delivered')
  and d.created_at >= $2 and d.created_at < $3 and d.round_at <= $5`

const count = statement<{ count: number }>(
  'count_replayed',
  `select count(*)::int as count from deliveries d where ${wanted}`,
)
const insert = statement<{ id: string }>(
  'insert_replay',
  `insert into webhook_replays (target, since, before, arrived_too, asked_at) values ($1, $2, $3, $4, $5) returning id::text`,
)
const take = statement<Row>(
  'take_replay',
  `select id::text, target, since, before, arrived_too, asked_at, after_id::text from webhook_replays
   where id = $1 for update skip locked`,
)
// It looks at so many of the endpoint by their ids, whatever of them is wanted: by time, each step would sort the whole period.
const step = statement<{ looked: number; last: string | null }>(
  'replay_step',
  `with looked as materialized (
     select id from deliveries where target = $1 and id > $6 order by deliveries.id limit $8),
   chosen as materialized (
     select d.id from deliveries d where d.id = any(array(select id from looked)) and ${wanted} order by d.id for update),
   moved as (
     update deliveries d set state = 'waiting', tries = 0, round = round + 1, round_at = $7, next_at = null, ended_at = null,
       reason = '' from chosen where d.id = chosen.id)
   select count(*)::int as looked, max(id)::text as last from looked`,
)
const advance = statement('advance_replay', 'update webhook_replays set after_id = $2 where id = $1')
const end = statement('end_replay', 'delete from webhook_replays where id = $1')

/** Periods that are sent again, inside a transaction. */
export function replayStore(connection: Connection): ReplayStore {
  return {
    async countReplayed(target, { from, before, all, askedAt }) {
      const [row] = await count(connection, target, from, before, all, askedAt)
      return row?.count ?? 0
    },
    async insertReplay(target, { from, before, all, askedAt }) {
      const [row] = await insert(connection, target, from, before, all, askedAt)
      return row?.id ?? ''
    },
    async replayStep(id, now, most) {
      const [replay] = await take(connection, id)
      if (replay === undefined) return false
      const { target, since, before, arrived_too: all, asked_at: askedAt, after_id: after } = replay
      const [done] = await step(connection, target, since, before, all, askedAt, after, now, most)
      const more = done !== undefined && done.looked === most && done.last !== null
      if (more) await advance(connection, id, done.last)
      else await end(connection, id)
      return more
    },
    async endReplay(id) {
      await end(connection, id)
    },
  }
}
