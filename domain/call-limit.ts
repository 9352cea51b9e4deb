/**
 * How many calls of the Web API one token may make (web-api.md §1, 429). The count lives in the database; processes take
 * calls from it in leases, so that a call costs no write of its own.
 */
export type CallWindow = {
  clientId: string
  startedAt: Date
  taken: number
  /** Calls before this instant are refused and do not lengthen the block. */
  blockedUntil: Date | null
}

export const callRules = { windowMilliseconds: 60_000, blockMilliseconds: 60_000, leaseCalls: 50 }

/** Calls that a process may let through until `until`; a block lets none through. */
export type CallLease = { left: number; until: Date; isBlock: boolean }

/** Takes up to one lease out of the minute. Taking from an empty minute blocks the token. */
export function leaseCalls(
  window: CallWindow,
  perMinute: number,
  now: Date,
): { next: CallWindow; lease: CallLease } {
  if (window.blockedUntil !== null && window.blockedUntil > now) {
    return { next: window, lease: blockUntil(window.blockedUntil) }
  }
  const minuteEnds = new Date(window.startedAt.getTime() + callRules.windowMilliseconds)
  const isOver = window.blockedUntil !== null || minuteEnds <= now
  const current = isOver ? newWindow(window.clientId, now) : window
  const left = Math.min(callRules.leaseCalls, perMinute - current.taken)
  if (left <= 0) {
    const blockedUntil = new Date(now.getTime() + callRules.blockMilliseconds)
    return { next: { ...current, blockedUntil }, lease: blockUntil(blockedUntil) }
  }
  const until = new Date(current.startedAt.getTime() + callRules.windowMilliseconds)
  return { next: { ...current, taken: current.taken + left }, lease: { left, until, isBlock: false } }
}

function blockUntil(until: Date): CallLease {
  return { left: 0, until, isBlock: true }
}

export function newWindow(clientId: string, now: Date): CallWindow {
  return { clientId, startedAt: now, taken: 0, blockedUntil: null }
}
