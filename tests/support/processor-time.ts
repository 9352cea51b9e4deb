import { readFileSync } from 'node:fs'
import { afterAll } from 'vitest'

declare module 'vitest' {
  export interface TaskMeta {
    /** What a file took of the processors, with every program that it started and saw the end of. */
    processorSeconds?: number
  }
}

/** Linux counts in hundredths of a second, whatever the machine; elsewhere nothing is said. */
const ticks = 100

function processorSeconds(): number | undefined {
  try {
    // Behind the name, which may hold anything: user, system, and both of the children that ended.
    const fields = readFileSync('/proc/self/stat', 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ')
    return fields.slice(11, 15).reduce((sum, each) => sum + Number(each), 0) / ticks
  } catch {
    return undefined
  }
}

// Files follow each other in one process, and this is run before each of them.
const before = processorSeconds()

// Hooks of the end run last first: this one after those of the file.
// biome-ignore lint/correctness/noEmptyPattern: vitest reads off the first argument which fixtures a hook wants
afterAll(({}, file) => {
  const after = processorSeconds()
  if (before !== undefined && after !== undefined) file.meta.processorSeconds = after - before
})
