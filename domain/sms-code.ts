import { accepted, type Decision, refused } from './decision.ts'
import type { Fact } from './fact.ts'
import { refusal } from './refusal.ts'

/**
 * The one-time code of an SMS (認証コード) and everything that limits it. NIST SP 800-63B-4 §3.1.3.2, §3.2.2;
 * OWASP ASVS 5.0 6.5.1–6.5.5, 6.6.2–6.6.3. Six digits, leading zeros kept.
 */
export const codeRules = {
  digits: 6,
  lifeMilliseconds: 5 * 60 * 1000,
  /** Wrong guesses that one code survives. */
  triesPerCode: 5,
  /** Wrong guesses over all codes of a participant; a new code does not reset this. */
  triesPerParticipant: 15,
  /** Waiting time before the second, third, and every further code. */
  resendGapsMilliseconds: [30_000, 60_000, 120_000],
  sendsPerNumberInTenMinutes: 5,
  sendsPerNumberInADay: 10,
  sendsPerTeamInADay: 2000,
} as const

export type SmsCode = {
  id: string
  sessionId: string
  /** Keyed hash, bound to participant, URL and session. */
  hash: string
  createdAt: Date
  expiresAt: Date
  wrongGuesses: number
  usedAt: Date | null
}

/** The failure count lives with the participant and survives new codes, sessions and restarts. */
export type CodeGuard = {
  participantId: string
  documentId: string
  wrongGuesses: number
  lockedAt: Date | null
  /** Living and spent codes, oldest first; dead ones are dropped when a new one is made. */
  codes: SmsCode[]
}

export type SendHistory = {
  /** Sends to this number, any participant, newest first, over the last day. */
  toNumber: Date[]
  /** Sends of the team today. */
  byTeamToday: number
}

/** May another code be sent, and if not, when. */
export function requestCode(
  guard: CodeGuard,
  code: SmsCode,
  history: SendHistory,
  limits: { teamPerDay: number },
  sms: { id: string; telEnding: string },
  now: Date,
): Decision<CodeGuard> {
  if (guard.lockedAt !== null) return refused(guard, refusal('participant_locked'))
  const wait = waitBeforeNextCode(guard, now)
  if (wait > 0)
    return refused(guard, refusal('code_send_too_soon', 'code', { seconds: Math.ceil(wait / 1000) }))
  const since = (milliseconds: number) =>
    history.toNumber.filter((at) => now.getTime() - at.getTime() < milliseconds).length
  if (
    since(10 * 60_000) >= codeRules.sendsPerNumberInTenMinutes ||
    since(24 * 3_600_000) >= codeRules.sendsPerNumberInADay
  ) {
    return refused(guard, refusal('code_send_limit', 'code', { minutes: minutesUntilSend(history, now) }))
  }
  if (history.byTeamToday >= limits.teamPerDay) return refused(guard, refusal('team_sms_limit', 'code'))
  const kept = guard.codes.filter((each) => now.getTime() - each.createdAt.getTime() < 10 * 60_000)
  return accepted(
    { ...guard, codes: [...kept, code] },
    {
      type: 'sms_code.requested',
      at: now,
      documentId: guard.documentId,
      participantId: guard.participantId,
      smsId: sms.id,
      telEnding: sms.telEnding,
    },
  )
}

/** Milliseconds until 認証コードを再送する works; 0 when it does. */
export function waitBeforeNextCode(guard: Pick<CodeGuard, 'codes'>, now: Date): number {
  const last = guard.codes.at(-1)
  if (last === undefined) return 0
  const gaps = codeRules.resendGapsMilliseconds
  const gap = gaps[Math.min(guard.codes.length, gaps.length) - 1] ?? 0
  return Math.max(0, last.createdAt.getTime() + gap - now.getTime())
}

export type Guess = { sessionId: string; matching: ReadonlySet<string> }

/**
 * A guess is compared with every living code of its session and costs one try, spent before the answer.
 * `matching` holds the ids of the codes whose hash fits (compared in constant time by the verb).
 */
export function enterCode(guard: CodeGuard, guess: Guess, now: Date): Decision<CodeGuard> {
  if (guard.lockedAt !== null) return refused(guard, refusal('participant_locked'))
  const alive = guard.codes.filter((code) => isUsable(code, now) && code.sessionId === guess.sessionId)
  if (alive.length === 0) return refused(guard, refusal('code_none_alive', 'code'))
  const right = alive.find((code) => guess.matching.has(code.id))
  if (right !== undefined) {
    const codes = guard.codes.map((code) => (code.usedAt === null ? { ...code, usedAt: now } : code))
    return accepted({ ...guard, wrongGuesses: 0, codes })
  }
  const ids = { at: now, documentId: guard.documentId, participantId: guard.participantId }
  const wrongGuesses = guard.wrongGuesses + 1
  const spent = new Set(alive.map((code) => code.id))
  const codes = guard.codes.map((code) =>
    spent.has(code.id) ? { ...code, wrongGuesses: code.wrongGuesses + 1 } : code,
  )
  const next = { ...guard, wrongGuesses, codes }
  const left = triesLeft(next, guess.sessionId, now)
  const facts: Fact[] = [{ type: 'sms_code.wrong', ...ids, triesLeft: left }]
  if (wrongGuesses < codeRules.triesPerParticipant) {
    return { next, facts, refusal: refusal('code_wrong', 'code', { left }) }
  }
  facts.push({ type: 'participant.locked', ...ids })
  return { next: { ...next, lockedAt: now }, facts, refusal: refusal('participant_locked') }
}

/** Tries that the newest living code of this session still has; 0 means that a new code must be asked for. */
export function triesLeft(guard: CodeGuard, sessionId: string, now: Date): number {
  const ofParticipant = codeRules.triesPerParticipant - guard.wrongGuesses
  const ofCode = guard.codes
    .filter((code) => isUsable(code, now) && code.sessionId === sessionId)
    .map((code) => codeRules.triesPerCode - code.wrongGuesses)
  return ofCode.length === 0 ? 0 : Math.max(0, Math.min(ofParticipant, Math.max(...ofCode)))
}

export function unlock(guard: CodeGuard, now: Date): Decision<CodeGuard> {
  if (guard.lockedAt === null) return refused(guard, refusal('not_locked'))
  return accepted(
    { ...guard, lockedAt: null, wrongGuesses: 0 },
    {
      type: 'participant.unlocked',
      at: now,
      documentId: guard.documentId,
      participantId: guard.participantId,
    },
  )
}

export function isUsable(code: SmsCode, now: Date): boolean {
  return code.usedAt === null && code.expiresAt > now && code.wrongGuesses < codeRules.triesPerCode
}

/** Six digits from full-width or half-width, spaces and hyphens forgiven; null when it cannot be a code. */
export function readTypedCode(typed: string): string | null {
  const digits = typed.normalize('NFKC').replace(/[\s\p{Dash}ー]/gu, '')
  return /^[0-9]{6}$/.test(digits) ? digits : null
}

function minutesUntilSend(history: SendHistory, now: Date): number {
  const tenth = history.toNumber[codeRules.sendsPerNumberInADay - 1]
  const fifth = history.toNumber[codeRules.sendsPerNumberInTenMinutes - 1]
  const end =
    tenth !== undefined ? tenth.getTime() + 24 * 3_600_000 : (fifth?.getTime() ?? now.getTime()) + 10 * 60_000
  return Math.max(1, Math.ceil((end - now.getTime()) / 60_000))
}
