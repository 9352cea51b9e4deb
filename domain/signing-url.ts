import { accepted, type Decision, refused } from './decision.ts'
import type { Document } from './document.ts'
import type { DocumentEvent, EndReason, LoginStatement, StatedLogin } from './document-event.ts'
import { type Identification, identificationOf, type Participant } from './participant.ts'
import { type Refusal, refusal } from './refusal.ts'
import { inCharge, startTurn } from './sending.ts'
import { type AttemptCounter, codeRules } from './sms-code.ts'
import { keptFields } from './text-rules.ts'

/** A consent URL (同意用URL). Only a hash of its 256 random bits is kept. */
export type SigningUrl = {
  id: string
  documentId: string
  participantId: string
  method: Identification
  createdAt: Date
  expiresAt: Date
  /** Ended before its time: an eleventh was issued, the number was corrected. */
  endedAt: Date | null
  /** A simple-authentication URL opens once. */
  usedAt: Date | null
  /** Wrong phone numbers in a row. */
  mismatches: number
  pausedUntil: Date | null
  /** How the integrating site says that it authenticated this user. */
  statement: LoginStatement | null
  /** What the site gave along, and gets back with the recipient; empty: nothing. */
  state: string
  /** The sender gave it out of the console: no site waits for the recipient's return. */
  byLink: boolean
  /** Opened first; looked at only where `byLink`, for the page that shows its QR code. */
  openedAt: Date | null
  /** Its bearer has passed the document on to somebody else. */
  transferred: boolean
}

const urlLimits = {
  alive: 10,
  simpleMilliseconds: 5 * 60 * 1000,
  mismatchesInARow: 5,
  pauseMilliseconds: 30 * 60 * 1000,
}

export type UrlRequest = Pick<SigningUrl, 'id' | 'participantId' | 'statement' | 'state' | 'byLink'> & {
  recipientId: string | null
}

/** The method stands on the certificate beside how the recipient was identified. */
const statementRules = { method: { printed: true }, subject: {} }
const statementNames = { method: 'authentication_method', subject: 'authentication_subject' }

export type IssuedUrl = { document: Document; url: SigningUrl | null; ended: string[] }

/**
 * Only the participant whose turn it is gets a URL. After the turn's ten days a call starts another ten; an eleventh
 * living URL ends the oldest. `alive`: this participant's URLs that have not ended, oldest first.
 */
export function issueSigningUrl(
  document: Document,
  alive: SigningUrl[],
  request: UrlRequest,
  now: Date,
): Decision<IssuedUrl> {
  const unchanged = { document, url: null, ended: [] }
  const participant = inCharge(document, request.participantId)
  if (participant === null) return refused(unchanged, refusal('not_in_charge'))
  const method = identificationOf(participant)
  if (method === 'mail') return refused(unchanged, refusal('recipient_not_embedded'))
  if (participant.lockedAt !== null) return refused(unchanged, refusal('participant_locked'))
  if (method === 'simple' && request.recipientId !== participant.recipientId) {
    return refused(unchanged, refusal('recipient_id_wrong', 'recipient_id'))
  }
  const said =
    request.statement === null ? null : keptFields(request.statement, statementRules, statementNames)
  if (said !== null && 'refusal' in said) return refused(unchanged, said.refusal)
  const statement = said === null ? null : said.fields
  const events: DocumentEvent[] = []
  let current = document
  let expiresAt = participant.accessExpiresAt ?? now
  if (expiresAt <= now) {
    const turn = startTurn(document, participant, now)
    current = turn.next
    events.push(...turn.events)
    expiresAt = inCharge(current, participant.id)?.accessExpiresAt ?? now
  }
  if (method === 'simple') expiresAt = new Date(now.getTime() + urlLimits.simpleMilliseconds)
  const url = newUrl(document, { ...request, statement }, method, expiresAt, now)
  const surplus = alive.filter((each) => isAlive(each, now)).slice(0, -(urlLimits.alive - 1))
  for (const each of surplus) events.push(endedEvent(each, 'too_many', now))
  events.push({
    type: 'signing_url.issued',
    at: now,
    documentId: document.id,
    participantId: participant.id,
    urlId: url.id,
    expiresAt: expiresAt.toISOString(),
    ...(statement === null ? {} : { statement: statedLogin(statement) }),
  })
  return { next: { document: current, url, ended: surplus.map((each) => each.id) }, events }
}

/** The link of a request mail: good for the turn, may be opened again; a reminder's link ends the older ones. */
export function issueMailUrl(
  document: Document,
  participant: Participant,
  alive: SigningUrl[],
  id: string,
  now: Date,
): Decision<{ url: SigningUrl; ended: string[] }> {
  const expiresAt = participant.accessExpiresAt ?? now
  const request = {
    id,
    participantId: participant.id,
    recipientId: null,
    statement: null,
    state: '',
    byLink: false,
  }
  const url = newUrl(document, request, 'mail', expiresAt, now)
  const events: DocumentEvent[] = alive.map((each) => endedEvent(each, 'reminded', now))
  events.push({
    type: 'signing_url.issued',
    at: now,
    documentId: document.id,
    participantId: participant.id,
    urlId: id,
    expiresAt: expiresAt.toISOString(),
  })
  return { next: { url, ended: alive.map((each) => each.id) }, events }
}

