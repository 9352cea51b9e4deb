import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect } from 'vitest'

/** Twice the input may cost at most this much more processor time. A parser of the square costs four times. */
const mostForTwice = 2.5

/** At most this is so clearly no square that one try is enough: all others are made to be just to what is slower. */
const clearForTwice = 2.2

/** How many tries are made at most. */
const patience = 20

/** Below this the clock of the processor says nothing. */
const leastMilliseconds = 8

async function processorMilliseconds(work: () => unknown, times: number): Promise<number> {
  const before = process.cpuUsage()
  for (let time = 0; time < times; time++) await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** The same, where what earlier rounds left to be collected is not charged to this one. */
function measured(work: () => unknown, times: number): Promise<number> {
  collect()
  return processorMilliseconds(work, times)
}

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/**
 * Reads an input of `size` and one of twice that, in turn and as often as the clock needs, and holds the best of several
 * tries against each other; of one try, where that leaves no doubt. The shorter one is read as many times more often as it is shorter: both then read as many bytes
 * and leave as much to be collected, so that a collection that begins at some amount of litter is not taken for the cost of a
 * longer input. On a machine that is busy with other things more tries are made.
 *
 * The cost of memory has steps: where the longer input no longer fits into a cache, or is moved by the collector, one doubling
 * costs more than it would elsewhere, however often it is tried. Where twice costs too much, wider spans are therefore asked too,
 * up and down, with the same bound for each doubling on the way: a step is outweighed there, and a parser of the square (16 and
 * 64 times) fails all of them. An input that is refused because it is longer than allowed clears nobody. What stops at once,
 * whatever comes, costs nothing that could be doubled.
 */
export async function expectLinear<Input>(
  read: (input: Input) => unknown,
  make: (size: number) => Input,
  size: number,
  tries = patience,
): Promise<void> {
  const seen: string[] = []
  for (const [shorter, longer] of spans) {
    const factor = longer / shorter
    const most = mostForTwice ** Math.log2(factor)
    const clear = clearForTwice ** Math.log2(factor)
    const [less, more] = [make(Math.floor(shorter * size)), make(longer * size)]
    const growth = await growthOfCost(read, { less, more, factor, most, clear, tries })
    if (longer === 2 && (growth === undefined || growth <= most)) return
    // A longer input that costs too little was not read to its end.
    if (growth !== undefined && growth <= most && growth >= factor / 2) return
    seen.push(
      `${shorter} to ${longer}: ${growth?.toFixed(2) ?? 0} times as much, ${most.toFixed(2)} is allowed`,
    )
  }
  expect.fail(seen.join('; '))
}

/** What is held against each other, in sizes; the first is the rule. */
const spans = [
  [1, 2],
  [1, 4],
  [1, 8],
  [0.5, 2],
  [0.25, 2],
] as const

type Compared<Input> = {
  less: Input
  more: Input
  factor: number
  most: number
  clear: number
  tries: number
}

/** How many times as much the longer input costs; undefined if it costs nothing. More tries are made while it is above `most`. */
async function growthOfCost<Input>(
  read: (input: Input) => unknown,
  { less, more, factor, most, clear, tries }: Compared<Input>,
): Promise<number | undefined> {
  // What was never run is compiled first: the first run says little of how often it must be repeated.
  await processorMilliseconds(() => read(more), 1)
  // To collect takes longer than most readings: not while only the number of times is looked for.
  let times = 1
  while ((await processorMilliseconds(() => read(more), times)) < leastMilliseconds) {
    if (times >= 1024) return undefined
    times *= 2
  }
  let [shorter, longer] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let round = 0; round < tries; round++) {
    shorter = Math.min(shorter, (await measured(() => read(less), factor * times)) / factor)
    longer = Math.min(longer, await measured(() => read(more), times))
    if (longer <= (round < 2 ? clear : most) * shorter) break
  }
  return longer / shorter
}
