import type { Pool } from 'pg'
import { pino } from 'pino'
import { createDatabase, type OnRecorded } from '#server/adapters/postgres/database.ts'
import { listTeams } from '#server/adapters/postgres/teams/first-team.ts'
import { systemClock } from '#server/adapters/system/clock.ts'
import { systemRandom } from '#server/adapters/system/random.ts'
import { createSecrets } from '#server/adapters/system/secrets.ts'
import type { Config } from '#server/config/config.ts'
import { keysOf } from '#server/start/configured-tools.ts'
import { readEvaluation } from '#server/start/evaluation.ts'
import { refuseForeignKeys } from '#server/start/installation.ts'
import { teamEventLog } from '#server/start/team-event-log.ts'
import { CommandRefused } from './command.ts'

/**
 * What verbs need that a command runs beside the server, with the keys of the database. `onRecorded` hears of what they
 * record. Throws `CommandRefused`.
 */
export async function verbsNeeds(config: Config, pool: Pool, onRecorded?: OnRecorded) {
  const evaluation = config.mode === 'evaluation' ? await readEvaluation(config.dataDirectory) : null
  // Keys made now would belong to no database.
  if (config.mode === 'evaluation' && evaluation === null) {
    throw new CommandRefused(
      `${config.dataDirectory} holds no evaluation.json: let MUSUBI_DATA lead to the server's directory, or set MUSUBI_MODE=production as it does.`,
    )
  }
  const keys = keysOf(config, evaluation)
  const secrets = createSecrets(keys)
  await refuseForeignKeys({ pool, keys, secrets, evaluating: evaluation !== null })
  const database = createDatabase(pool, secrets, () => undefined, onRecorded)
  return { database, clock: systemClock, random: systemRandom, keys, secrets, publicUrl: config.publicUrl }
}

/** Tells each event of a team on standard error, as the server's log does: what is printed is the answer of the command. */
export function toldOnStandardError(): OnRecorded {
  const log = pino(
    { timestamp: pino.stdTimeFunctions.isoTime, base: null },
    pino.destination({ dest: 2, sync: true }),
  )
  const told = teamEventLog(log)
  return (origin, _events, teamEvents) => told(origin, teamEvents)
}

/** The team of this id, or the only one. Throws `CommandRefused`. */
export async function chosenTeam(pool: Pool, id: string | null): Promise<{ id: string; name: string }> {
  const teams = await listTeams(pool)
  const [only] = teams
  if (only === undefined) {
    throw new CommandRefused(
      'There is no team yet: start the server once with FIRST_ADMIN_EMAIL, FIRST_ADMIN_PASSWORD and FIRST_TEAM_NAME.',
    )
  }
  const list = teams.map((team) => `  ${team.id}  ${team.name}`).join('\n')
  if (id === null) {
    if (teams.length === 1) return only
    throw new CommandRefused(`There are several teams; name one with --team:\n${list}`)
  }
  const chosen = teams.find((team) => team.id === id)
  if (chosen === undefined) throw new CommandRefused(`There is no team ${id}; these are there:\n${list}`)
  return chosen
}
