import type { LoggedCall } from '#domain/logged-call.ts'
import type { CallLog } from '../call-log-ports.ts'

/** So many wait in memory while the database is away; then the oldest go. */
const mostWaiting = 10_000
/** One statement writes so many. */
const batch = 1_000

/**
 * Gathers calls and hands them on in batches: a call costs a push to a list. A `kill -9` loses what was gathered since the last
 * flush, which is asked for every second. What cannot be written waits for the next.
 */
export function callLog(write: (calls: LoggedCall[]) => Promise<void>): CallLog {
  let waiting: LoggedCall[] = []
  let writing: Promise<void> | null = null
  return {
    note(call) {
      if (waiting.length >= mostWaiting) waiting = waiting.slice(-mostWaiting / 2)
      waiting.push(call)
    },
    async flush() {
      await writing?.catch(() => undefined)
      writing = drain()
      await writing
    },
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const some = waiting.splice(0, batch)
      try {
        await write(some)
      } catch (error) {
        waiting = [...some, ...waiting].slice(-mostWaiting)
        throw error
      }
    }
  }
}
