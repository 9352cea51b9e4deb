declare module 'vitest' {
  export interface TaskMeta {
    /** What the machine lacks, and therefore why it was skipped. */
    lacks?: string
  }
}

/** A program or package that tests drive and that a machine may lack. */
export type Need = {
  /** What it is, and how a machine comes to it. */
  what: string
  isHere: boolean
  /** CI has it, for `npm test` or the test itself installs it there: without it the tests fail instead of being skipped. */
  inCi: boolean
}

/**
 * For `describe` and `test`, behind their name: without these programs they are skipped, and the end of the run counts them beside
 * what is missing.
 */
export function needs(...needed: Need[]): { skip?: boolean; meta?: { lacks: string } } {
  const missing = needed.filter(({ isHere, inCi }) => !isHere && !(inCi && process.env.CI))
  return missing.length === 0
    ? {}
    : { skip: true, meta: { lacks: missing.map(({ what }) => what).join(', ') } }
}
