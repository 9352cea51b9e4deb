import type { Confinement } from './confinement.ts'
import type { JobLimits } from './job-cost.ts'
import type { ChildOptions } from './start-child.ts'

/** How many children there may be, and what their jobs may cost. */
export type PoolOptions = ChildOptions & {
  maxChildren: number
  /** What one job may cost. */
  limits: JobLimits
  /** The ways of starting a child, the strongest first. */
  ways?: Confinement[]
  /** Told once when this system allows only a weaker way, and of each job that the machine had no time for. */
  log?: (level: 'warn', message: string, fields: Record<string, unknown>) => void
}
