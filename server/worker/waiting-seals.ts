import { StoredFileMissing } from '#server/usecases/delivery-ports.ts'
import { AwaitsOperator, FileRefused, SealingFailed } from '#server/usecases/refused.ts'
import type { Tasks, Try } from './tasks.ts'
import type { UpkeepTask } from './upkeep.ts'

/** So often one waiting seal is tried while sealing fails. */
const everyMilliseconds = 3_000

type Log = (level: 'error', message: string, fields: Record<string, unknown>) => void

type RetryWaitingSeals = (most: number | null) => Promise<number>

/**
 * A job that fails waits longer and longer for its next try, and after an outage of an hour nobody wants to wait another
 * one. So while seals fail for reasons that pass (no authority, no storage), one of them is tried every three seconds,
 * and as soon as one succeeds all are. Those also that wait when a process starts, for an operator may just have mended
 * what was wrong.
 */
export function watchSeals(
  retry: RetryWaitingSeals,
  log: Log,
): { around(tasks: Tasks): Tasks; upkeepTask: Omit<UpkeepTask, 'log'> } {
  let ailing = false
  let started = false

  function alarm({ documentId, reason }: SealingFailed): void {
    const cure =
      'mend what the reason names and start again, or let the sender end the document (docs/operations.md, a seal that fails)'
    log('error', 'the seal of a document cannot be made; sender and recipients were told', {
      event: 'sealing.failed',
      document: documentId,
      reason,
      cure,
    })
  }

  function watched<Payload>(
    task: (payload: Payload, now: Try) => Promise<unknown>,
  ): (payload: Payload, now: Try) => Promise<unknown> {
    return async (payload, now) => {
      try {
        await task(payload, now)
      } catch (error) {
        if (error instanceof SealingFailed) alarm(error)
        if (mayPass(error)) ailing = true
        throw error
      }
      if (!ailing) return
      ailing = false
      await retry(null)
    }
  }

  return {
    around: (tasks) => ({
      ...tasks,
      'sign-act': watched(tasks['sign-act']),
      'conclude-document': watched(tasks['conclude-document']),
    }),
    upkeepTask: {
      name: 'try waiting seals',
      everyMilliseconds,
      async work() {
        if (!started) await retry(null)
        else if (ailing) await retry(1)
        started = true
      },
    },
  }
}

/** Not another certificate, which needs another start; not a verdict about a file, which stays the same. */
function mayPass(error: unknown): boolean {
  if (error instanceof AwaitsOperator || error instanceof FileRefused || error instanceof SealingFailed)
    return false
  // That the whole storage is away is another error.
  if (error instanceof StoredFileMissing) return false
  return (error as { verdict?: unknown }).verdict !== true
}
