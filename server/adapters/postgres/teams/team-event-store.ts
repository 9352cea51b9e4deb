import { canonical } from '#domain/canonical.ts'
import { chainOf, kindOfTeamEvent, type TeamEvent } from '#domain/team-event.ts'
import type { Origin } from '#server/usecases/ports.ts'
import type { TeamEventReads, TeamEventRow } from '#server/usecases/team-ports.ts'
import { type Connection, statement } from '../connection/statements.ts'
import { auditOrigin } from '../documents/audit-store.ts'

// The trigger gives each row its number and its hash.
const append = statement(
  'record_team_events',
  `insert into team_events (chain, sequence, kind, type, at, row, hash)
   select chain, 0, kind, type, at, row, ''
   from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[]) with ordinality
     as given (chain, kind, type, at, row, place) order by place`,
)

type EventRow = { sequence: number; at: Date; row: string; hash: string }

const selected = 'select sequence, at, row, hash from team_events where chain = $1'
const period = `at >= coalesce($2::timestamptz, '-infinity') and at < coalesce($3::timestamptz, 'infinity')
   and (at, sequence) < (coalesce($4::timestamptz, 'infinity'), coalesce($5::int, 2147483647))`
const newest = 'order by at desc, sequence desc limit $6'
const page = statement<EventRow>('team_events_page', `${selected} and ${period} ${newest}`)
const pageOfKind = statement<EventRow>(
  'team_events_page_of_kind',
  `${selected} and ${period} and kind = $7 ${newest}`,
)
const following = statement<EventRow>(
  'team_events_following',
  `${selected} and sequence > $2 order by sequence limit $3`,
)

/** Team events in the caller's transaction, each at the end of its chain. */
export async function recordTeamEvents(
  connection: Connection,
  origin: Origin,
  events: TeamEvent[],
): Promise<void> {
  if (events.length === 0) return
  const by = auditOrigin(origin)
  await append(
    connection,
    events.map(({ teamId }) => chainOf(teamId)),
    events.map(({ type }) => kindOfTeamEvent(type)),
    events.map(({ type }) => type),
    events.map(({ at }) => at),
    events.map((event) => canonical({ ...event, ...by })),
  )
}

/** Reads of one team's events. */
export function teamEventReads(connection: Connection): TeamEventReads {
  return {
    async teamEvents(teamId, { kind, from, before, after, limit }) {
      const given = [teamId, from, before, after?.at ?? null, after?.sequence ?? null, limit + 1]
      const rows =
        kind === null ? await page(connection, ...given) : await pageOfKind(connection, ...given, kind)
      return { rows: rows.slice(0, limit).map(rowOf), more: rows.length > limit }
    },
    async teamEventsFollowing(teamId, sequence, limit) {
      return (await following(connection, teamId, sequence, limit)).map(rowOf)
    },
  }
}

function rowOf({ row, ...rest }: EventRow): TeamEventRow {
  const { actor, address, userAgent: _agent, at: _at, teamId: _team, type, ...detail } = JSON.parse(row)
  return { ...rest, type, canonical: row, actor, address, detail }
}
