import type { DocumentEvent } from './document-event.ts'
import type { Refusal } from './refusal.ts'

/**
 * What a rule returns: the next state, what happened, and, when the answer is no, why.
 * A refusal may come with a changed state: a wrong guess costs a try.
 */
export type Decision<State> = { next: State; events: DocumentEvent[]; refusal?: Refusal }

export function accepted<State>(next: State, ...events: DocumentEvent[]): Decision<State> {
  return { next, events }
}

/** No, and nothing changes. */
export function refused<State>(state: State, refusal: Refusal): Decision<State> {
  return { next: state, events: [], refusal }
}
