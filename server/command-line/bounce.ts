import { readBounce } from '#server/adapters/mail/read-bounce.ts'
import { readConfig } from '#server/config/config.ts'
import { bounceBytes } from '#server/usecases/bounce-ports.ts'
import { takeBounce } from '#server/usecases/notifying/take-bounce.ts'
import { type Command, CommandRefused, exit } from './command.ts'
import { verbsNeeds } from './verbs-needs.ts'
import { withReadyDatabase } from './with-database.ts'

/** For a mail server's alias: takes what came to a return address from standard input. */
export const bounceCommand: Command = {
  words: 'bounce',
  takes: '[ADDRESS …]',
  arguments: { least: 0, most: 20 },
  ja: '戻ってきたメールを標準入力から受け取ります (メールサーバーのエイリアス用)。',
  en: 'Take a mail that came back from standard input, for an alias of a mail server.',
  options: {},
  async run({ positionals, print }) {
    const config = readConfig()
    const bounces = config.mail.transport === 'smtp' ? config.mail.bounces : null
    if (bounces === null) {
      throw new CommandRefused(
        'MAIL_BOUNCE_ADDRESS is not set: give this command the variables of the server.',
      )
    }
    const bounce = readBounce(await beginningOfInput())
    try {
      const result = await withReadyDatabase(config, async (pool) =>
        takeBounce(
          { ...(await verbsNeeds(config, pool)), returnPattern: bounces.pattern },
          bounce,
          positionals,
        ),
      )
      print(result)
      return exit.done
    } catch (error) {
      if (error instanceof CommandRefused) throw error
      process.stderr.write('The bounce could not be recorded now; the mail server is to try again.\n')
      return exit.tryAgain
    }
  },
}

/** All of it is read, so that a mail server that is still writing hears of no broken pipe. */
async function beginningOfInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let kept = 0
  for await (const chunk of process.stdin) {
    if (kept < bounceBytes) chunks.push(chunk)
    kept += chunk.length
  }
  return Buffer.concat(chunks).subarray(0, bounceBytes)
}
