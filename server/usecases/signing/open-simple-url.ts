import { refusal } from '#domain/refusal.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { newSession } from './new-session.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets'>

/** 書類を開く: the integrating site vouched for the user (or a mail reached them). A simple URL is used up by it. */
export async function openSimpleUrl(
  { database, clock, random, secrets }: Needs,
  origin: Origin,
  { documentId, urlId, termsVersion }: { documentId: string; urlId: string; termsVersion: string },
): Promise<{ sessionToken: string }> {
  const sessionToken = random.token(32)
  await database.transaction(origin, async (tx) => {
    await tx.documents.hold(documentId)
    const url = await tx.signingUrls.lock(urlId)
    const now = clock.now()
    if (url === null || url.method === 'sms') throw new Refused(refusal('url_unknown'))
    if (url.usedAt !== null) throw new Refused(refusal('url_used'))
    if (url.endedAt !== null || url.expiresAt <= now) throw new Refused(refusal('url_expired'))
    if (url.method === 'simple') await tx.signingUrls.save({ ...url, usedAt: now })
    const { participantId, method } = url
    await newSession(
      { tx, random, secrets },
      { urlId, documentId, participantId, termsVersion },
      { method, sessionToken, now },
    )
  })
  return { sessionToken }
}
