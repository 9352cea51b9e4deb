import type { Command } from './command.ts'

const exitCodes = `Exit codes: 0 done, 1 not done or a fault found, 2 wrong usage, 3 migrations are to come, 4 the schema is refused.`

/** All commands, one line each. */
export function helpOfAll(commands: Command[]): string {
  const width = Math.max(...commands.map((each) => usageOf(each).length))
  const lines = commands.map((each) => `  ${usageOf(each).padEnd(width)}  ${each.en}`)
  return `musubi <command> [options]

各コマンドの使い方: musubi <command> --help
The configuration is that of the server: the same environment variables (docs/operations.md).

${lines.join('\n')}

${exitCodes}
`
}

/** How one command is used. */
export function helpOf(command: Command): string {
  const all: Command['options'] = { ...command.options, help: { type: 'boolean', means: 'print this' } }
  const options = Object.entries(all).map(([name, { type, value = 'VALUE', means }]) => {
    return [type === 'string' ? `--${name} ${value}` : `--${name}`, means] as const
  })
  const width = Math.max(...options.map(([name]) => name.length))
  return `musubi ${usageOf(command)} [options]

${command.ja}
${command.en}

${options.map(([name, means]) => `  ${name.padEnd(width)}  ${means}`).join('\n')}

${exitCodes}
`
}

function usageOf({ words, takes }: Command): string {
  return takes === '' ? words : `${words} ${takes}`
}
