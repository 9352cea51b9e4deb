import { setTimeout as sleep } from 'node:timers/promises'
import type { SigningNeeds } from './needs.ts'

/** Short waits end soon, long ones cost little. */
const steps = { first: 40, growth: 1.5, longest: 250 }

/** Looks again until it is done or patience ends; then whatever there is. */
export async function waitUntil<State>(
  { clock }: Pick<SigningNeeds, 'clock'>,
  first: State,
  {
    done,
    again,
    patienceMilliseconds,
  }: {
    done: (state: State) => boolean
    again: () => Promise<State>
    patienceMilliseconds: number
  },
): Promise<State> {
  const end = clock.now().getTime() + patienceMilliseconds
  let state = first
  let step = steps.first
  while (!done(state) && clock.now().getTime() < end) {
    await sleep(step)
    step = Math.min(step * steps.growth, steps.longest)
    state = await again()
  }
  return state
}
