import { expect, test } from 'vitest'
import { type CallWindow, leaseCalls, newWindow } from './call-limit.ts'

const start = new Date('2026-11-22T03:00:00Z')
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000)

/** Takes leases at one instant until nothing is left; answers the calls granted. */
function exhaust(window: CallWindow, perMinute: number, now: Date): { window: CallWindow; granted: number } {
  let granted = 0
  for (let current = window; ; ) {
    const { next, lease } = leaseCalls(current, perMinute, now)
    if (lease.left === 0) return { window: next, granted }
    granted += lease.left
    current = next
  }
}

test.each([1, 49, 50, 51, 800])('%i calls a minute are granted, not one more', (perMinute) => {
  expect(exhaust(newWindow('c', start), perMinute, start).granted).toBe(perMinute)
})

test('a new minute grants them again', () => {
  const { next } = leaseCalls(newWindow('c', start), 60, start)
  expect(exhaust(next, 60, after(59)).granted).toBe(10)
  expect(exhaust(next, 60, after(60)).granted).toBe(60)
})

test('the block lasts a minute, and calls during it do not lengthen it', () => {
  const { window } = exhaust(newWindow('c', start), 10, start)
  const blocked = leaseCalls(window, 10, after(30))
  expect(blocked.lease).toEqual({ left: 0, until: after(60), isBlock: true })
  expect(blocked.next).toBe(window)
  expect(exhaust(window, 10, after(60)).granted).toBe(10)
})
