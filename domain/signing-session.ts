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
  cookieSeconds: 24 * 60 * 60,
}

export function sessionIsAlive(session: SigningSession, now: Date): boolean {
  if (session.endedAt !== null) return false
  const old = now.getTime() - session.createdAt.getTime() >= sessionRules.absoluteMilliseconds
  const allowed = old ? sessionRules.idleAfterAbsoluteMilliseconds : sessionRules.idleMilliseconds
  return now.getTime() - session.lastSeenAt.getTime() < allowed
}
