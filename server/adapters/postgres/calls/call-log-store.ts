import type { Pool } from 'pg'
import type { ListedCall, LoggedCall } from '#domain/logged-call.ts'
import { type CallLogReads, callsKept } from '#server/usecases/call-log-ports.ts'
import { type Connection, statement } from '../connection/statements.ts'

/**
 * When each client last called goes along, no more than once a minute for each: `skip locked`, for another process says the same
 * at that moment, and a client that is being given a token is not waited for.
 */
const insert = statement(
  'insert_api_calls',
  `with newest as (
     select client, max(at) as at from unnest($2::text[], $3::timestamptz[]) as given (client, at) group by client),
   due as (
     select c.id, newest.at from clients c join newest on newest.client = c.id
     where c.last_used_at is null or c.last_used_at < newest.at - interval '1 minute' for no key update of c skip locked),
   used as (update clients c set last_used_at = due.at from due where c.id = due.id)
   insert into api_calls (team_id, client_id, at, method, path, status, error, milliseconds, request_id)
   select team, client, at, method, path, status, error, took, request from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::smallint[], $7::text[],
     $8::real[], $9::text[]) as given (team, client, at, method, path, status, error, took, request)`,
)

/** What is older than the newest ones of a team. */
const cut = statement(
  'cut_api_calls',
  `delete from api_calls where team_id = $1 and id <= (
     select id from api_calls where team_id = $1 order by id desc offset $2 limit 1)`,
)

/** So many more than are kept may a team have, for each process, before the oldest are removed. */
const slack = 1_000

/** Writes batches of calls, and keeps a team from having ever more. */
export function callLogStore(pool: Pool): (calls: LoggedCall[]) => Promise<void> {
  const sinceCut = new Map<string, number>()
  return async (calls) => {
    const column = <Value>(of: (call: LoggedCall) => Value) => calls.map(of)
    await insert(
      pool,
      column(({ teamId }) => teamId),
      column(({ clientId }) => clientId),
      column(({ at }) => at),
      column(({ method }) => method),
      column(({ path }) => path),
      column(({ status }) => status),
      column(({ error }) => error),
      column(({ milliseconds }) => milliseconds),
      column(({ requestId }) => requestId),
    )
    for (const [teamId, ofTeam] of Map.groupBy(calls, (call) => call.teamId)) {
      // The first batch of a process cuts as well: the one before may have left some.
      const count = (sinceCut.get(teamId) ?? slack) + ofTeam.length
      sinceCut.set(teamId, count >= slack ? 0 : count)
      if (count >= slack) await cut(pool, teamId, callsKept)
    }
  }
}

type CallRow = Omit<ListedCall, 'clientId' | 'requestId'> & { client_id: string; request_id: string }

/** One walk back through the team's rows, which are no more than are kept; what is asked for is looked for on the way. */
const ofTeam = statement<CallRow>(
  'api_calls_of_team',
  `select id, client_id, at, method, path, status, error, milliseconds, request_id from (
     select id, client_id, at, method, path, status, error, milliseconds, request_id from api_calls
     where team_id = $1 order by id desc limit $9) newest
   where ($2::bigint is null or id < $2) and ($3::text is null or client_id = $3) and ($4::text is null or method = $4)
     and ($5::text is null or path = $5) and ($6::text is null or request_id = $6)
     and ($7::text is null or $7 = case when status < 400 then 'ok' when status < 500 then 'refused' else 'failed' end)
   order by id desc limit $8`,
)

/** The log of calls, for the team whose they were. */
export function callLogReads(pool: Connection): CallLogReads {
  return {
    async callsOf(teamId, { clientId, method, path, outcome, requestId, after, limit }) {
      const narrowed = [after, clientId, method, path, requestId, outcome]
      const rows = await ofTeam(pool, teamId, ...narrowed, limit + 1, callsKept)
      const calls = rows.slice(0, limit).map(callOfRow)
      return { calls, next: rows.length > limit ? (calls.at(-1)?.id ?? null) : null }
    },
  }
}

function callOfRow({ client_id: clientId, request_id: requestId, ...row }: CallRow): ListedCall {
  return { ...row, clientId, requestId }
}
