import { expect, test } from 'vitest'
import { dayIn, daysAfter, instantIn, timeIn, timeZoneIn, timeZones } from './time-zone.ts'

test.each([
  ['Asia/Tokyo', 'Asia/Tokyo'],
  ['america/new_york', 'America/New_York'],
  ['UTC', 'UTC'],
  ['Asia/Nowhere', null],
  ['+09:00', null],
  ['', null],
  ["Asia/Tokyo'; --", null],
])('%j is the zone %j', (text, zone) => {
  expect(timeZoneIn(text)).toBe(zone)
})

test('every zone that is offered may be chosen', () => {
  expect(timeZones().filter((each) => timeZoneIn(each) === null)).toEqual([])
})

test('clocks show the time of their zone, in summer too', () => {
  const instant = new Date('2027-03-31T00:00:00Z')
  expect(timeIn('Asia/Tokyo', instant)).toBe('2027-03-31T09:00:00')
  expect(timeIn('America/New_York', instant)).toBe('2027-03-30T20:00:00')
  expect(timeIn('Asia/Kathmandu', instant)).toBe('2027-03-31T05:45:00')
  expect(timeIn('Asia/Nowhere', instant)).toBe('2027-03-31T09:00:00')
  expect(dayIn('Pacific/Kiritimati', new Date('2027-03-30T10:00:00Z'))).toBe('2027-03-31')
})

test.each([
  ['Asia/Tokyo', '2027-03-31', '2027-03-31T00:00:00.000Z'],
  // Clocks go forward at two in the morning of this day, and back of that.
  ['America/New_York', '2027-03-14', '2027-03-14T13:00:00.000Z'],
  ['America/New_York', '2027-03-13', '2027-03-13T14:00:00.000Z'],
  ['America/New_York', '2027-11-07', '2027-11-07T14:00:00.000Z'],
])('nine in the morning in %s on %s', (zone, day, instant) => {
  expect(instantIn(zone, day, '09:00:00').toISOString()).toBe(instant)
})

test('days are counted by the calendar', () => {
  expect(daysAfter('2028-02-28', 2)).toBe('2028-03-01')
  expect(daysAfter('2027-01-03', -7)).toBe('2026-12-27')
})
