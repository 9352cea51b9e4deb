import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until it is so; throws, naming what was waited for, after as many seconds. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  seconds = 30,
): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !(await isSo()); await sleep(25)) {
    if (Date.now() > end) throw new Error(`${what}: not after ${seconds} s`)
  }
}
