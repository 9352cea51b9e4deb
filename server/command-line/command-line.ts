import { parseArgs } from 'node:util'
import { sentenceOf } from '#server/start/sentence.ts'
import { adminCommands } from './admin.ts'
import { backupCommand } from './backup.ts'
import { bounceCommand } from './bounce.ts'
import { type Command, CommandRefused, exit, parserOptions, UsageRefused } from './command.ts'
import { doctorCommand } from './doctor.ts'
import { helpOf, helpOfAll } from './help.ts'
import { jobsCommands } from './jobs.ts'
import { keysCommands } from './keys.ts'
import { listenCommand } from './listen.ts'
import { migrateCommand } from './migrate.ts'
import { processCommands } from './processes.ts'
import { restoreCommand } from './restore.ts'
import { sealCommand } from './seal.ts'
import { triggerCommand } from './trigger.ts'
import { verifyCommand } from './verify.ts'

const commands: Command[] = [
  ...processCommands,
  doctorCommand,
  migrateCommand,
  ...jobsCommands,
  ...adminCommands,
  backupCommand,
  ...keysCommands,
  bounceCommand,
  listenCommand,
  restoreCommand,
  sealCommand,
  triggerCommand,
  verifyCommand,
]

/**
 * Runs one command; answers the exit code, null when the process goes on. What a person reads goes to standard output,
 * what went wrong to standard error.
 */
export async function commandLine(words: string[], dist: string): Promise<number | null> {
  const print = (line: string) => void process.stdout.write(`${line}\n`)
  if (words.length === 0 || words[0] === '--help' || words[0] === '-h' || words[0] === 'help') {
    print(helpOfAll(commands))
    return words.length === 0 ? exit.usage : exit.done
  }
  try {
    const [command, rest] = commandOf(words)
    const { values, positionals } = parse(command, rest)
    if (values.help === true) {
      print(helpOf(command))
      return exit.done
    }
    const { least, most } = command.arguments
    if (positionals.length < least || positionals.length > most)
      throw new UsageRefused(
        `musubi ${command.words} takes ${command.takes === '' ? 'no argument' : command.takes}.`,
      )
    return await command.run({ dist, positionals, options: values, print })
  } catch (error) {
    if (error instanceof UsageRefused) {
      process.stderr.write(`${error.message} See musubi --help.\n`)
      return exit.usage
    }
    const sentence =
      error instanceof CommandRefused ? error.message : sentenceOf(error, `musubi ${words[0]} failed`)
    process.stderr.write(`${sentence}\n`)
    return exit.failed
  }
}

/** The command with the most words that these begin with, and what follows. */
function commandOf(words: string[]): [Command, string[]] {
  for (const count of [2, 1]) {
    const found = commands.find((each) => each.words === words.slice(0, count).join(' '))
    if (found !== undefined && words.length >= count) return [found, words.slice(count)]
  }
  const group = commands.filter((each) => each.words.startsWith(`${words[0]} `)).map((each) => each.words)
  throw new UsageRefused(
    group.length > 0 ? `There is ${group.join(' and ')}.` : `${words[0]} is no command of musubi.`,
  )
}

function parse(command: Command, args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: parserOptions(command.options),
      allowPositionals: true,
    })
    const options = Object.entries(values).map(([name, value]) => [
      name,
      Array.isArray(value) ? undefined : value,
    ])
    return { values: Object.fromEntries(options), positionals }
  } catch (error) {
    throw new UsageRefused(
      error instanceof Error ? error.message.replace(/\.? To specify .*$/s, '.') : 'wrong usage',
    )
  }
}
