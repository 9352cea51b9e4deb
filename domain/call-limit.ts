/**
 * How many calls of the Web API one token may make: never more than the limit in any sixty seconds.
 * The count lives in the database; processes take calls from it in leases, so that a call costs no write of its own. A
 * lease counts as if all of it were used at its end, until its process says when its calls really were; so leases are
 * short, begin small, grow with their use, and shrink as the minute fills up.
 */
export type CallWindow = {
  clientId: string
  /** Calls that count, by the second (since 1970) at which they stop counting. */
  counted: ReadonlyMap<number, number>
  /** Calls before this instant are refused and do not lengthen the block. */
  blockedUntil: Date | null
}

const callRules = {
  minuteSeconds: 60,
  blockMilliseconds: 60_000,
  leaseMilliseconds: 10_000,
  firstLease: 5,
  leaseCalls: 50,
}

/** Calls that a process may let through until `until`; a block lets none through. */
export type CallLease = { granted: number; until: Date; isBlock: boolean }

/** When the calls of a lease really were: by the second, how many. */
export type UsedLease = CallLease & { used: ReadonlyMap<number, number> }

/** The second in which this instant lies. */
export function secondOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1000)
}

/** How many calls a process asks for: twice as many as it has just used up, few when it begins anew. */
export function callsToAsk(usedUp: CallLease | undefined, now: Date): number {
  if (usedUp === undefined || usedUp.isBlock || usedUp.until <= now) return callRules.firstLease
  return Math.min(callRules.leaseCalls, 2 * usedUp.granted)
}

/**
 * Takes up to one lease of `asked` calls out of the minute, after the process's lease before it (`before`) was put right.
 * Taking from a full minute blocks the token.
 */
export function leaseCalls(
  window: CallWindow,
  { perMinute, asked, before }: { perMinute: number; asked: number; before: UsedLease | null },
  now: Date,
): { next: CallWindow; lease: CallLease } {
  if (window.blockedUntil !== null && window.blockedUntil > now) {
    return { next: window, lease: { granted: 0, until: window.blockedUntil, isBlock: true } }
  }
  const { clientId } = window
  // No call passed during a block, and it is as long as a minute: nothing from before it counts any more.
  const counted = window.blockedUntil === null ? corrected(window.counted, before, now) : new Map()
  const remaining = perMinute - sumOf(counted)
  if (remaining <= 0) {
    const blockedUntil = new Date(now.getTime() + callRules.blockMilliseconds)
    return {
      next: { clientId, counted, blockedUntil },
      lease: { granted: 0, until: blockedUntil, isBlock: true },
    }
  }
  const granted = Math.min(asked, Math.max(1, Math.floor(remaining / 4)))
  const until = new Date(now.getTime() + callRules.leaseMilliseconds)
  add(counted, endOfCountOf(secondOf(until)), granted)
  return { next: { clientId, counted, blockedUntil: null }, lease: { granted, until, isBlock: false } }
}

/** What still counts at `now`, with the calls of this lease where they really were. */
function corrected(
  counted: ReadonlyMap<number, number>,
  lease: UsedLease | null,
  now: Date,
): Map<number, number> {
  const next = new Map(counted)
  if (lease !== null && !lease.isBlock) {
    const provisional = endOfCountOf(secondOf(lease.until))
    add(next, provisional, -Math.min(lease.granted, next.get(provisional) ?? 0))
    for (const [second, calls] of lease.used) add(next, endOfCountOf(second), calls)
  }
  for (const [end, calls] of next) if (end * 1000 <= now.getTime() || calls === 0) next.delete(end)
  return next
}

/** A call counts until a minute after the end of its second: rather a moment too long than too short. */
function endOfCountOf(second: number): number {
  return second + 1 + callRules.minuteSeconds
}

function add(counted: Map<number, number>, end: number, calls: number): void {
  counted.set(end, (counted.get(end) ?? 0) + calls)
}

/** The calls that count. */
export function sumOf(counted: ReadonlyMap<number, number>): number {
  return [...counted.values()].reduce((sum, calls) => sum + calls, 0)
}

export function newWindow(clientId: string): CallWindow {
  return { clientId, counted: new Map(), blockedUntil: null }
}
