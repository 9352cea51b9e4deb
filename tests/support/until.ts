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
  const begun = Date.now()
  while (!(await isSo())) {
    const waited = Date.now() - begun
    if (waited > seconds * 1000) throw new Error(`${what}: not after ${seconds} s`)
    // The longer it takes, the less often: each look takes the processors from what is waited for.
    await sleep(Math.min(200, 25 + waited / 10))
  }
}
