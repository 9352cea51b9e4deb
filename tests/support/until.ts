import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Waits until it is so; throws, naming what was waited for, after as many seconds. A minute is long for one server and short
 * for a machine on which everything runs: whoever waits in vain waits it out, and nobody else.
 */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  seconds = 60,
): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !(await isSo()); await sleep(25)) {
    if (Date.now() > end) throw new Error(`${what}: not after ${seconds} s`)
  }
}
