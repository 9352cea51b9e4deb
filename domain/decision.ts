import type { Fact } from './fact.ts'
import type { Refusal } from './refusal.ts'

/**
 * What a rule returns: the next state, what happened, and, when the answer is no, why.
 * A refusal may come with a changed state: a wrong guess costs a try.
 */
export type Decision<State> = { next: State; facts: Fact[]; refusal?: Refusal }

export function accepted<State>(next: State, ...facts: Fact[]): Decision<State> {
  return { next, facts }
}

/** No, and nothing changes. */
export function refused<State>(state: State, refusal: Refusal): Decision<State> {
  return { next: state, facts: [], refusal }
}
