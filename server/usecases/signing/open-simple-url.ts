import { refusal } from '#domain/refusal.ts'
import { enterAccessCode } from '#domain/signing-url.ts'
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
  const sessionToken = random.token(32)
  const matches =
    accessCode === '' || secrets.equal(typed.normalize('NFKC').trim(), accessCode.normalize('NFKC').trim())
  const decision = await database.transaction(origin, async (tx) => {
    const [document, url] = await Promise.all([tx.documents.lock(documentId), tx.signingUrls.lock(urlId)])
    const now = clock.now()
    if (url === null || url.method === 'sms') throw new Refused(refusal('url_unknown'))
    if (url.usedAt !== null) throw new Refused(refusal('url_used'))
    if (url.endedAt !== null || url.expiresAt <= now) throw new Refused(refusal('url_expired'))
    const decision = enterAccessCode(url, matches, now)
    if (decision.next !== url) await tx.signingUrls.save(decision.next)
    await tx.record(decision.facts)
    if (decision.refusal !== undefined) return decision
    const { participantId, method } = url
    await newSession(
      { tx, random, secrets },
      document,
      { urlId, documentId, participantId, termsVersion },
      { method, sessionToken, now },
    )
    return decision
  })
  if (decision.refusal !== undefined) throw new Refused(decision.refusal)
  return { sessionToken }
}
