import { readTypedNumber } from '#domain/phone-number.ts'
import { refusal } from '#domain/refusal.ts'
import { makeRoom } from '#domain/signing-session.ts'
import { enterNumber } from '#domain/signing-url.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { refuseEnded } from './refuse-ended.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets'>

export type NumberEntry = { documentId: string; urlId: string; tel: string; typed: string; copying: boolean }

/**
 * The first screen: does the number typed belong to this participant? Compared in constant time. A match makes a
 * session that may ask for codes and see nothing; its token goes into a cookie.
 */
export async function enterPhoneNumber(
  { database, clock, random, secrets }: Needs,
  origin: Origin,
  { documentId, urlId, tel, typed, copying }: NumberEntry,
): Promise<{ sessionToken: string; sessionId: string }> {
  // Nothing typed is no guess, so it costs nothing.
  if (typed.trim() === '') throw new Refused(refusal('field_missing', 'tel'))
  // What cannot be a mobile number is no guess either: it says so, and counts for nothing.
  const number = readTypedNumber(typed)
  if (number === null) throw new Refused(refusal('tel_unreadable', 'tel'))
  const matches = secrets.equal(number, tel)
  const sessionToken = random.token(32)
  const sessionId = random.id()
  const decision = await database.transaction(origin, async (tx) => {
    tx.documents.queueHold(documentId)
    const locked = await tx.signingUrls.lockWithSessions(urlId, 'matched')
    if (locked === null) throw new Refused(refusal('url_unknown'))
    const { url, sessions } = locked
    refuseEnded(url, copying)
    const now = clock.now()
    const decision = enterNumber(url, matches, sessionId, now)
    if (decision.next !== url) tx.signingUrls.queueSave(decision.next)
    let repeated = false
    if (decision.refusal === undefined) {
      const room = makeRoom(sessions, now)
      tx.sessions.queueRemove(room.gone)
      repeated = room.repeated
      tx.sessions.queueInsert(
        {
          id: sessionId,
          urlId,
          documentId: url.documentId,
          participantId: url.participantId,
          state: 'matched',
          createdAt: now,
          lastSeenAt: now,
          endedAt: null,
        },
        secrets.keyedHash('session', sessionToken),
      )
    }
    tx.record(repeated ? [] : decision.events)
    return decision
  })
  if (decision.refusal !== undefined) throw new Refused(decision.refusal)
  return { sessionToken, sessionId }
}
