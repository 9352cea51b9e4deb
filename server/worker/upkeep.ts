import { DatabaseAway } from '#server/usecases/refused.ts'

export type UpkeepTask = {
  /** For the log, when it fails. */
  name: string
  work: () => Promise<void>
  everyMilliseconds: number
  log: (level: 'warn', message: string, fields: Record<string, unknown>) => void
}

/**
 * Does an upkeep task now and again and again, one at a time: a round that takes long lets the next ones pass. A
 * failure is told and the next round comes all the same.
 */
export function startUpkeep({ name, work, everyMilliseconds, log }: UpkeepTask): { stop(): Promise<void> } {
  let working: Promise<void> | null = null
  const round = () => {
    working ??= work()
      .catch((error: unknown) => {
        // That the database is away is told once, by whoever watches over it.
        if (error instanceof DatabaseAway) return
        log('warn', 'an upkeep task failed', {
          upkeepTask: name,
          reason: error instanceof Error ? error.name : 'unknown',
        })
      })
      .finally(() => {
        working = null
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
