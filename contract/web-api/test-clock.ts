import { type Static, Type } from 'typebox'
import { mostDaysAhead } from '#domain/test-clock.ts'
import { id, integer, required } from './forms.ts'
import { operation } from './operation.ts'
import { time, toTheMicrosecond } from './times.ts'

const testClockAnswer = Type.Object({
  document_id: Type.String(),
  now: time,
  ahead_seconds: Type.Integer(),
})

/** The clock of a test document as callers see it. */
export function testClockOnWire(
  documentId: string,
  now: Date,
  aheadMilliseconds: number,
): Static<typeof testClockAnswer> {
  return {
    document_id: documentId,
    now: toTheMicrosecond(now),
    ahead_seconds: Math.round(aheadMilliseconds / 1000),
  }
}

export const moveTestClockCall = operation({
  name: 'moveTestClock',
  summary: {
    ja: 'テスト書類の時計を進める',
    en: 'Move the clock of a test document forward',
  },
  method: 'POST',
  path: '/test/clock',
  request: 'form',
  form: {
    document_id: required(id()),
    days: integer({ least: 0, most: mostDaysAhead }),
    seconds: integer({ least: 0, most: mostDaysAhead * 24 * 60 * 60 }),
  },
  answer: testClockAnswer,
})
