import { refusal } from '#domain/refusal.ts'
import { enterAccessCode } from '#domain/signing-url.ts'
import { normalized } from '#domain/typed-text.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { newSession } from './new-session.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets'>

type Opening = {
  documentId: string
  urlId: string
  termsVersion: string
  /** What the sender set for this recipient; empty for none. */
  accessCode: string
  typed: string
}

/**
 * 書類を開く: the integrating site vouched for the user, or a mail reached them; and they know the access code, where one
 * was set. A simple URL is used up by it.
 */
export async function openSimpleUrl(
  { database, clock, random, secrets }: Needs,
  origin: Origin,
  { documentId, urlId, termsVersion, accessCode, typed }: Opening,
): Promise<{ sessionToken: string }> {
  // Nothing typed is no guess, so it costs nothing.
  if (accessCode !== '' && typed.trim() === '') {
    throw new Refused(refusal('access_code_mismatch', 'access_code'))
  }
  const sessionToken = random.token(32)
  const given = normalized('NFKC', typed, 1_000)?.trim()
  const expected = normalized('NFKC', accessCode, 1_000) ?? accessCode
  const matches = accessCode === '' || (given !== undefined && secrets.equal(given, expected.trim()))
  const decision = await database.transaction(origin, async (tx) => {
    const [document, locked] = await Promise.all([
      tx.documents.lock(documentId),
      tx.signingUrls.lockWithSessions(urlId, 'authenticated'),
    ])
    const now = clock.now()
    if (locked === null || locked.url.method === 'sms') throw new Refused(refusal('url_unknown'))
    const { url, sessions } = locked
    if (url.usedAt !== null) throw new Refused(refusal('url_used'))
    if (url.endedAt !== null || url.expiresAt <= now) throw new Refused(refusal('url_expired'))
    const counter = await tx.smsCodes.lock(url.participantId)
    const decision = enterAccessCode({ url, counter }, matches, now)
    if (decision.next.url !== url) tx.signingUrls.queueSave(decision.next.url)
    if (decision.next.counter.wrongGuesses !== counter.wrongGuesses)
      tx.smsCodes.queueSave(decision.next.counter)
    tx.record(decision.events)
    if (decision.refusal !== undefined) return decision
    const { participantId, method } = url
    newSession(
      { tx, random, secrets },
      document,
      { urlId, documentId, participantId, termsVersion },
      { method, sessionToken, sessions, now },
    )
    return decision
  })
  if (decision.refusal !== undefined) throw new Refused(decision.refusal)
  return { sessionToken }
}
