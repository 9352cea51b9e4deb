/**
 * One event on its way to one reader: its own tries, its own end. Webhooks today; a channel is a column, so that other
 * ways may become rows of the same kind.
 */
export type Delivery = {
  id: string
  teamId: string
  documentId: string | null
  channel: 'webhook'
  /** The event's id, the same at each try and for each reader: `webhook-id`. */
  event: string
  type: string
  /** Its number in the chain of the document or the team; null for a test that a member asked for. */
  sequence: number | null
  /** The endpoint. */
  target: string
  state: DeliveryState
  /** Tries made in all. */
  attempts: number
  /** Of these, since it was last asked for. */
  tries: number
  /** How often it was asked for: the event itself, then each replay. */
  round: number
  createdAt: Date
  roundAt: Date
  /** Of the next try; null when it has ended. */
  nextAt: Date | null
  endedAt: Date | null
  /** Why it is where it is: `http_503`, `timeout_after_writing`, `endpoint_off` …; empty while nothing went wrong. */
  reason: string
}

/** `refused`: the receiver said no. `parked`: given up until somebody asks for it; never dropped. */
export type DeliveryState = 'waiting' | 'delivered' | 'refused' | 'parked'

/** One try. `status` null: no answer came. */
export type DeliveryAttempt = {
  number: number
  at: Date
  milliseconds: number
  status: number | null
  /** As `reasonOf` says it. */
  outcome: string
  /** The first 2 KB of the answer. */
  answer: string
}

/** The same delivery from its beginning: its next try is due now. Asked for while it waits, it is only brought forward. */
export function replayed(delivery: Delivery, now: Date): Delivery {
  if (delivery.state === 'waiting') return { ...delivery, nextAt: now }
  return {
    ...delivery,
    state: 'waiting',
    tries: 0,
    round: delivery.round + 1,
    roundAt: now,
    nextAt: now,
    endedAt: null,
    reason: '',
  }
}

/** Ended, for this reason. */
export function ended(
  delivery: Delivery,
  state: Exclude<DeliveryState, 'waiting'>,
  reason: string,
  now: Date,
): Delivery {
  return { ...delivery, state, reason, nextAt: null, endedAt: now }
}
