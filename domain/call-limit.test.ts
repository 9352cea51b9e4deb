import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type CallLease,
  type CallWindow,
  callsToAsk,
  leaseCalls,
  newWindow,
  secondOf,
  type UsedLease,
} from './call-limit.ts'

const start = new Date('2026-11-22T03:00:00Z')
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000)

/** One process takes leases at one instant until nothing is left; answers the calls granted. */
function exhaust(
  window: CallWindow,
  perMinute: number,
  now: Date,
): { window: CallWindow; granted: number; leases: number[] } {
  const leases: number[] = []
  let before: UsedLease | null = null
  for (let current = window; ; ) {
    const asked = callsToAsk(before ?? undefined, now)
    const { next, lease }: { next: CallWindow; lease: CallLease } = leaseCalls(
      current,
      { perMinute, asked, before },
      now,
    )
    if (lease.isBlock) return { window: next, granted: leases.reduce((sum, each) => sum + each, 0), leases }
    leases.push(lease.granted)
    before = { ...lease, used: new Map([[secondOf(now), lease.granted]]) }
    current = next
  }
}

const take = (window: CallWindow, perMinute: number, now: Date, before: UsedLease | null = null) =>
  leaseCalls(window, { perMinute, asked: callsToAsk(before ?? undefined, now), before }, now)

test.each([1, 2, 49, 50, 51, 800])('%i calls a minute are granted, not one more', (perMinute) => {
  expect(exhaust(newWindow('c'), perMinute, start).granted).toBe(perMinute)
})

test('each call counts for a minute of its own, and then no more', () => {
  const first = take(newWindow('c'), 60, start)
  const before = { ...first.lease, used: new Map([[secondOf(start), 5]]) }
  const second = take(first.next, 60, at(30), before)
  expect(exhaust(second.next, 60, at(60)).granted).toBe(50)
  expect(exhaust(second.next, 60, at(61)).granted).toBe(55)
})

test('what a process gives back unused is there for all', () => {
  const { next, lease } = take(newWindow('c'), 60, start)
  const unused = { ...lease, used: new Map([[secondOf(start), 1]]) }
  const again = leaseCalls(next, { perMinute: 60, asked: 5, before: unused }, at(1))
  expect(exhaust(again.next, 60, at(2)).granted).toBe(60 - 1 - 5)
})

test('a limit that the operator has lowered holds at once', () => {
  const { next } = leaseCalls(newWindow('c'), { perMinute: 800, asked: 50, before: null }, start)
  expect(take(next, 20, at(1)).lease.isBlock).toBe(true)
})

test('the block lasts a minute, and calls during it do not lengthen it', () => {
  const { window } = exhaust(newWindow('c'), 10, at(50))
  const blocked = take(window, 10, at(80))
  expect(blocked.lease).toEqual({ granted: 0, until: at(110), isBlock: true })
  expect(blocked.next).toBe(window)
  expect(take(window, 10, at(109)).lease.isBlock).toBe(true)
  expect(exhaust(window, 10, at(110)).granted).toBe(10)
})

describe('leases', () => {
  test('begin small, grow with their use, and shrink as the minute fills up; few are needed', () => {
    const { leases } = exhaust(newWindow('c'), 800, start)
    expect(leases.slice(0, 5)).toEqual([5, 10, 20, 40, 50])
    expect(Math.max(...leases)).toBe(50)
    expect(leases.at(-1)).toBe(1)
    expect(leases.length).toBeLessThan(40)
  })

  test('begin small again after their end and after a block', () => {
    const usedUp = { granted: 50, until: at(10), isBlock: false }
    expect(callsToAsk(usedUp, at(9))).toBe(50)
    expect(callsToAsk(usedUp, at(10))).toBe(5)
    expect(callsToAsk({ ...usedUp, granted: 0, isBlock: true }, at(9))).toBe(5)
  })

  test('of a process that got one call cost the others four', () => {
    const idle = take(newWindow('c'), 800, start)
    expect(exhaust(idle.next, 800, at(1)).granted).toBe(795)
  })
})

/** Processes that share one count, as the door uses it; answers the instants (ms) of the calls that passed. */
function processes(count: number, perMinute: number) {
  let window = newWindow('c')
  const held: (UsedLease & { left: number; used: Map<number, number> })[] = []
  const passed: number[] = []
  let blocks = 0
  return {
    passed,
    blocks: () => blocks,
    call(turn: number, ms: number) {
      const now = new Date(start.getTime() + ms)
      if (window.blockedUntil !== null && window.blockedUntil > now) return
      const which = turn % count
      let lease = held[which]
      if (lease === undefined || lease.left === 0 || lease.until <= now) {
        const asked = callsToAsk(lease, now)
        const taken = leaseCalls(window, { perMinute, asked, before: lease ?? null }, now)
        window = taken.next
        lease = { ...taken.lease, left: taken.lease.granted, used: new Map() }
        held[which] = lease
        if (lease.isBlock) blocks += 1
      }
      if (lease.left === 0) return
      lease.left -= 1
      lease.used.set(secondOf(now), (lease.used.get(secondOf(now)) ?? 0) + 1)
      passed.push(ms)
    },
  }
}

test('in no sixty seconds do more calls pass than allowed, whoever lets them through and whenever they come', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 120 }),
      fc.array(fc.tuple(fc.nat(3), fc.oneof(fc.nat(300), fc.nat(20_000))), { minLength: 50, maxLength: 500 }),
      (count, perMinute, gaps) => {
        const all = processes(count, perMinute)
        let ms = 0
        for (const [turn, gap] of gaps) {
          ms += gap
          all.call(turn, ms)
        }
        for (const [first, begun] of all.passed.entries()) {
          const within = all.passed.findLastIndex((each) => each < begun + 60_000) - first + 1
          expect(within).toBeLessThanOrEqual(perMinute)
        }
      },
    ),
    { numRuns: 300 },
  )
})

test('a client that keeps to nine tenths of the limit is never stopped, by one process or by two', () => {
  for (const count of [1, 2]) {
    const all = processes(count, 800)
    for (let call = 0; call < 720 * 5; call++) all.call(call, Math.floor((call * 60_000) / 720))
    expect([all.blocks(), all.passed.length]).toEqual([0, 720 * 5])
  }
})

test('calls that come all at once around the turn of a minute are not let through twice', () => {
  const all = processes(1, 800)
  for (let call = 0; call < 800; call++) all.call(0, 59_000)
  for (let call = 0; call < 800; call++) all.call(0, 61_000)
  expect(all.passed.length).toBe(800)
})
