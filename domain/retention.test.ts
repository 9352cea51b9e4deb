import { describe, expect, test } from 'vitest'
import { announcedUpTo, isPast, keptUntil, wasTold } from './retention.ts'

const at = (day: string) => new Date(`${day}T12:00:00+09:00`)
const concluded = (day: string) => ({
  ...{ status: 'concluded' as const, concludedAt: at(day), createdAt: at('2020-01-01') },
  ...{ updatedAt: at('2035-01-01'), test: false },
})
const nothing = { contractAt: null, validityEndAt: null, autoUpdate: 'unset' as const }
const march = { years: 7 as const, yearEnds: 3 }

describe('the last day on which a document is kept', () => {
  test.each([
    ['within the business year', '2026-11-29', march, '2034-05-31'],
    ['on its last day', '2027-03-31', march, '2034-05-31'],
    ['on the first day of the next', '2027-04-01', march, '2035-05-31'],
    ['for ten years', '2026-11-29', { years: 10 as const, yearEnds: 3 }, '2037-05-31'],
    ['with the calendar year', '2026-11-29', { years: 7 as const, yearEnds: 12 }, '2034-02-28'],
    ['into a leap year', '2020-06-01', { years: 7 as const, yearEnds: 12 }, '2028-02-29'],
    ['with a year that ends in November', '2026-12-01', { years: 7 as const, yearEnds: 11 }, '2035-01-31'],
  ])('is counted from the end of the business year: %s', (_, day, rule, until) => {
    expect(keptUntil(rule, concluded(day), null)).toBe(until)
  })

  test('counts from the end of the agreement where that is later than its conclusion', () => {
    const attribute = { ...nothing, contractAt: '2026-12-01', validityEndAt: '2031-05-10' }
    expect(keptUntil(march, concluded('2026-11-29'), attribute)).toBe('2039-05-31')
    expect(keptUntil(march, concluded('2026-11-29'), { ...nothing, contractAt: '2020-01-01' })).toBe(
      '2034-05-31',
    )
  })

  test('is the last that can be written where the end of the agreement is', () => {
    const until = keptUntil(march, concluded('2026-11-29'), { ...nothing, validityEndAt: '9999-12-31' })
    expect(until).toBe('9999-12-31')
    expect(isPast('9999-12-31', at('2034-06-01'))).toBe(false)
  })

  test('is not known of an agreement that renews itself, of what is not over, and of a test', () => {
    expect(keptUntil(march, concluded('2026-11-29'), { ...nothing, autoUpdate: 'yes' })).toBeNull()
    for (const status of ['draft', 'awaiting', 'template'] as const) {
      expect(keptUntil(march, { ...concluded('2010-01-01'), status }, null)).toBeNull()
    }
    expect(keptUntil(march, { ...concluded('2010-01-01'), test: true }, null)).toBeNull()
  })

  test('counts from the cancellation, or from the day of an import', () => {
    const document = { ...concluded('2010-01-01'), concludedAt: null }
    expect(keptUntil(march, { ...document, status: 'cancelled' }, null)).toBe('2042-05-31')
    expect(keptUntil(march, { ...document, status: 'imported' }, null)).toBe('2027-05-31')
  })

  test('is a day of Tokyo', () => {
    const document = { ...concluded('2026-11-29'), concludedAt: new Date('2027-03-31T15:30:00Z') }
    expect(keptUntil(march, document, null)).toBe('2035-05-31')
  })
})

describe('the end', () => {
  test('comes when the day is over in Tokyo, and is told of thirty days before', () => {
    expect(isPast('2034-05-31', new Date('2034-05-31T14:59:59Z'))).toBe(false)
    expect(isPast('2034-05-31', new Date('2034-05-31T15:00:00Z'))).toBe(true)
    expect('2034-05-31' <= announcedUpTo(at('2034-04-30'))).toBe(false)
    expect('2034-05-31' <= announcedUpTo(at('2034-05-01'))).toBe(true)
  })

  test('waits until the administrators have known of it for thirty days', () => {
    expect(wasTold(at('2034-05-02'), at('2034-05-31'))).toBe(false)
    expect(wasTold(at('2034-05-01'), at('2034-05-31'))).toBe(true)
  })
})
