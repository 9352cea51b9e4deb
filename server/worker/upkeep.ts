export type Chore = {
  /** For the log, when it fails. */
  name: string
  work: () => Promise<void>
  everyMilliseconds: number
  log: (level: 'warn', message: string, fields: Record<string, unknown>) => void
}

/** Does a chore now and again and again, one at a time; a failure is told and the next round comes all the same. */
export function startUpkeep({ name, work, everyMilliseconds, log }: Chore): { stop(): Promise<void> } {
  let working: Promise<void> = Promise.resolve()
  const round = () => {
    working = working.then(work).catch((error: unknown) => {
      log('warn', 'a chore failed', { chore: name, reason: error instanceof Error ? error.name : 'unknown' })
    })
  }
  const timer = setInterval(round, everyMilliseconds)
  round()
  return {
    async stop() {
      clearInterval(timer)
      await working
    },
  }
}
