import { readTypedNumber } from '#domain/phone-number.ts'
import { refusal } from '#domain/refusal.ts'
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
  const number = readTypedNumber(typed)
  const matches = secrets.equal(number ?? typed, tel) && number !== null
  const sessionToken = random.token(32)
  const sessionId = random.id()
  const decision = await database.transaction(origin, async (tx) => {
    await tx.documents.hold(documentId)
    const url = await tx.signingUrls.lock(urlId)
    if (url === null) throw new Refused(refusal('url_unknown'))
    refuseEnded(url, copying)
    const now = clock.now()
    const decision = enterNumber(url, matches, sessionId, now)
    if (decision.next !== url) await tx.signingUrls.save(decision.next)
    if (decision.refusal === undefined) {
      await tx.sessions.insert(
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
    await tx.record(decision.facts)
    return decision
  })
  if (decision.refusal !== undefined) throw new Refused(decision.refusal)
  return { sessionToken, sessionId }
}
