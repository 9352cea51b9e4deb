import { describe, expect, test } from 'vitest'
import {
  type CodeGuard,
  codeRules,
  enterCode,
  readTypedCode,
  requestCode,
  type SmsCode,
  triesLeft,
  unlock,
  waitBeforeNextCode,
} from './sms-code.ts'

const now = new Date('2026-11-22T03:00:00.000Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const sms = { id: 's1', telEnding: '78' }
const limits = { teamPerDay: 2000 }
const nobody = { toNumber: [], byTeamToday: 0 }

function aCode(id: string, at: Date, sessionId = 'session'): SmsCode {
  const expiresAt = new Date(at.getTime() + codeRules.lifeMilliseconds)
  return { id, sessionId, hash: id, createdAt: at, expiresAt, wrongGuesses: 0, usedAt: null }
}

function aGuard(...codes: SmsCode[]): CodeGuard {
  return { participantId: 'p', documentId: 'd', wrongGuesses: 0, lockedAt: null, codes }
}

const guess = (...ids: string[]) => ({ sessionId: 'session', matching: new Set(ids) })

describe('asking for codes', () => {
  test('the gaps before another code are 30, 60 and then 120 seconds', () => {
    let guard = aGuard()
    let at = 0
    for (const gap of [0, 30, 60, 120, 120]) {
      if (gap > 0) {
        const early = requestCode(guard, aCode('early', later(at)), nobody, limits, sms, later(at + gap - 1))
        expect(early.refusal).toMatchObject({ code: 'code_send_too_soon', detail: { seconds: 1 } })
      }
      at += gap
      const decision = requestCode(guard, aCode(`c${at}`, later(at)), nobody, limits, sms, later(at))
      expect(decision.refusal).toBeUndefined()
      expect(decision.facts).toMatchObject([{ type: 'sms_code.requested', smsId: 's1', telEnding: '78' }])
      guard = decision.next
    }
  })

  test('ten minutes later the gaps begin anew', () => {
    const old = aGuard(aCode('a', now), aCode('b', later(60)), aCode('c', later(180)))
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
    const history = { toNumber: minutesAgo.map((minutes) => later(-minutes * 60)), byTeamToday: 0 }
    expect(requestCode(aGuard(), aCode('a', now), history, limits, sms, now).refusal?.code).toBe(code)
  })

  test('the refusal says when the next is possible', () => {
    const five = { toNumber: [1, 2, 3, 4, 5].map((minutes) => later(-minutes * 60)), byTeamToday: 0 }
    expect(requestCode(aGuard(), aCode('a', now), five, limits, sms, now).refusal?.detail).toEqual({
      minutes: 5,
    })
    const ten = { toNumber: Array.from({ length: 10 }, (_, i) => later(-(60 + i) * 60)), byTeamToday: 0 }
    expect(requestCode(aGuard(), aCode('a', now), ten, limits, sms, now).refusal?.detail).toEqual({
      minutes: 24 * 60 - 69,
    })
  })

  test("the team's daily number is a limit", () => {
    const ask = (byTeamToday: number) =>
      requestCode(aGuard(), aCode('a', now), { toNumber: [], byTeamToday }, limits, sms, now).refusal?.code
    expect([ask(1999), ask(2000)]).toEqual([undefined, 'team_sms_limit'])
  })

  test('a locked participant gets no code', () => {
    const locked = { ...aGuard(), lockedAt: now }
    expect(requestCode(locked, aCode('a', now), nobody, limits, sms, now).refusal?.code).toBe(
      'participant_locked',
    )
  })
})

describe('guessing', () => {
  test('the right code is accepted once and resets the count', () => {
    const guard = { ...aGuard(aCode('a', now)), wrongGuesses: 14 }
    const first = enterCode(guard, guess('a'), later(1))
    expect(first.refusal).toBeUndefined()
    expect(first.next.wrongGuesses).toBe(0)
    expect(enterCode(first.next, guess('a'), later(2)).refusal?.code).toBe('code_none_alive')
  })

  test('a code ends with its life, to the millisecond', () => {
    const guard = aGuard(aCode('a', now))
    expect(enterCode(guard, guess('a'), later(299.999)).refusal).toBeUndefined()
    expect(enterCode(guard, guess('a'), later(300)).refusal?.code).toBe('code_none_alive')
  })

  test('all unexpired codes count, and one guess costs each a try and the participant one', () => {
    const guard = aGuard(aCode('a', now), aCode('b', later(30)))
    const wrong = enterCode(guard, guess(), later(40))
    expect(wrong.next.wrongGuesses).toBe(1)
    expect(wrong.next.codes.map((code) => code.wrongGuesses)).toEqual([1, 1])
    expect(enterCode(wrong.next, guess('a'), later(50)).refusal).toBeUndefined()
  })

  test('five wrong guesses end a code, and the sixth is no guess any more', () => {
    let guard = aGuard(aCode('a', now))
    for (const left of [4, 3, 2, 1, 0]) {
      const { next, refusal } = enterCode(guard, guess(), later(1))
      expect(refusal).toMatchObject({ code: 'code_wrong', detail: { left } })
      expect(triesLeft(next, 'session', later(1))).toBe(left)
      guard = next
    }
    const sixth = enterCode(guard, guess('a'), later(2))
    expect(sixth.refusal?.code).toBe('code_none_alive')
    expect(sixth.next.wrongGuesses).toBe(5)
  })

  test('the fifteenth wrong guess locks the participant, whichever codes they were spent on', () => {
    const guard = { ...aGuard(aCode('a', now)), wrongGuesses: 13 }
    const fourteenth = enterCode(guard, guess(), later(1))
    expect(fourteenth.refusal).toMatchObject({ code: 'code_wrong', detail: { left: 1 } })
    const fifteenth = enterCode(fourteenth.next, guess(), later(2))
    expect(fifteenth.refusal?.code).toBe('participant_locked')
    expect(fifteenth.next.lockedAt).toEqual(later(2))
    expect(fifteenth.facts.map((fact) => fact.type)).toEqual(['sms_code.wrong', 'participant.locked'])
    expect(enterCode(fifteenth.next, guess('a'), later(3)).refusal?.code).toBe('participant_locked')
  })

  test('a new code does not reset the count', () => {
    const guard = { ...aGuard(aCode('a', now)), wrongGuesses: 9 }
    expect(requestCode(guard, aCode('b', later(30)), nobody, limits, sms, later(30)).next.wrongGuesses).toBe(
      9,
    )
  })

  test("another session's code is worth nothing", () => {
    const guard = aGuard(aCode('a', now, 'another'))
    expect(enterCode(guard, guess('a'), later(1)).refusal?.code).toBe('code_none_alive')
  })

  test('unlocking frees once', () => {
    const freed = unlock({ ...aGuard(), wrongGuesses: 15, lockedAt: now }, later(1))
    expect(freed.next).toMatchObject({ wrongGuesses: 0, lockedAt: null })
    expect(unlock(freed.next, later(2)).refusal?.code).toBe('not_locked')
  })
})

test.each([
  ['012345', '012345'],
  ['０１２３４５', '012345'],
  [' 012 345 ', '012345'],
  ['012-345', '012345'],
  ['12345', null],
  ['0123456', null],
  ['', null],
  ['１２３４５A', null],
])('the code %j is read as %j', (typed, code) => {
  expect(readTypedCode(typed)).toBe(code)
})
