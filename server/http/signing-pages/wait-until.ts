import { setTimeout as sleep } from 'node:timers/promises'
import type { SigningNeeds } from './needs.ts'

const stepMilliseconds = 60

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
  while (!done(state) && clock.now().getTime() < end) {
    await sleep(stepMilliseconds)
    state = await again()
  }
  return state
}
