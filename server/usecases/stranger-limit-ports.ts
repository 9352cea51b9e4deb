import type { StrangerLimit } from '#domain/stranger-limit.ts'

/** What strangers may spend (`domain/stranger-limit.ts`). `who`: an address, an account, a member; kept as a hash. */
export interface StrangerLimits {
  /** Spends one, before the work. Minutes until the window ends when there was none left, else null. */
  spend(limit: StrangerLimit, ...who: string[]): Promise<number | null>
  /** The same without spending: for what is counted only when it turned out costly. */
  wait(limit: StrangerLimit, ...who: string[]): Promise<number | null>
  /** Gives everything back. */
  forget(limit: StrangerLimit, ...who: string[]): Promise<void>
}
