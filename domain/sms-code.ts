import { accepted, type Decision, refused } from './decision.ts'
import type { DocumentEvent } from './document-event.ts'
import { refusal } from './refusal.ts'
import { didNotArrive, type SmsState } from './sms-message.ts'

const dayMilliseconds = 24 * 3_600_000

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
  /** Codes that were entered rightly give their place back in these two: six papers in one sitting are no attack. */
  sendsPerNumberInTenMinutes: 5,
  sendsPerNumberInADay: 10,
  /** Whatever became of them. */
  sendsPerNumberInADayInAll: 50,
  sendsPerTeamInADay: 2000,
  /** Where so many have gone out, no link follows. */
  sendsPerNumberBeforeALink: 3,
  gapBeforeALinkMilliseconds: 60_000,
} as const

export type SmsCode = {
  id: string
  /** The session that asked for it. */
  sessionId: string
  /** The consent URL it belongs to; null where an earlier release made it, which bound it to its session. */
  urlId: string | null
  /** The message that brings it; null where an earlier release made it. */
  smsId: string | null
  /** Keyed hash, bound to participant, URL and the session that asked. */
  hash: string
  createdAt: Date
  expiresAt: Date
  wrongGuesses: number
  usedAt: Date | null
}

/** The failure count lives with the participant and survives new codes, sessions and restarts. */
export type AttemptCounter = {
  participantId: string
  documentId: string
  wrongGuesses: number
  lockedAt: Date | null
  /** Living and spent codes, oldest first; dead ones are dropped when a new one is made. */
  codes: SmsCode[]
  /** What became of the newest code's SMS; null when none was sent. */
  delivery: SmsState | null
  /** The newest code was read aloud in a call. */
  byVoice: boolean
}

export type SendHistory = {
  /** Sends to this number, any participant, newest first, over the last day; `entered`: its code opened a document. */
  toNumber: { at: Date; entered: boolean }[]
  /** Sends of the team today. */
  byTeamToday: number
}

/** May another code be sent, and if not, when. */
export function requestCode(
  counter: AttemptCounter,
  code: SmsCode,
  history: SendHistory,
  limits: { teamPerDay: number },
  sms: { id: string; telEnding: string; byVoice: boolean },
  now: Date,
): Decision<AttemptCounter> {
  if (counter.lockedAt !== null) return refused(counter, refusal('participant_locked'))
  // A call is for whom an SMS did not reach.
  if (sms.byVoice && counter.codes.length === 0)
    return refused(counter, refusal('code_send_too_soon', 'code', { seconds: 0 }))
  const wait = waitBeforeNextCode(counter, now)
  if (wait > 0)
    return refused(counter, refusal('code_send_too_soon', 'code', { seconds: Math.ceil(wait / 1000) }))
  const minutes = minutesUntilSend(history, now)
  if (minutes > 0) return refused(counter, refusal('code_send_limit', 'code', { minutes }))
  if (history.byTeamToday >= limits.teamPerDay) return refused(counter, refusal('team_sms_limit', 'code'))
  const kept = counter.codes.filter((each) => now.getTime() - each.createdAt.getTime() < 10 * 60_000)
  return accepted(
    { ...counter, codes: [...kept, code] },
    {
      type: 'sms_code.requested',
      at: now,
      documentId: counter.documentId,
      participantId: counter.participantId,
      smsId: sms.id,
      telEnding: sms.telEnding,
      ...(sms.byVoice ? { channel: 'voice' } : {}),
    },
  )
}

/**
 * Milliseconds until 認証コードを再送する works; 0 when it does. The gaps keep people from asking twice for what is on its way: where
 * the SMS certainly did not arrive there is nothing to wait for, and the limits of number and team hold all the same.
 */
export function waitBeforeNextCode(counter: Pick<AttemptCounter, 'codes' | 'delivery'>, now: Date): number {
  const last = counter.codes.at(-1)
  if (last === undefined || didNotArrive(counter.delivery)) return 0
  const gaps = codeRules.resendGapsMilliseconds
  const gap = gaps[Math.min(counter.codes.length, gaps.length) - 1] ?? 0
  return Math.max(0, last.createdAt.getTime() + gap - now.getTime())
}

export type Guess = {
  urlId: string
  sessionId: string
  /** Ids of the codes whose hash fits, compared in constant time by the verb. */
  matching: ReadonlySet<string>
}

/** The places where a code may be entered: every session of its URL that gave the registered number. */
type Place = Pick<Guess, 'urlId' | 'sessionId'>

/** The living code that the guess hits. */
export function codeHit(counter: AttemptCounter, guess: Guess, now: Date): SmsCode | undefined {
  return livingCodes(counter, guess, now).find((code) => guess.matching.has(code.id))
}

