import type { TeamReads, TeamStores } from '#server/usecases/team-ports.ts'
import { type Connection, statement } from '../connection/statements.ts'

/** Looked at before they are saved, by one who tries several. */
const mostWaiting = 5

const keep = statement(
  'keep_logo',
  `insert into team_logos (name, team_id, bytes, kept_at) values ($1, $2, $3, $4)
   on conflict (name, team_id) do update set kept_at = excluded.kept_at`,
)
const forget = statement(
  'forget_logos',
  `delete from team_logos where team_id = $1
     and name is distinct from (select look_logo from teams where id = $1)
     and name not in (select name from team_logos where team_id = $1 order by kept_at desc, name limit ${mostWaiting})`,
)
const has = statement<{ has: boolean }>(
  'has_logo',
  'select exists (select from team_logos where team_id = $1 and name = $2) as has',
)
const load = statement<{ bytes: Buffer }>('load_logo', 'select bytes from team_logos where name = $1 limit 1')

export function logoStore(connection: Connection): TeamStores['logos'] {
  return {
    async keep(teamId, { name, bytes }, now) {
      await keep(connection, name, teamId, Buffer.from(bytes), now)
      await forget(connection, teamId)
    },
    async has(teamId, name) {
      const [row] = await has(connection, teamId, name)
      return row?.has ?? false
    },
  }
}

export function logoReads(pool: Connection): Pick<TeamReads, 'logo'> {
  return {
    async logo(name) {
      const [row] = await load(pool, name)
      return row?.bytes ?? null
    },
  }
}
