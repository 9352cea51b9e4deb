import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect } from 'vitest'

/** Twice the input may cost at most this much more processor time. A parser of the square costs four times. */
const mostForTwice = 2.5

/** Below this the clock of the processor says nothing. */
const leastMilliseconds = 8

/** What earlier rounds left to be collected is not charged to this one. */
async function processorMilliseconds(work: () => unknown, times: number): Promise<number> {
  collect()
  const before = process.cpuUsage()
  for (let time = 0; time < times; time++) await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/**
 * Reads an input of `size` and one of twice that, in turn and as often as the clock needs, and holds the best of several
 * tries against each other. The shorter one is read twice as often: both then read as many bytes and leave as much to be
 * collected, so that a collection that begins at some amount of litter is not taken for the cost of a longer input. On a
 * machine that is busy with other things more tries are made; a parser of the square fails them all. What stops at once,
 * whatever comes, costs nothing that could be doubled.
 */
export async function expectLinear<Input>(
  read: (input: Input) => unknown,
  make: (size: number) => Input,
  size: number,
): Promise<void> {
  const [once, twice] = [make(size), make(2 * size)]
  let times = 1
  while ((await processorMilliseconds(() => read(twice), times)) < leastMilliseconds) {
    if (times >= 1024) return
    times *= 2
  }
  let [shorter, longer] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let round = 0; round < 40; round++) {
    shorter = Math.min(shorter, (await processorMilliseconds(() => read(once), 2 * times)) / 2)
    longer = Math.min(longer, await processorMilliseconds(() => read(twice), times))
    if (round >= 2 && longer <= mostForTwice * shorter) return
  }
  expect(longer / shorter).toBeLessThanOrEqual(mostForTwice)
}
