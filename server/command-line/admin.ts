import type { Refusal } from '#domain/refusal.ts'
import { readConfig } from '#server/config/config.ts'
import { Refused } from '#server/usecases/refused.ts'
import { inviteAdministrator } from '#server/usecases/team/invite-administrator.ts'
import { resetAdministrator } from '#server/usecases/team/reset-administrator.ts'
import { resetFactorsOf } from '#server/usecases/team/reset-factors.ts'
import { openConsole } from '#server/usecases/team/save-sign-in-rules.ts'
import { asJson, type Command, CommandRefused, exit, type Given } from './command.ts'
import { chosenTeam, toldOnStandardError, verbsNeeds } from './verbs-needs.ts'
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
        const needs = await verbsNeeds(config, pool, toldOnStandardError())
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
    ja: 'ログインできなくなったチーム管理者のために、パスワードを設定し直すリンクを表示します。',
    en: 'Print a link by which an administrator who cannot sign in chooses a new password; ends their sessions.',
    options: { json: asJson },
    async run({ positionals: [email = ''], options, print }) {
      const config = readConfig()
      const { url } = await withReadyDatabase(config, async (pool) =>
        resetAdministrator(await verbsNeeds(config, pool, toldOnStandardError()), email.trim()).catch(
          refuseCommand,
        ),
      )
      show(
        { options, print },
        url,
        `${email} chooses a new password with this link; it works once, for 7 days:`,
      )
      return exit.done
    },
  },
  {
    words: 'admin reset-factor',
    takes: 'EMAIL',
    arguments: { least: 1, most: 1 },
    ja: '認証アプリや回復コードを失ったメンバーの二段階認証を解除し、端末をすべてログアウトします。',
    en: 'Take away the second factors of a member who lost them; ends their sessions, and mails them.',
    options: { json: asJson },
    async run({ positionals: [email = ''], options, print }) {
      const config = readConfig()
      await withReadyDatabase(config, async (pool) =>
        resetFactorsOf(await verbsNeeds(config, pool, toldOnStandardError()), email.trim()).catch(
          refuseCommand,
        ),
      )
      print(
        options.json === true
          ? '{}'
          : `${email} signs in by the password alone, and can set up another second factor.`,
      )
      return exit.done
    },
  },
  {
    words: 'admin open-console',
    takes: '',
    arguments: { least: 0, most: 0 },
    ja: '管理画面を使えるネットワークの設定を消し、どこからでも使えるようにします。',
    en: 'Let the console be used from any network again, where the allowed ones locked everybody out.',
    options: {
      team: { type: 'string', value: 'ID', means: 'the team, where there are several' },
      json: asJson,
    },
    async run({ options, print }) {
      const config = readConfig()
      const removed = await withReadyDatabase(config, async (pool) => {
        const needs = await verbsNeeds(config, pool, toldOnStandardError())
        const team = await chosenTeam(pool, typeof options.team === 'string' ? options.team : null)
        return openConsole(needs, team.id)
      })
      const list = removed.length === 0 ? 'none' : removed.join(', ')
      print(options.json === true ? JSON.stringify({ removed }) : `Allowed networks removed: ${list}.`)
      return exit.done
    },
  },
]

/** What a verb refuses, a command refuses in the same words. */
function refuseCommand(error: unknown): never {
  throw error instanceof Refused ? new CommandRefused(wordsOf(error.refusal)) : error
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
