import type { Pool } from 'pg'
import type { Refusal } from '#domain/refusal.ts'
import { createDatabase } from '#server/adapters/postgres/database.ts'
import { listTeams } from '#server/adapters/postgres/teams/first-team.ts'
import { systemClock } from '#server/adapters/system/clock.ts'
import { systemRandom } from '#server/adapters/system/random.ts'
import { createSecrets } from '#server/adapters/system/secrets.ts'
import { type Config, readConfig } from '#server/config/config.ts'
import { keysOf } from '#server/start/configured-tools.ts'
import { readEvaluation } from '#server/start/evaluation.ts'
import { refuseForeignKeys } from '#server/start/installation.ts'
import { Refused } from '#server/usecases/refused.ts'
import { inviteAdministrator } from '#server/usecases/team/invite-administrator.ts'
import { resetAdministrator } from '#server/usecases/team/reset-administrator.ts'
import { asJson, type Command, CommandRefused, exit, type Given } from './command.ts'
import { withReadyDatabase } from './with-database.ts'

/** Ways into the console for whoever holds the machine. The links are printed and stand in no log. */
export const adminCommands: Command[] = [
  {
    words: 'admin invite',
    takes: 'EMAIL',
    arguments: { least: 1, most: 1 },
    ja: 'チーム管理者を追加し、パスワードを設定するためのリンクを表示します。',
    en: 'Add a team administrator; print the link by which they choose a password.',
    options: {
      name: { type: 'string', value: 'NAME', means: 'their name, the address without it' },
      organization: { type: 'string', value: 'NAME', means: 'their organisation' },
      team: { type: 'string', value: 'ID', means: 'the team, where there are several' },
      json: asJson,
    },
    async run({ positionals: [email = ''], options, print }) {
      const config = readConfig()
      const text = (name: string) => (typeof options[name] === 'string' ? options[name] : null)
      const url = await withReadyDatabase(config, async (pool) => {
        const needs = await needsOf(config, pool)
        const team = await chosenTeam(pool, text('team'))
        const words = {
          email: email.trim(),
          name: text('name') ?? email.trim(),
          organization: text('organization') ?? team.name,
        }
        const made = await inviteAdministrator(needs, { teamId: team.id, words })
        if (made.url === null) throw new CommandRefused(made.objections.map(wordsOf).join('\n'))
        return made.url
      })
      show({ options, print }, url, `${email} chooses a password with this link; it works once, for 7 days:`)
      return exit.done
    },
  },
  {
    words: 'admin reset',
    takes: 'EMAIL',
    arguments: { least: 1, most: 1 },
    ja: 'サインインできなくなったチーム管理者のために、パスワードを設定し直すリンクを表示します。',
    en: 'Print a link by which an administrator who cannot sign in chooses a new password; ends their sessions.',
    options: { json: asJson },
    async run({ positionals: [email = ''], options, print }) {
      const config = readConfig()
      const { url } = await withReadyDatabase(config, async (pool) =>
        resetAdministrator(await needsOf(config, pool), email.trim()).catch((error: unknown) => {
          throw error instanceof Refused ? new CommandRefused(wordsOf(error.refusal)) : error
        }),
      )
      show(
        { options, print },
        url,
        `${email} chooses a new password with this link; it works once, for 7 days:`,
      )
      return exit.done
    },
  },
]

async function needsOf(config: Config, pool: Pool) {
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
  const database = createDatabase(pool, secrets, () => undefined)
  return { database, clock: systemClock, random: systemRandom, secrets, publicUrl: config.publicUrl }
}

async function chosenTeam(pool: Pool, id: string | null): Promise<{ id: string; name: string }> {
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

function show({ options, print }: Pick<Given, 'options' | 'print'>, url: string, sentence: string): void {
  print(options.json === true ? JSON.stringify({ url }) : `${sentence}\n${url}`)
}

/** The refusals that these two commands can meet, as sentences with the cure. */
function wordsOf({ code, field }: Refusal): string {
  switch (code) {
    case 'email_taken':
      return 'This address belongs to a member already; musubi admin reset gives them a new password.'
    case 'member_not_found':
      return 'No member has this address; musubi admin invite adds an administrator.'
    case 'member_disabled':
      return 'This member is disabled; another administrator enables them in the console, or musubi admin invite adds one.'
    case 'not_an_administrator':
      return 'This member administrates no team; an administrator sends them a link in the console.'
    case 'field_malformed':
      return 'This is no mail address; give one as name@example.com.'
    default:
      return `The ${field ?? 'address'} cannot be taken (${code}).`
  }
}
