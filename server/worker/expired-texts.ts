const betweenMilliseconds = 60_000

/**
 * The text of a code is erased when the code's life ends, also where no gateway took it and its job was given up
 * (signing-flow.md §4, storage). Looked for once a minute, through an index of the texts that are still there.
 */
export function startErasingTexts({
  erase,
  log,
}: {
  erase: () => Promise<void>
  log: (level: 'warn', message: string, fields: Record<string, unknown>) => void
}): { stop(): Promise<void> } {
  let working: Promise<void> = Promise.resolve()
  const work = () => {
    working = working.then(erase).catch((error: unknown) => {
      log('warn', 'expired texts could not be erased', {
        reason: error instanceof Error ? error.name : 'unknown',
      })
    })
  }
  const timer = setInterval(work, betweenMilliseconds)
  work()
  return {
    async stop() {
      clearInterval(timer)
      await working
    },
  }
}