function statedLogin({ method, instant }: LoginStatement): StatedLogin {
  return { method, instant }
}

function isAlive(url: SigningUrl, now: Date): boolean {
  return url.endedAt === null && url.usedAt === null && url.expiresAt > now
}

export function endedEvent(url: SigningUrl, reason: EndReason, now: Date): DocumentEvent {
  return {
    type: 'signing_url.ended',
    at: now,
    documentId: url.documentId,
    participantId: url.participantId,
    urlId: url.id,
    reason,
  }
}

/** The number typed on the first screen. Five mismatches in a row pause this URL for half an hour. */
export function enterNumber(
  url: SigningUrl,
  matches: boolean,
  sessionId: string,
  now: Date,
): Decision<SigningUrl> {
  if (isPaused(url, now)) return refused(url, refusal('url_paused', 'tel', minutesLeft(url, now)))
  const ids = { at: now, documentId: url.documentId, participantId: url.participantId, urlId: url.id }
  if (matches) {
    return accepted({ ...url, mismatches: 0, pausedUntil: null }, { type: 'tel.matched', ...ids, sessionId })
  }
  return countMismatch(url, { type: 'tel.mismatched', ...ids }, refusal('tel_mismatch', 'tel'), now)
}

/**
 * The access code (アクセスコード) that the sender agreed with a recipient without SMS, asked before the document opens.
 * Wrong ones count twice: five in a row pause the URL, fifteen over all URLs lock the recipient until the sender
 * unlocks them, as wrong codes of an SMS do. A simple URL is used up by opening.
 */
export function enterAccessCode(
  { url, counter }: { url: SigningUrl; counter: AttemptCounter },
  matches: boolean,
  now: Date,
): Decision<{ url: SigningUrl; counter: AttemptCounter }> {
  if (counter.lockedAt !== null) return refused({ url, counter }, refusal('participant_locked'))
  if (isPaused(url, now)) {
    return refused({ url, counter }, refusal('url_paused', 'access_code', minutesLeft(url, now)))
  }
  if (matches) {
    const usedAt = url.method === 'simple' ? now : null
    return accepted({
      url: { ...url, mismatches: 0, pausedUntil: null, usedAt },
      counter: { ...counter, wrongGuesses: 0 },
    })
  }
  const ids = { at: now, documentId: url.documentId, participantId: url.participantId, urlId: url.id }
  const wrong = refusal('access_code_mismatch', 'access_code')
  const counted = countMismatch(url, { type: 'access_code.mismatched', ...ids }, wrong, now)
  const next = { url: counted.next, counter: { ...counter, wrongGuesses: counter.wrongGuesses + 1 } }
  if (next.counter.wrongGuesses < codeRules.triesPerParticipant) return { ...counted, next }
  const { urlId: _, ...ofParticipant } = ids
  const events: DocumentEvent[] = [...counted.events, { type: 'participant.locked', ...ofParticipant }]
  return {
    next: { url: next.url, counter: { ...next.counter, lockedAt: now } },
    events,
    refusal: refusal('participant_locked'),
  }
}

function countMismatch(
  url: SigningUrl,
  event: DocumentEvent,
  wrong: Refusal,
  now: Date,
): Decision<SigningUrl> {
  const mismatches = url.mismatches + 1
  if (mismatches < urlLimits.mismatchesInARow) {
    return { next: { ...url, mismatches }, events: [event], refusal: wrong }
  }
  const pausedUntil = new Date(now.getTime() + urlLimits.pauseMilliseconds)
  const paused: DocumentEvent = {
    type: 'signing_url.paused',
    at: now,
    documentId: url.documentId,
    participantId: url.participantId,
    urlId: url.id,
    until: pausedUntil.toISOString(),
  }
  const next = { ...url, mismatches: 0, pausedUntil }
  return {
    next,
    events: [event, paused],
    refusal: refusal('url_paused', wrong.field, minutesLeft(next, now)),
  }
}

export function isPaused(url: SigningUrl, now: Date): boolean {
  return url.pausedUntil !== null && url.pausedUntil > now
}

function minutesLeft(url: SigningUrl, now: Date): { minutes: number } {
  return { minutes: Math.ceil(((url.pausedUntil?.getTime() ?? 0) - now.getTime()) / 60_000) }
}

function newUrl(
  document: Document,
  request: UrlRequest,
  method: Identification,
  expiresAt: Date,
  now: Date,
): SigningUrl {
  return {
    id: request.id,
    documentId: document.id,
    participantId: request.participantId,
    method,
    createdAt: now,
    expiresAt,
    endedAt: null,
    usedAt: null,
    mismatches: 0,
    pausedUntil: null,
    statement: request.statement,
    state: request.state,
    byLink: request.byLink,
    openedAt: null,
    transferred: false,
  }
}
