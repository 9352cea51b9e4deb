import type { Refusal } from '#domain/refusal.ts'
import type { StrangerLimit } from '#domain/stranger-limit.ts'
import { Refused } from './refused.ts'
import type { StrangerLimits } from './stranger-limit-ports.ts'

/** A limit, and whose. */
export type Counter = [limit: StrangerLimit, who: string[]]

/**
 * Throws the refusal for the first of these that has none left. `wait` looks only, `spend` takes one of each: who looks at all
 * before, loses no try of one to what another refuses.
 */
export async function refuseSpent(
  limits: StrangerLimits,
  step: 'wait' | 'spend',
  counters: Counter[],
  refusalAfter: (minutes: number) => Refusal,
): Promise<void> {
  for (const [limit, who] of counters) {
    const minutes = await limits[step](limit, ...who)
    if (minutes !== null) throw new Refused(refusalAfter(minutes))
  }
}
