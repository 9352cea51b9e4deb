import { type StrangerLimit, strangerLimits } from '#domain/stranger-limit.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import type { StrangerLimits } from '#server/usecases/stranger-limit-ports.ts'
import { type Connection, statement } from '../connection/statements.ts'

type WindowRow = { taken: number; minutes: number }

const minutesLeft = 'ceil(extract(epoch from ends_at - now()) / 60)::int as minutes'

/** Parallel tries wait for each other's row, and then count each other. */
const spend = statement<WindowRow>(
  'spend_stranger_limit',
  `insert into stranger_limits as l (key_hash, taken, ends_at) values ($1, 1, now() + make_interval(mins => $2))
   on conflict (key_hash) do update set
     taken = case when l.ends_at <= now() then 1 else l.taken + 1 end,
     ends_at = case when l.ends_at <= now() then excluded.ends_at else l.ends_at end
   returning taken, ${minutesLeft}`,
)
const look = statement<WindowRow>(
  'look_at_stranger_limit',
  `select taken, ${minutesLeft} from stranger_limits where key_hash = $1 and ends_at > now()`,
)
const forget = statement('forget_stranger_limit', 'delete from stranger_limits where key_hash = $1')

/** Under keyed hashes: who was here is nobody's business. */
export function strangerLimitStore(connection: Connection, secrets: Secrets): StrangerLimits {
  const keyOf = (limit: StrangerLimit, who: string[]) => secrets.keyedHash('stranger-limit', limit, ...who)
  return {
    async spend(limit, ...who) {
      const { most, minutes } = strangerLimits[limit]
      const [row] = await spend(connection, keyOf(limit, who), minutes)
      return row !== undefined && row.taken > most ? Math.max(1, row.minutes) : null
    },
    async wait(limit, ...who) {
      const [row] = await look(connection, keyOf(limit, who))
      return row !== undefined && row.taken >= strangerLimits[limit].most ? Math.max(1, row.minutes) : null
    },
    async forget(limit, ...who) {
      await forget(connection, keyOf(limit, who))
    },
  }
}
