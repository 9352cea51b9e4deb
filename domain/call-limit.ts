/**
 * How many calls of the Web API one token may make (web-api.md §1, 429). The count lives in the database; processes take
 * calls from it in leases, so that a call costs no write of its own. What a process has leased and does not use is lost
 * to the others, who would refuse that much too early: so leases begin small, grow with their use, and shrink as the
 * minute runs out.
 */
export type CallWindow = {
  clientId: string
  startedAt: Date
  taken: number
  /** Calls before this instant are refused and do not lengthen the block. */
  blockedUntil: Date | null
}

export const callRules = {
  windowMilliseconds: 60_000,
  blockMilliseconds: 60_000,
  firstLease: 5,
  leaseCalls: 50,
}

/** Calls that a process may let through until `until`; a block lets none through. */
export type CallLease = { granted: number; left: number; until: Date; isBlock: boolean }

/** How many calls a process asks for: twice as many as it has just used up, few when it begins a minute. */
export function callsToAsk(usedUp: CallLease | undefined, now: Date): number {
  if (usedUp === undefined || usedUp.isBlock || usedUp.until <= now) return callRules.firstLease
  return Math.min(callRules.leaseCalls, 2 * usedUp.granted)
}

/** Takes up to one lease of `asked` calls out of the minute. Taking from an empty minute blocks the token. */
export function leaseCalls(
  window: CallWindow,
  { perMinute, asked }: { perMinute: number; asked: number },
  now: Date,
): { next: CallWindow; lease: CallLease } {
  if (window.blockedUntil !== null && window.blockedUntil > now) {
    return { next: window, lease: blockUntil(window.blockedUntil) }
  }
  const minuteEnds = new Date(window.startedAt.getTime() + callRules.windowMilliseconds)
  const isOver = window.blockedUntil !== null || minuteEnds <= now
  const current = isOver ? newWindow(window.clientId, now) : window
  const remaining = perMinute - current.taken
  if (remaining <= 0) {
    const blockedUntil = new Date(now.getTime() + callRules.blockMilliseconds)
    return { next: { ...current, blockedUntil }, lease: blockUntil(blockedUntil) }
  }
  const left = Math.min(asked, Math.max(1, Math.floor(remaining / 4)))
  const until = new Date(current.startedAt.getTime() + callRules.windowMilliseconds)
  return {
    next: { ...current, taken: current.taken + left },
    lease: { granted: left, left, until, isBlock: false },
  }
}

function blockUntil(until: Date): CallLease {
  return { granted: 0, left: 0, until, isBlock: true }
}

export function newWindow(clientId: string, now: Date): CallWindow {
  return { clientId, startedAt: now, taken: 0, blockedUntil: null }
}
