import type { ParseArgsConfig } from 'node:util'

/** Exit codes, the same for every command (docs/operations.md, the command line). `tryAgain`: as mail servers read it (EX_TEMPFAIL). */
export const exit = { done: 0, failed: 1, usage: 2, toMigrate: 3, schemaRefused: 4, tryAgain: 75 } as const

/** What a command is given. `dist`: where the build lies. */
export type Given = {
  dist: string
  /** What follows the command's words. */
  positionals: string[]
  options: Record<string, string | boolean | undefined>
  /** Writes one line to standard output. */
  print(line: string): void
}

type Option = { type: 'string' | 'boolean'; value?: string; means: string }

/** One command of `musubi`, with everything that its help says. */
export type Command = {
  /** `jobs list`, and what follows it: `ID …`. */
  words: string
  takes: string
  /** How many arguments it takes at least and at most. */
  arguments: { least: number; most: number }
  ja: string
  en: string
  options: Record<string, Option>
  /** Answers the exit code; null when the process goes on. */
  run(given: Given): Promise<number | null>
}

export const asJson: Option = { type: 'boolean', means: 'print JSON, for scripts' }

/** The user asked for something that the command does not do; the message is one sentence. */
export class UsageRefused extends Error {
  override readonly name = 'UsageRefused'
}

/** What was asked for cannot be done; the message is one sentence with the cure. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused'
}

/** The options as `util.parseArgs` takes them. */
export function parserOptions(options: Command['options']): NonNullable<ParseArgsConfig['options']> {
  const all = Object.entries(options).map(([name, { type }]) => [name, { type }] as const)
  return { ...Object.fromEntries(all), help: { type: 'boolean', short: 'h' } }
}
