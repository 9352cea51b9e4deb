import { accepted, type Decision, refused } from './decision.ts'
import type { Document } from './document.ts'
import { type Identification, replaceParticipant } from './participant.ts'
import { refusal } from './refusal.ts'

/**
 * A browser that came through a consent URL. `matched`: the phone number was right, the code is awaited; may see
 * nothing. `authenticated`: may read, fill in, consent. A new token is made at that step. Bound to URL and participant.
 */
export type SigningSession = {
  id: string
  urlId: string
  documentId: string
  participantId: string
  state: 'matched' | 'authenticated'
  createdAt: Date
  lastSeenAt: Date
  endedAt: Date | null
}

export const sessionRules = {
  idleMilliseconds: 30 * 60_000,
  /** The absolute end, never under someone who is active: past it, five idle minutes end the session. */
  absoluteMilliseconds: 60 * 60_000,
  idleAfterAbsoluteMilliseconds: 5 * 60_000,
  /** The end whatever happens: a page that asks again and again by itself must not keep a session for ever. */
  hardMilliseconds: 12 * 60 * 60_000,
  /** Sessions in each state that a URL keeps; the oldest go. */
  keptPerUrl: 10,
  /** As many new ones in this time are pressing again and again, and the audit trail has heard it. */
  repeatedMilliseconds: 60 * 60_000,
  cookieSeconds: 24 * 60 * 60,
  /** Last use is remembered to the minute, so that reading stays reading. */
  touchMilliseconds: 60_000,
}

/** Whether this use is to be remembered. */
export function isUsedAgain(session: SigningSession, now: Date): boolean {
  return now.getTime() - session.lastSeenAt.getTime() > sessionRules.touchMilliseconds
}

export function sessionIsAlive(session: SigningSession, now: Date): boolean {
  if (session.endedAt !== null) return false
  const age = now.getTime() - session.createdAt.getTime()
  if (age >= sessionRules.hardMilliseconds) return false
  const old = age >= sessionRules.absoluteMilliseconds
  const allowed = old ? sessionRules.idleAfterAbsoluteMilliseconds : sessionRules.idleMilliseconds
  return now.getTime() - session.lastSeenAt.getTime() < allowed
}

/**
 * Before one more session begins at a URL: which of `sessions` (of this URL in the same state, newest first) must go,
 * and whether so many began lately that one more is no news. Otherwise whoever may press a button may fill tables.
 */
export function makeRoom(sessions: SigningSession[], now: Date): { gone: string[]; repeated: boolean } {
  const { keptPerUrl, repeatedMilliseconds } = sessionRules
  const lately = sessions.filter((each) => now.getTime() - each.createdAt.getTime() < repeatedMilliseconds)
  return {
    gone: sessions.slice(keptPerUrl - 1).map((each) => each.id),
    repeated: lately.length >= keptPerUrl,
  }
}

type Authentication = {
  participantId: string
  sessionId: string
  urlId: string
  method: Identification
  termsVersion: string
}

/**
 * What the document remembers of a session that begins: how the participant was identified, which terms they agreed
 * to by opening it, and that they opened it.
 */
export function markAuthenticated(
  document: Document,
  { participantId, sessionId, urlId, method, termsVersion }: Authentication,
  now: Date,
): Decision<Document> {
  const participant = document.participants.find((each) => each.id === participantId)
  if (participant === undefined) return refused(document, refusal('participant_not_found'))
  const ids = { at: now, documentId: document.id, participantId }
  const next = {
    ...participant,
    authenticatedAt: participant.authenticatedAt ?? now,
    viewedAt: participant.viewedAt ?? now,
    // The registered number has proven to be theirs.
    telRequest: null,
  }
  const unchanged = participant.authenticatedAt !== null && participant.viewedAt !== null
  return accepted(
    unchanged ? document : { ...document, participants: replaceParticipant(document, next) },
    { type: 'participant.authenticated', ...ids, sessionId, urlId, method },
    { type: 'terms.agreed', ...ids, termsVersion },
    { type: 'document.viewed', ...ids, sessionId },
  )
}