/** A guess is compared with every living code of its URL and costs one try, spent before the answer. */
export function enterCode(counter: AttemptCounter, guess: Guess, now: Date): Decision<AttemptCounter> {
  if (counter.lockedAt !== null) return refused(counter, refusal('participant_locked'))
  const alive = livingCodes(counter, guess, now)
  if (alive.length === 0) return refused(counter, refusal('code_none_alive', 'code'))
  if (codeHit(counter, guess, now) !== undefined) {
    const codes = counter.codes.map((code) => (code.usedAt === null ? { ...code, usedAt: now } : code))
    return accepted({ ...counter, wrongGuesses: 0, codes })
  }
  const ids = { at: now, documentId: counter.documentId, participantId: counter.participantId }
  const wrongGuesses = counter.wrongGuesses + 1
  const spent = new Set(alive.map((code) => code.id))
  const codes = counter.codes.map((code) =>
    spent.has(code.id) ? { ...code, wrongGuesses: code.wrongGuesses + 1 } : code,
  )
  const next = { ...counter, wrongGuesses, codes }
  const left = triesLeft(next, guess, now)
  const events: DocumentEvent[] = [{ type: 'sms_code.wrong', ...ids, triesLeft: left }]
  if (wrongGuesses < codeRules.triesPerParticipant) {
    return { next, events, refusal: refusal('code_wrong', 'code', { left }) }
  }
  events.push({ type: 'participant.locked', ...ids })
  return { next: { ...next, lockedAt: now }, events, refusal: refusal('participant_locked') }
}

/** Tries that the freshest living code of this URL still has; 0 means that a new code must be asked for. */
export function triesLeft(counter: AttemptCounter, place: Place, now: Date): number {
  const ofParticipant = codeRules.triesPerParticipant - counter.wrongGuesses
  const ofCode = livingCodes(counter, place, now).map((code) => codeRules.triesPerCode - code.wrongGuesses)
  return ofCode.length === 0 ? 0 : Math.max(0, Math.min(ofParticipant, Math.max(...ofCode)))
}

/**
 * What the code screen may truthfully say. `sent`: this session asked for a code. `sent_earlier`: another session of
 * this URL did, and its code works here too. `not_sent`: neither. `spent`: why there is no code to enter.
 */
export type CodeStatus = {
  sms: 'sent' | 'sent_earlier' | 'not_sent'
  sentAt: Date | null
  spent: 'used_up' | 'expired' | null
}

/** Where this session stands with its codes. */
export function codeStatusOf(counter: AttemptCounter, place: Place, now: Date): CodeStatus {
  const ofUrl = counter.codes.filter((code) => belongsTo(code, place) && code.usedAt === null)
  const newest = ofUrl.at(-1)
  const alive = livingCodes(counter, place, now)
  const sms = ofUrl.some((code) => code.sessionId === place.sessionId)
    ? 'sent'
    : alive.length > 0
      ? 'sent_earlier'
      : 'not_sent'
  const usedUp = newest !== undefined && newest.wrongGuesses >= codeRules.triesPerCode
  const spent = alive.length > 0 || newest === undefined ? null : usedUp ? 'used_up' : 'expired'
  return { sms, sentAt: newest?.createdAt ?? null, spent }
}

function livingCodes(counter: AttemptCounter, place: Place, now: Date): SmsCode[] {
  return counter.codes.filter((code) => isUsable(code, now) && belongsTo(code, place))
}

function belongsTo(code: SmsCode, { urlId, sessionId }: Place): boolean {
  return code.urlId === null ? code.sessionId === sessionId : code.urlId === urlId
}

export function unlock(counter: AttemptCounter, now: Date): Decision<AttemptCounter> {
  if (counter.lockedAt === null) return refused(counter, refusal('not_locked'))
  return accepted(
    { ...counter, lockedAt: null, wrongGuesses: 0 },
    {
      type: 'participant.unlocked',
      at: now,
      documentId: counter.documentId,
      participantId: counter.participantId,
    },
  )
}

function isUsable(code: SmsCode, now: Date): boolean {
  return code.usedAt === null && code.expiresAt > now && code.wrongGuesses < codeRules.triesPerCode
}

/** Minutes until another SMS may go to this number; 0 when it may now. */
function minutesUntilSend({ toNumber }: SendHistory, now: Date): number {
  const counted = toNumber.filter(({ entered }) => !entered)
  const waits = [
    untilRoom(counted, codeRules.sendsPerNumberInTenMinutes, 10 * 60_000, now),
    untilRoom(counted, codeRules.sendsPerNumberInADay, dayMilliseconds, now),
    untilRoom(toNumber, codeRules.sendsPerNumberInADayInAll, dayMilliseconds, now),
  ]
  return Math.ceil(Math.max(...waits) / 60_000)
}

/** Minutes until a link may go to this number; 0 when it may now. */
export function minutesUntilLink(history: SendHistory, now: Date): number {
  const counted = history.toNumber.filter(({ entered }) => !entered)
  const waits = [
    untilRoom(history.toNumber, 1, codeRules.gapBeforeALinkMilliseconds, now),
    untilRoom(counted, codeRules.sendsPerNumberBeforeALink, 10 * 60_000, now),
  ]
  return Math.max(minutesUntilSend(history, now), Math.ceil(Math.max(...waits) / 60_000))
}

/** Milliseconds until fewer than `most` of these sends, newest first, lie within the window. */
function untilRoom(sends: { at: Date }[], most: number, window: number, now: Date): number {
  const last = sends[most - 1]
  return last === undefined ? 0 : Math.max(0, last.at.getTime() + window - now.getTime())
}
