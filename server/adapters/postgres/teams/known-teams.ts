import type { Team } from '#domain/team.ts'
import { BoundedCache } from '#server/caching/bounded-cache.ts'
import { type TeamRow, teamOfRow } from './team-store.ts'

/** A team, and the version of its row. */
type KnownTeam = { version: string; team: Team; until: number }

/** The team of an answer; without it where it is the version that the asker named. */
export type VersionedTeam = { team: TeamRow | null; team_version: string }

/**
 * A version is the transaction that wrote the row. After a fail-over that lost a commit another one may go by the same number, so
 * what is known is asked for whole once a minute.
 */
const lifeMilliseconds = 60_000
const mostKnown = 2_000

/** Columns that answer with the team `t`, but for the version that the parameter names. */
export const teamColumns = (parameter: string) =>
  `case when t.xmin::text = ${parameter} then null else row_to_json(t) end as team, t.xmin::text as team_version`

/**
 * The teams of calls and visits, by what these are found by. Nothing is believed unasked: each answer says which row it is now. A
 * team has some thirty columns, and writing and reading them took longer than finding the document.
 */
export function knownTeams() {
  const known = new BoundedCache<string, KnownTeam>({ entries: mostKnown })
  return {
    of(key: string): KnownTeam | undefined {
      const found = known.get(key)
      return found !== undefined && found.until > performance.now() ? found : undefined
    },
    /** `asked`: the one whose version was named in the question. */
    answered(
      key: string,
      asked: KnownTeam | undefined,
      { team: row, team_version: version }: VersionedTeam,
    ): Team {
      if (asked !== undefined && version === asked.version) return asked.team
      if (row === null) throw new Error('an answer leaves out a team that nobody knew')
      const team = teamOfRow(row)
      known.set(key, { version, team, until: performance.now() + lifeMilliseconds })
      return team
    },
  }
}
