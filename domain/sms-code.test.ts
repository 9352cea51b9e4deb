import { describe, expect, test } from 'vitest'
import {
  type AttemptCounter,
  codeRules,
  codeStatusOf,
  enterCode,
  requestCode,
  type SmsCode,
  triesLeft,
  unlock,
  waitBeforeNextCode,
} from './sms-code.ts'

const now = new Date('2026-11-22T03:00:00.000Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const sms = { id: 's1', telEnding: '78', byVoice: false }
const limits = { teamPerDay: 2000 }
const nobody = { toNumber: [], byTeamToday: 0 }

function aCode(
  id: string,
  at: Date,
  { sessionId = 'session', urlId = 'url' as string | null } = {},
): SmsCode {
  const expiresAt = new Date(at.getTime() + codeRules.lifeMilliseconds)
  return {
    id,
    sessionId,
    urlId,
    smsId: `sms-${id}`,
    hash: id,
    createdAt: at,
    expiresAt,
    wrongGuesses: 0,
    usedAt: null,
  }
}

function aCounter(...codes: SmsCode[]): AttemptCounter {
  return {
    participantId: 'p',
    documentId: 'd',
    wrongGuesses: 0,
    lockedAt: null,
    codes,
    delivery: null,
    byVoice: false,
  }
}

const here = { urlId: 'url', sessionId: 'session' }
const guess = (...ids: string[]) => ({ ...here, matching: new Set(ids) })
const sent = (minutesAgo: number, entered = false) => ({ at: later(-minutesAgo * 60), entered })
const each = (count: number, make: (index: number) => { at: Date; entered: boolean }) =>
  Array.from({ length: count }, (_, index) => make(index))

describe('asking for codes', () => {
  test('the gaps before another code are 30, 60 and then 120 seconds', () => {
    let counter = aCounter()
    let at = 0
    for (const gap of [0, 30, 60, 120, 120]) {
      if (gap > 0) {
        const early = requestCode(
          counter,
          aCode('early', later(at)),
          nobody,
          limits,
          sms,
          later(at + gap - 1),
        )
        expect(early.refusal).toMatchObject({ code: 'code_send_too_soon', detail: { seconds: 1 } })
      }
      at += gap
      const decision = requestCode(counter, aCode(`c${at}`, later(at)), nobody, limits, sms, later(at))
      expect(decision.refusal).toBeUndefined()
      expect(decision.events).toMatchObject([{ type: 'sms_code.requested', smsId: 's1', telEnding: '78' }])
      counter = decision.next
    }
  })

  test.each([
    ['undelivered', 0],
    ['expired', 0],
    ['rejected', 0],
    ['submitted', 30_000],
    ['unknown', 30_000],
    ['delivered', 30_000],
    ['queued', 30_000],
  ] as const)('after an SMS that is %s the wait is %i', (delivery, wait) => {
    const counter = { ...aCounter(aCode('a', now)), delivery }
    expect(waitBeforeNextCode(counter, now)).toBe(wait)
    const decision = requestCode(counter, aCode('b', later(1)), nobody, limits, sms, later(1))
    expect(decision.refusal?.code).toBe(wait === 0 ? undefined : 'code_send_too_soon')
  })

  test('the limits of a number hold also where nothing arrived', () => {
    const counter = { ...aCounter(aCode('a', now)), delivery: 'undelivered' as const }
    const history = { toNumber: [1, 2, 3, 4, 5].map((minutes) => sent(minutes)), byTeamToday: 5 }
    const decision = requestCode(counter, aCode('b', now), history, limits, sms, now)
    expect(decision.refusal?.code).toBe('code_send_limit')
  })

  test('ten minutes later the gaps begin anew', () => {
    const old = aCounter(aCode('a', now), aCode('b', later(60)), aCode('c', later(180)))
    const next = requestCode(old, aCode('d', later(800)), nobody, limits, sms, later(800)).next
    expect(next.codes.map((code) => code.id)).toEqual(['d'])
    expect(waitBeforeNextCode(next, later(800))).toBe(30_000)
  })

  test.each([
    ['a fifth in ten minutes', [1, 2, 3, 4], undefined],
    ['a sixth in ten minutes', [1, 2, 3, 4, 5], 'code_send_limit'],
    ['a tenth in a day', [60, 61, 62, 63, 64, 65, 66, 67, 68], undefined],
    ['an eleventh in a day', [60, 61, 62, 63, 64, 65, 66, 67, 68, 69], 'code_send_limit'],
    ['one more a day later', [1441, 1442, 1443, 1444, 1445, 1446, 1447, 1448, 1449, 1450], undefined],
  ])('%s to one number, whichever document', (_what, minutesAgo, code) => {
    const history = { toNumber: minutesAgo.map((minutes) => sent(minutes)), byTeamToday: 0 }
    expect(requestCode(aCounter(), aCode('a', now), history, limits, sms, now).refusal?.code).toBe(code)
  })

  test.each([
    ['the fifth leaves the ten minutes', [1, 2, 3, 4, 5].map((minutes) => sent(minutes)), 5],
    ['the tenth leaves the day', each(10, (index) => sent(60 + index)), 24 * 60 - 69],
    ['both are full: the later of the two', each(10, (index) => sent(1 + index)), 24 * 60 - 10],
    ['the fiftieth leaves the day', each(50, (index) => sent(20 + index, true)), 24 * 60 - 69],
  ])('the refusal says when the next is possible: %s', (_what, toNumber, minutes) => {
    const history = { toNumber, byTeamToday: 0 }
    const { refusal } = requestCode(aCounter(), aCode('a', now), history, limits, sms, now)
    expect(refusal).toMatchObject({ code: 'code_send_limit', detail: { minutes } })
  })

  test.each([
    ['six papers in one sitting', each(5, (index) => sent(1 + index, true)), undefined],
    ['an eleventh paper in a day', each(10, (index) => sent(20 + index, true)), undefined],
    ['a fiftieth paper', each(49, (index) => sent(20 + index, true)), undefined],
    ['a fifty-first paper', each(50, (index) => sent(20 + index, true)), 'code_send_limit'],
    ['four entered and five not', each(9, (index) => sent(1 + index, index > 4)), 'code_send_limit'],
  ])('a code that was entered rightly gives its place back: %s', (_what, toNumber, code) => {
    const history = { toNumber, byTeamToday: 0 }
    expect(requestCode(aCounter(), aCode('a', now), history, limits, sms, now).refusal?.code).toBe(code)
  })

  test("the team's daily number is a limit", () => {
    const ask = (byTeamToday: number) =>
      requestCode(aCounter(), aCode('a', now), { toNumber: [], byTeamToday }, limits, sms, now).refusal?.code
    expect([ask(1999), ask(2000)]).toEqual([undefined, 'team_sms_limit'])
  })

  test('a locked participant gets no code', () => {
    const locked = { ...aCounter(), lockedAt: now }
    expect(requestCode(locked, aCode('a', now), nobody, limits, sms, now).refusal?.code).toBe(
      'participant_locked',
    )
  })
})

describe('guessing', () => {
  test('the right code is accepted once and resets the count', () => {
    const counter = { ...aCounter(aCode('a', now)), wrongGuesses: 14 }
    const first = enterCode(counter, guess('a'), later(1))
    expect(first.refusal).toBeUndefined()
    expect(first.next.wrongGuesses).toBe(0)
    expect(enterCode(first.next, guess('a'), later(2)).refusal?.code).toBe('code_none_alive')
  })

  test('a code ends with its life, to the millisecond', () => {
    const counter = aCounter(aCode('a', now))
    expect(enterCode(counter, guess('a'), later(299.999)).refusal).toBeUndefined()
    expect(enterCode(counter, guess('a'), later(300)).refusal?.code).toBe('code_none_alive')
  })

  test('all unexpired codes count, and one guess costs each a try and the participant one', () => {
    const counter = aCounter(aCode('a', now), aCode('b', later(30)))
    const wrong = enterCode(counter, guess(), later(40))
    expect(wrong.next.wrongGuesses).toBe(1)
    expect(wrong.next.codes.map((code) => code.wrongGuesses)).toEqual([1, 1])
    expect(enterCode(wrong.next, guess('a'), later(50)).refusal).toBeUndefined()
  })

  test('five wrong guesses end a code, and the sixth is no guess any more', () => {
    let counter = aCounter(aCode('a', now))
    for (const left of [4, 3, 2, 1, 0]) {
      const { next, refusal } = enterCode(counter, guess(), later(1))
      expect(refusal).toMatchObject({ code: 'code_wrong', detail: { left } })
      expect(triesLeft(next, here, later(1))).toBe(left)
      counter = next
    }
    const sixth = enterCode(counter, guess('a'), later(2))
    expect(sixth.refusal?.code).toBe('code_none_alive')
    expect(sixth.next.wrongGuesses).toBe(5)
  })

  test('the fifteenth wrong guess locks the participant, whichever codes they were spent on', () => {
    const counter = { ...aCounter(aCode('a', now)), wrongGuesses: 13 }
    const fourteenth = enterCode(counter, guess(), later(1))
    expect(fourteenth.refusal).toMatchObject({ code: 'code_wrong', detail: { left: 1 } })
    const fifteenth = enterCode(fourteenth.next, guess(), later(2))
    expect(fifteenth.refusal?.code).toBe('participant_locked')
    expect(fifteenth.next.lockedAt).toEqual(later(2))
    expect(fifteenth.events.map((event) => event.type)).toEqual(['sms_code.wrong', 'participant.locked'])
    expect(enterCode(fifteenth.next, guess('a'), later(3)).refusal?.code).toBe('participant_locked')
  })

  test('a new code does not reset the count', () => {
    const counter = { ...aCounter(aCode('a', now)), wrongGuesses: 9 }
    expect(
      requestCode(counter, aCode('b', later(30)), nobody, limits, sms, later(30)).next.wrongGuesses,
    ).toBe(9)
  })

  test('a code may be entered from another session of its URL, and the tries are counted together', () => {
    const counter = aCounter(aCode('a', now, { sessionId: 'another' }))
    expect(enterCode(counter, guess('a'), later(1)).refusal).toBeUndefined()
    const wrong = enterCode(counter, guess(), later(1)).next
    expect(triesLeft(wrong, { ...here, sessionId: 'another' }, later(2))).toBe(4)
  })

  test("another URL's code is worth nothing, and neither is another session's that an earlier release made", () => {
    for (const elsewhere of [{ urlId: 'other' }, { urlId: null, sessionId: 'another' }]) {
      const counter = aCounter(aCode('a', now, elsewhere))
      expect(enterCode(counter, guess('a'), later(1)).refusal?.code).toBe('code_none_alive')
    }
    const own = aCounter(aCode('a', now, { urlId: null }))
    expect(enterCode(own, guess('a'), later(1)).refusal).toBeUndefined()
  })

  test('unlocking frees once', () => {
    const freed = unlock({ ...aCounter(), wrongGuesses: 15, lockedAt: now }, later(1))
    expect(freed.next).toMatchObject({ wrongGuesses: 0, lockedAt: null })
    expect(unlock(freed.next, later(2)).refusal?.code).toBe('not_locked')
  })
})

describe('what the code screen may say', () => {
  const wrong = (code: SmsCode) => ({ ...code, wrongGuesses: codeRules.triesPerCode })
  test.each([
    ['nothing was asked for', aCounter(), 'not_sent', null],
    ['this session asked', aCounter(aCode('a', now)), 'sent', null],
    ['another session asked', aCounter(aCode('a', now, { sessionId: 'another' })), 'sent_earlier', null],
    ['another URL asked', aCounter(aCode('a', now, { urlId: 'other' })), 'not_sent', null],
    ['five wrong guesses', aCounter(wrong(aCode('a', now))), 'sent', 'used_up'],
    ['and a fresh one beside it', aCounter(wrong(aCode('a', now)), aCode('b', later(1))), 'sent', null],
    ['its life is over', aCounter(aCode('a', later(-301))), 'sent', 'expired'],
    ['both: used up is what happened first', aCounter(wrong(aCode('a', later(-301)))), 'sent', 'used_up'],
    [
      "another session's is over",
      aCounter(aCode('a', later(-301), { sessionId: 'another' })),
      'not_sent',
      'expired',
    ],
    ['it was used', aCounter({ ...aCode('a', now), usedAt: now }), 'not_sent', null],
  ])('%s', (_what, counter, sms, spent) => {
    expect(codeStatusOf(counter, here, later(2))).toMatchObject({ sms, spent })
  })
})
