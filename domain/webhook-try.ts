import type { WebhookEndpoint, WebhookFormat } from './webhook.ts'

/** Why no answer came. */
type TryFailure =
  | 'name_not_resolved'
  | 'address_forbidden'
  | 'connection_refused'
  | 'tls_failed'
  | 'connect_timeout'
  | 'cut_after_writing'
  | 'timeout_after_writing'
  | 'answer_malformed'

/** What one try met. `retryAfter`: the header as it came. */
export type TryAnswer = { status: number; retryAfter: string | null } | { failure: TryFailure }

/**
 * What follows from a try. `again`: it is tried again then. `refused`: the receiver said no, which ends it in the
 * compatible format. `gone`: the receiver wants nothing any more. `parked`: no tries are left; a member may ask for it.
 */
export type TryOutcome =
  | { outcome: 'delivered' }
  | { outcome: 'again'; at: Date }
  | { outcome: 'refused' }
  | { outcome: 'gone' }
  | { outcome: 'parked' }

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** The gaps between ten tries, 75 hours and 35 minutes in all (standardwebhooks.com, "Deliverability and reliability"). */
export const retryGaps = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
]

/** Each gap is up to a tenth longer, so that what failed together does not come again together. */
const jitter = 0.1

/** A receiver may ask for later (RFC 9110 §10.2.3), but not for ever. */
const longestWish = 24 * hour

/** Time for name, connection and answer together. */
export const tryMilliseconds = 15 * second

/** Judges a try. `tries`: how many were made, this one included; `chance`: from 0 to 1. */
export function judgeTry(
  answer: TryAnswer,
  { format, tries, now, chance }: { format: WebhookFormat; tries: number; now: Date; chance: number },
): TryOutcome {
  if ('status' in answer) {
    const { status } = answer
    if (status >= 200 && status <= 299) return { outcome: 'delivered' }
    if (format === 'compatible' && status >= 400 && status <= 499) return { outcome: 'refused' }
    if (format === 'standard' && status === 410) return { outcome: 'gone' }
  }
  const gap = retryGaps[tries - 1]
  if (gap === undefined) return { outcome: 'parked' }
  const wait = Math.max(gap * (1 + jitter * chance), wishOf(answer, now))
  return { outcome: 'again', at: new Date(now.getTime() + Math.round(wait)) }
}

/** `Retry-After` in milliseconds: seconds or a date. Only 429 and 503 say it about the same request. */
function wishOf(answer: TryAnswer, now: Date): number {
  if (!('status' in answer) || ![429, 503].includes(answer.status) || answer.retryAfter === null) return 0
  const text = answer.retryAfter.trim()
  const wish = /^[0-9]{1,9}$/.test(text) ? Number(text) * second : Date.parse(text) - now.getTime()
  return Number.isNaN(wish) ? 0 : Math.min(Math.max(wish, 0), longestWish)
}

/** What a try was, as one word: `http_503`, or why no answer came. */
export function reasonOf(answer: TryAnswer): string {
  return 'status' in answer ? `http_${answer.status}` : answer.failure
}

/** The receiver knows only other addresses or credentials: somebody has to do something. */
export function isUnauthorised(answer: TryAnswer): boolean {
  return 'status' in answer && (answer.status === 401 || answer.status === 403)
}

const day = 24 * hour

/**
 * Whether a try that shows a trouble is told to the team: once a trouble, which ends when something arrives, and once a day at
 * most, however often a receiver comes and goes. `troubledAt`: since when, this try included.
 */
export function isToldNow(
  { troubledAt: before, toldAt }: Pick<WebhookEndpoint, 'troubledAt' | 'toldAt'>,
  troubledAt: Date,
  now: Date,
): boolean {
  // A release of before told of each trouble at its beginning and did not note it.
  const told = toldAt ?? before
  return told === null || (told < troubledAt && now.getTime() - told.getTime() >= day)
}

type Health = Pick<WebhookEndpoint, 'failures' | 'restingUntil'>

/** After so many failures in a row a receiver is down, and each further try would only hold up others. */
const patientFailures = 5
const longestRest = 5 * minute

/** The state of a receiver after a try that failed, or that it answered. */
export function healthAfter({ failures }: Health, answered: boolean, now: Date): Health {
  if (answered) return { failures: 0, restingUntil: null }
  const more = failures + 1
  const rest = more < patientFailures ? 0 : Math.min(30 * second * (more - patientFailures + 1), longestRest)
  return { failures: more, restingUntil: rest === 0 ? null : new Date(now.getTime() + rest) }
}

/** Longer than a try, so that whoever is asked to find out does so alone. */
const probeMilliseconds = tryMilliseconds + 5 * second

/** Until when a receiver that is down rests while one delivery finds out whether it is back. */
export function restDuringProbe(now: Date): Date {
  return new Date(now.getTime() + probeMilliseconds)
}

/** A little more than all the gaps: a delivery whose receiver was never back is parked then. */
const longestRound = 76 * hour

/** Of what waits for a receiver that rests, rounds that began before this have waited long enough. */
export function roundsOverAt(now: Date): Date {
  return new Date(now.getTime() - longestRound)
}
