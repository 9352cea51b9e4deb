import { readBounce } from '#server/adapters/mail/read-bounce.ts'
import { readConfig } from '#server/config/config.ts'
import { cureOf } from '#server/start/sentence.ts'
import { bounceBytes } from '#server/usecases/bounce-ports.ts'
import { reasonOf } from '#server/usecases/failure-reason.ts'
import { type BounceTaken, takeBounce } from '#server/usecases/notifying/take-bounce.ts'
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
    const message = await beginningOfInput()
    try {
      const result = await taken(message, positionals)
      print(result)
      return result === 'not_yet' ? exit.tryAgain : exit.done
    } catch (error) {
      // Anything else would end the mail for good, also while an update goes on or a variable is missing.
      process.stderr.write(`${sentenceFor(error)}\n`)
      return exit.tryAgain
    }
  },
}

/** It goes into the mail server's log, so it says nothing of what was read. */
function sentenceFor(error: unknown): string {
  if (error instanceof CommandRefused) return error.message
  return cureOf(error) ?? `The bounce could not be recorded now: ${reasonOf(error)}.`
}

async function taken(message: Uint8Array, given: string[]): Promise<BounceTaken> {
  const config = readConfig()
  const bounces = config.mail.transport === 'smtp' ? config.mail.bounces : null
  if (bounces === null) {
    throw new CommandRefused('MAIL_BOUNCE_ADDRESS is not set: give this command the variables of the server.')
  }
  return withReadyDatabase(config, async (pool) => {
    const needs = { ...(await verbsNeeds(config, pool)), returnPattern: bounces.pattern }
    return takeBounce(needs, readBounce(message), given)
  })
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
