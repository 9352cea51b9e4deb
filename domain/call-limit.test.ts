import { describe, expect, test } from 'vitest'
import { type CallLease, type CallWindow, callsToAsk, leaseCalls, newWindow } from './call-limit.ts'

const start = new Date('2026-11-22T03:00:00Z')
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000)

/** One process takes leases at one instant until nothing is left; answers the calls granted. */
function exhaust(
  window: CallWindow,
  perMinute: number,
  now: Date,
): { window: CallWindow; granted: number; leases: number[] } {
  const leases: number[] = []
  let usedUp: CallLease | undefined
  for (let current = window; ; ) {
    const { next, lease } = leaseCalls(current, { perMinute, asked: callsToAsk(usedUp, now) }, now)
    if (lease.left === 0)
      return { window: next, granted: leases.reduce((sum, each) => sum + each, 0), leases }
    leases.push(lease.left)
    usedUp = lease
    current = next
  }
}

test.each([1, 2, 49, 50, 51, 800])('%i calls a minute are granted, not one more', (perMinute) => {
  expect(exhaust(newWindow('c', start), perMinute, start).granted).toBe(perMinute)
})

test('a new minute grants them again', () => {
  const { next, lease } = leaseCalls(newWindow('c', start), { perMinute: 60, asked: 5 }, start)
  expect(lease.left).toBe(5)
  expect(exhaust(next, 60, at(59)).granted).toBe(55)
  expect(exhaust(next, 60, at(60)).granted).toBe(60)
})

test('a limit that the operator has lowered holds at once', () => {
  const { next } = leaseCalls(newWindow('c', start), { perMinute: 800, asked: 50 }, start)
  expect(leaseCalls(next, { perMinute: 20, asked: 5 }, at(1)).lease.isBlock).toBe(true)
})

test('the block lasts a minute, and calls during it do not lengthen it', () => {
  const { window } = exhaust(newWindow('c', start), 10, start)
  const blocked = leaseCalls(window, { perMinute: 10, asked: 5 }, at(30))
  expect(blocked.lease).toEqual({ granted: 0, left: 0, until: at(60), isBlock: true })
  expect(blocked.next).toBe(window)
  expect(exhaust(window, 10, at(60)).granted).toBe(10)
})

test('a block that begins late in the minute still lasts sixty seconds', () => {
  const { window } = exhaust(newWindow('c', start), 10, at(50))
  expect(leaseCalls(window, { perMinute: 10, asked: 5 }, at(109)).lease.isBlock).toBe(true)
  expect(leaseCalls(window, { perMinute: 10, asked: 5 }, at(110)).lease.left).toBeGreaterThan(0)
})

describe('leases', () => {
  test('begin small, grow with their use, and shrink as the minute runs out; few are needed', () => {
    const { leases } = exhaust(newWindow('c', start), 800, start)
    expect(leases.slice(0, 5)).toEqual([5, 10, 20, 40, 50])
    expect(Math.max(...leases)).toBe(50)
    expect(leases.at(-1)).toBe(1)
    expect(leases.length).toBeLessThan(40)
  })

  test('begin small again in a new minute and after a block', () => {
    const usedUp = { granted: 50, left: 0, until: at(60), isBlock: false }
    expect(callsToAsk(usedUp, at(59))).toBe(50)
    expect(callsToAsk(usedUp, at(60))).toBe(5)
    expect(callsToAsk({ ...usedUp, granted: 0, isBlock: true }, at(59))).toBe(5)
  })

  test('of a process that got one call cost the others four', () => {
    const idle = leaseCalls(
      newWindow('c', start),
      { perMinute: 800, asked: callsToAsk(undefined, start) },
      start,
    )
    expect(exhaust(idle.next, 800, at(1)).granted).toBe(795)
  })

  test('of two processes that share the calls evenly lose next to none', () => {
    let window = newWindow('c', start)
    const processes: (CallLease | undefined)[] = [undefined, undefined]
    let passed = 0
    for (let turn = 0; ; turn = 1 - turn) {
      const held = processes[turn]
      if (held === undefined || held.left === 0) {
        const asked = callsToAsk(held, at(1))
        const { next, lease } = leaseCalls(window, { perMinute: 800, asked }, at(1))
        if (lease.isBlock) break
        window = next
        processes[turn] = { ...lease, left: lease.left - 1 }
      } else held.left -= 1
      passed += 1
    }
    expect(passed).toBeGreaterThanOrEqual(797)
    expect(passed).toBeLessThanOrEqual(800)
  })
})
